"""getOrder: an order with its history and refunds: a buyer's own order, or any for an operator.

If payments came for a number without an order, an operator gets their refunds.
"""

from __future__ import annotations

from shop.orders import reads
from shop.orders.model import ORDER_NOT_FOUND, get
from shop.orders.views import OrderDetail, UnknownOrder
from shop.roles import OPERATOR
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetOrder(Request):
    """The order to read."""

    orderId: Id


@cloud_function(GetOrder, asks_roles=True, keeps_answer=False)
def main(data: GetOrder, wx: WXContext) -> OrderDetail | UnknownOrder:
    order, is_operator = get(data.orderId), OPERATOR in wx.ROLES
    if order is None and is_operator:
        return reads.refunds_without_order(data.orderId)
    if order is None or (order.buyer != wx.OPENID and not is_operator):
        raise ORDER_NOT_FOUND()
    if order.is_late(clock.now()):
        from shop.checkout.close import expired  # few readers meet a late order

        order = expired(order)
    elif order.dueAt is not None and order.dueAt <= clock.now():
        from shop.orders.completing import complete_if_due  # and few one that is complete by now

        order = complete_if_due(order)
    return reads.detail(order, wx.OPENID, is_operator=is_operator)
