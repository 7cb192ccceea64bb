"""searchOrders: the orders of the shop, for operators, the newest first.

All filters can be used together. An order is found some seconds after it has changed.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from shop.desk.keys import Filter
from shop.desk.rules import Kind
from shop.desk.search import find, search
from shop.desk.views import DeskOrderPage
from shop.orders.states import OrderStatus
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request, Time
from wxcloud.function import cloud_function


class SearchOrders(Request):
    """Which orders; all unless something is given."""

    status: OrderStatus | None = None
    kind: Annotated[Kind, Meta(description="group, sale (of a flash sale), or plain")] | None = None
    from_: Annotated[Time, Meta(description="ms UTC: placed then or later")] | None = field(
        default=None, name="from"
    )
    to: Annotated[Time, Meta(description="ms UTC: placed then or earlier")] | None = None
    goodsId: Annotated[Id, Meta(description="orders with these goods")] | None = None
    phone: (
        Annotated[
            str,
            Meta(
                min_length=5,
                max_length=20,
                pattern=r"^\+?[0-9 -]+(?![\s\S])",
                description="the phone number of the address, whole",
            ),
        ]
        | None
    ) = None
    orderId: Annotated[Id, Meta(description="the order's id: a page of one, or none")] | None = None
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20


@cloud_function(SearchOrders, only=OPERATOR, keeps_answer=False)
def main(data: SearchOrders, wx: WXContext) -> DeskOrderPage:
    wanted = Filter(data.status, data.kind, data.from_, data.to, data.goodsId, data.phone)
    if data.orderId is not None:
        return find(data.orderId, wanted)
    return search(wanted, data.limit, data.cursor)
