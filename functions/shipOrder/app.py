"""shipOrder: an operator has sent the goods. WeChat is told by a queue.

`carrier` is WeChat's id of the express company; `contact` the masked phone number that SF needs.

Gives `{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}], total,
points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier, trackingNumber,
shippedAt, contact?}, refundAsked?}`: the order as `getOrder` shows it.
"""

from __future__ import annotations

from typing import Any

from shop.orders import reading, shipping
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text20
from wxcloud.function import cloud_function


class ShipOrder(Request):
    orderId: Id
    carrier: Id
    trackingNumber: Id
    contact: Text20 | None = None


@cloud_function(ShipOrder, only="operator")
def main(data: ShipOrder, wx: WXContext) -> dict[str, Any]:
    order = shipping.ship(
        data.orderId, wx.OPENID, data.carrier, data.trackingNumber, data.contact or ""
    )
    return reading.view(order)
