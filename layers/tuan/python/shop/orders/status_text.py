"""An order's status in words, for its buyer: what customer service answers."""

from __future__ import annotations

from shop.orders.carriers import name_of
from shop.orders.model import Order, get, newest_first
from shop.orders.states import CLOSED, COMPLETED, PAID, PENDING, REFUNDED, REFUNDING, SHIPPED
from shop.texts import moment, yuan
from wxcloud import clock


def status_text(openid: str, number: str) -> str | None:
    """The status of that user's order of that number, or of their latest order if the number is "".

    None if the user has no such order, also if it is another user's. One read.
    """
    order = get(number.lower()) if number else next(newest_first(openid), None)
    if order is None or order.buyer != openid:
        return None
    return f"订单 {order.orderId}（{_goods(order)}，{yuan(order.total)} 元）{_status(order)}"


_SENT = {"express": "已发货", "pickup": "已取货", "virtual": "已发放"}
_MOST_PARCELS = 5  # in one text


def _parcels(order: Order) -> str:
    sent = [f"{name_of(each.carrier)} {each.trackingNumber}" for each in order.sent]
    if not sent:
        return ""
    more = f"等 {len(sent)} 个包裹" if len(sent) > _MOST_PARCELS else ""
    return f"，快递 {'、'.join(sent[:_MOST_PARCELS])}{more}"


def _goods(order: Order) -> str:
    title = order.lines[0].title
    return f"{title}等 {order.units} 件商品" if order.units > 1 else title


def _status(order: Order) -> str:
    if order.is_late(clock.now()):
        return "已超过付款时间，即将自动关闭。"
    if order.status == PAID and order.asked:
        return "已付款，退款申请处理中。"
    if order.status == PAID and order.awaits:
        return "已付款，等待成团，成团后为您发货。"
    if order.status in (SHIPPED, COMPLETED):
        return (
            f"{_SENT[order.delivery] if order.status == SHIPPED else '已完成'}{_parcels(order)}。"
        )
    if order.status == PAID and order.sent:
        return f"已付款，部分商品已发货{_parcels(order)}。"
    texts: dict[str, str] = {
        PENDING: f"待付款，请在 {moment(order.payBefore)} 前完成支付，逾期将自动关闭。",
        PAID: "已付款，等待发货。",
        CLOSED: "已关闭。",
        REFUNDING: "退款处理中，款项将原路退回。",
        REFUNDED: f"已退款 {yuan(order.refunded)} 元，款项已原路退回。",
    }
    return texts[order.status]
