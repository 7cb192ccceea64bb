"""Paying for an order that was placed before."""

from __future__ import annotations

from shop.checkout import close
from shop.checkout.prepay import prepay
from shop.checkout.views import Placed
from shop.orders.changes import keep
from shop.orders.model import ORDER_CLOSED, ORDER_PAID, Order, need
from shop.orders.states import CLOSED, PENDING
from wxcloud import clock
from wxcloud.transaction import commit_one
from wxcloud.wechat.pay.model import PaymentFields, PayRefusal


def payment_fields(order: Order) -> PaymentFields:
    """Payment fields for an order that was placed before. If WeChat says that it is paid or closed,
    it becomes so here too: ORDER_PAID, ORDER_CLOSED. TOO_MANY_REQUESTS after MAX_PAYMENTS calls.

    The call that placed the order may still wait for WeChat; if that call gave up, it would undo an
    order that can be paid. So the order is kept first.
    """
    commit_one(keep(order))
    try:
        return prepay(order)
    except PayRefusal as refusal:
        if not (refusal.is_paid or refusal.is_closed):
            raise
        current = close.follow_wechat(order)
        raise ORDER_CLOSED() if current.status == CLOSED else ORDER_PAID() from None


def pay_again(order_id: str, openid: str) -> Placed:
    """New payment fields for an unpaid order, until its time to pay is over."""
    order = need(order_id, openid)
    if order.is_late(clock.now()):
        order = close.expire(order)
    if order.status == PENDING:
        return Placed(order, payment_fields(order))
    raise ORDER_CLOSED() if order.status == CLOSED else ORDER_PAID()
