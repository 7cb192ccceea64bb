"""refundOrder: a buyer asks for a refund, an operator grants or denies it.

A buyer can ask before the goods are shipped. The operator's call decides: with `items` for a part
of the order, without for all that is left, with `deny` for nothing. A queue pays the money back;
WeChat Pay takes at most one refund of an order per minute, 50 in all, and none after 365 days.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.checkout import refunds
from shop.checkout.request import Items, units_by_sku
from shop.groupbuy.leave import refund
from shop.orders.views import OrderView, order_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN
from wxcloud.fields import Id, Request, Text50
from wxcloud.function import cloud_function


class RefundOrder(Request):
    """What to pay back, and why."""

    orderId: Id
    reason: Text50
    items: (
        Annotated[Items, Meta(description="what to pay back; all that is left if not given")] | None
    ) = None
    deny: Annotated[
        bool,
        Meta(
            description="an operator denies the refund; an order of which money went back in WeChat"
            " Pay's console goes on"
        ),
    ] = False
    byHand: Annotated[
        bool,
        Meta(
            description="the money went back in WeChat Pay's console already: it is noted, and not"
            " sent again"
        ),
    ] = False


@cloud_function(RefundOrder, asks_roles=True)
def main(data: RefundOrder, wx: WXContext) -> OrderView:
    if OPERATOR in wx.ROLES:
        if data.deny:
            order = refunds.deny(data.orderId, wx.OPENID, data.reason)
        else:
            items = units_by_sku(data.items) if data.items else None
            order = refund(data.orderId, wx.OPENID, data.reason, items, by_hand=data.byHand)
    elif data.items or data.deny or data.byHand:
        raise FORBIDDEN("Only an operator decides on refunds.")
    else:
        order = refunds.ask(data.orderId, wx.OPENID, data.reason)
    return order_view(order)
