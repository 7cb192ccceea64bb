"""cancelOrder: the buyer does not want an order that is not paid; its stock is free again.

Gives `{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}], total,
points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier, trackingNumber,
shippedAt, contact?}, refundAsked?}`: the order as `getOrder` shows it.
"""

from __future__ import annotations

from typing import Any

from shop.orders import closing, reading
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CancelOrder(Request):
    orderId: Id


@cloud_function(CancelOrder)
def main(data: CancelOrder, wx: WXContext) -> dict[str, Any]:
    return reading.view(closing.cancel(data.orderId, wx.OPENID))
