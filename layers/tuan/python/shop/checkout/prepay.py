"""Announcing an order to WeChat Pay."""

from __future__ import annotations

from shop.orders.model import Order
from wxcloud import clock
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.model import PaymentFields

_WECHAT_WINDOW = clock.MINUTE  # WeChat wants at least a minute; closeOrder closes in time


def prepay(order: Order) -> PaymentFields:
    """Announce the order; the fields that `wx.requestPayment` takes."""
    expires_at = order.payBefore + _WECHAT_WINDOW
    return calls.prepay(
        order.orderId,
        order.total,
        order.buyer,
        order.lines[0].title,
        expires_at,
        order.notifyUrl or "",
    )
