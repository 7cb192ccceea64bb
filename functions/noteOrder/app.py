"""noteOrder: an operator writes the shop's own note on an order (商家备注), or takes it away.

Operators see it in the order, in lists and in exports. The buyer does not. An order has one note,
from when it is paid. It is deleted with the order's address.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.orders import notes
from shop.orders.views import NotedOrder
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text200, Time
from wxcloud.function import cloud_function


class NoteOrder(Request):
    """The order, and what is to be noted."""

    orderId: Id
    text: Annotated[Text200, Meta(description="the note; null takes it away")] | None = None
    seenAt: (
        Annotated[
            Time,
            Meta(
                description="the `at` of the note that this one replaces; absent if there is none"
            ),
        ]
        | None
    ) = None


@cloud_function(NoteOrder, only=OPERATOR)
def main(data: NoteOrder, wx: WXContext) -> NotedOrder:
    note = notes.write(data.orderId, wx.OPENID, data.text, data.seenAt)
    return NotedOrder.of(data.orderId, note)
