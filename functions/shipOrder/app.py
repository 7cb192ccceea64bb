"""shipOrder: an operator has sent the goods. WeChat is told by a queue.

`carrier` is WeChat's id of the express company. A parcel by `SF` must have a `contact`: the phone
number of sender or receiver, masked but for its last four digits (`189****1234`).

Gives `{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}], total,
points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier, trackingNumber,
shippedAt, contact?}, refundAsked?}`: the order as `getOrder` shows it.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.orders import reading, shipping
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function

_MASKED = r"^[0-9+-]*[*][0-9*+-]*[0-9]{4}(?![\s\S])"
Masked = Annotated[str, Meta(max_length=32, pattern=_MASKED, description="189****1234")]


class ShipOrder(Request):
    orderId: Id
    carrier: Id
    trackingNumber: Id
    contact: Masked | None = None


@cloud_function(ShipOrder, only=OPERATOR)
def main(data: ShipOrder, wx: WXContext) -> dict[str, Any]:
    order = shipping.ship(
        data.orderId, wx.OPENID, data.carrier, data.trackingNumber, data.contact or ""
    )
    return reading.view(order)
