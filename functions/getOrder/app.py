"""getOrder: an order with its history and refunds: the buyer's own, or any for an operator."""

from __future__ import annotations

from typing import Any

from shop import orders
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetOrder(Request):
    orderId: Id


@cloud_function(GetOrder, asks_roles=True)
def main(data: GetOrder, wx: WXContext) -> dict[str, Any]:
    return orders.find(data.orderId, wx.OPENID, operator="operator" in wx.ROLES)
