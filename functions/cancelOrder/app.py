"""cancelOrder: the buyer does not want an order that is not paid; its stock is free again."""

from __future__ import annotations

from typing import Any

from shop import orders
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CancelOrder(Request):
    orderId: Id


@cloud_function(CancelOrder)
def main(data: CancelOrder, wx: WXContext) -> dict[str, Any]:
    return orders.view(orders.cancel(data.orderId, wx.OPENID))
