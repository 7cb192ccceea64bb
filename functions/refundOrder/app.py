"""refundOrder: a buyer asks for a refund, an operator grants or denies it.

A buyer can ask before the goods are shipped. The operator's call decides: with `items` for a part
of the order, without for all that is left, with `deny` for nothing. A queue pays the money back.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.checkout import refunds
from shop.groupbuy.leave import refund
from shop.orders.views import OrderView, order_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN
from wxcloud.fields import Id, Request, Text50
from wxcloud.function import cloud_function


class Item(Request):
    """Units of a SKU."""

    skuId: Id
    quantity: Annotated[int, Meta(ge=1, le=999, description="units to pay back")]


class RefundOrder(Request):
    """What to pay back, and why."""

    orderId: Id
    reason: Text50
    items: Annotated[list[Item], Meta(min_length=1, max_length=20)] | None = None
    deny: Annotated[bool, Meta(description="an operator denies the refund")] = False


@cloud_function(RefundOrder, asks_roles=True)
def main(data: RefundOrder, wx: WXContext) -> OrderView:
    if OPERATOR in wx.ROLES:
        if data.deny:
            order = refunds.deny(data.orderId, wx.OPENID, data.reason)
        else:
            items = {item.skuId: item.quantity for item in data.items or []}
            order = refund(data.orderId, wx.OPENID, data.reason, items or None)
    elif data.items or data.deny:
        raise FORBIDDEN("Only an operator decides on refunds.")
    else:
        order = refunds.ask(data.orderId, wx.OPENID, data.reason)
    return order_view(order)
