"""confirmReceipt: the buyer has received the goods: the order is completed.

Gives `{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}], total,
points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier, trackingNumber,
shippedAt, contact?}, refundAsked?}`: the order as `getOrder` shows it.
"""

from __future__ import annotations

from typing import Any

from shop.orders import reading, shipping
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ConfirmReceipt(Request):
    orderId: Id


@cloud_function(ConfirmReceipt)
def main(data: ConfirmReceipt, wx: WXContext) -> dict[str, Any]:
    return reading.view(shipping.receive(data.orderId, wx.OPENID))
