"""The status of an order as a text for its buyer: what customer service answers."""

from __future__ import annotations

from shop.orders.model import (
    CLOSED,
    COMPLETED,
    PAID,
    PENDING,
    REFUNDED,
    REFUNDING,
    SHIPPED,
    Order,
    get,
    latest,
)
from shop.texts import moment, yuan
from wxcloud import clock


def status_text(openid: str, number: str) -> str | None:
    """The status of the user's order with that number, or of the latest order if it is "". None if
    the user has no such order: an order of another user is not found. One read."""
    order = get(number.lower()) if number else next(latest(openid), None)
    if order is None or order.owner != openid:
        return None
    return f"订单 {order.orderId}（{_goods(order)}，{yuan(int(order.total))} 元）{_state(order)}"


def _goods(order: Order) -> str:
    title = str(order.lines[0]["title"])
    return f"{title} 等 {order.units} 件" if order.units > 1 else title


def _state(order: Order) -> str:
    if order.is_late(clock.now()):
        return "超过付款时间，即将关闭。"
    if order.status == PAID and order.asked:
        return "已付款，您的退款申请正在处理。"
    if order.status == PAID and order.awaits:
        return "已付款，成团后发货。"
    if order.shipping and order.status in (SHIPPED, COMPLETED):
        parcel = f"{order.shipping['carrier']} {order.shipping['trackingNumber']}"
        return f"{'已发货' if order.status == SHIPPED else '已完成'}，快递 {parcel}。"
    return {
        PENDING: f"待付款，请在 {moment(int(order.payBefore))} 前付款。",
        PAID: "已付款，正在准备发货。",
        CLOSED: "已关闭。",
        REFUNDING: "正在退款，款项将原路退回。",
        REFUNDED: f"已退款 {yuan(int(order.refunded))} 元，原路退回。",
    }[order.status]
