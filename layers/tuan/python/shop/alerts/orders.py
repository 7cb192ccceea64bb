"""Handlers: what the staff is told of orders and after-sales."""

from __future__ import annotations

from shop.aftersale.events import AfterSaleAsked
from shop.alerts.model import ALERTS, Alert
from shop.orders.events import OrderPaid, RefundAsked
from shop.texts import moment, yuan

_KINDS = {"refund": "仅退款", "return": "退货退款"}


def tell_order(event: OrderPaid) -> None:
    units = f" 等 {event.units} 件" if event.units > 1 else ""
    group = "，拼团" if event.groupId else ""
    line = f"{event.goods}{units}，¥{yuan(event.total)}{group}，订单 {event.orderId}"
    ALERTS.send(Alert("newOrder", f"newOrder#{event.orderId}", line, event.total))


def tell_refund(event: RefundAsked) -> None:
    """What the buyer writes is not shown: there may be a name or a phone number in it."""
    line = f"退款：{event.goods}，¥{yuan(event.amount)}，订单 {event.orderId}"
    key = f"refundAsked#{event.orderId}#{event.askedAt}"
    ALERTS.send(Alert("refundAsked", key, line, event.amount))


def tell_after_sale(event: AfterSaleAsked) -> None:
    until = f"，请在 {moment(event.deadline)} 前处理" if event.deadline else ""
    goods = event.goods or "部分金额"
    line = f"{_KINDS[event.kind]}：{goods}，¥{yuan(event.amount)}，订单 {event.orderId}{until}"
    ALERTS.send(Alert("refundAsked", f"afterSale#{event.afterSaleId}", line, event.amount))
