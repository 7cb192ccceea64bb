"""shipOrder: an operator has sent the goods. A queue tells WeChat.

A parcel by `SF` needs a `contact`: the phone number of the sender or the receiver, masked except
for its last four digits (`189****1234`).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.orders.shipping import ship
from shop.orders.views import OrderView, order_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function

_MASKED = r"^[0-9+-]*[*][0-9*+-]*[0-9]{4}(?![\s\S])"
Masked = Annotated[
    str, Meta(max_length=32, pattern=_MASKED, description="a masked phone number, 189****1234")
]


Carrier = Annotated[
    str,
    Meta(
        pattern=r"^[0-9A-Za-z_-]{1,32}(?![\s\S])", description="WeChat's id of the express company"
    ),
]
TrackingNumber = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=32,
        pattern=r"^[0-9A-Za-z_-]+(?![\s\S])",
        description="at most 32 characters: it is never cut, and WeChat's messages hold no more",
    ),
]


class ShipOrder(Request):
    """The order, and its parcel."""

    orderId: Id
    carrier: Carrier
    trackingNumber: TrackingNumber
    contact: Masked | None = None


@cloud_function(ShipOrder, only=OPERATOR)
def main(data: ShipOrder, wx: WXContext) -> OrderView:
    parcel = (data.carrier, data.trackingNumber, data.contact or "")
    return order_view(ship(data.orderId, wx.OPENID, *parcel))
