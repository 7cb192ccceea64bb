"""What buyers and operators read of orders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from shop.orders import delivery
from shop.orders.model import NO_PERSON, ORDER_NOT_FOUND, HistoryLine, Order, lines_of, newest_first
from shop.orders.refund import refunds_of
from shop.orders.states import OrderStatus
from shop.orders.views import (
    HistoryEntry,
    OrderDetail,
    OrderPage,
    OrderView,
    RefundView,
    UnknownOrder,
    order_detail,
    order_view,
)
from wxcloud import cursor


def detail(order: Order, reader: str, *, is_operator: bool) -> OrderDetail:
    """The order with its refunds, its history, and where it goes: for its buyer and operators. A
    buyer does not see which operator acted."""
    refunds = [RefundView.of(each) for each in refunds_of(order.orderId)]
    history = history_of(order.history, reader, is_operator=is_operator)
    beside = delivery.get(order.orderId) if order.hasDelivery else None
    return order_detail(order, refunds, history, beside, is_operator=is_operator)


def history_of(entries: Sequence[str], reader: str, *, is_operator: bool) -> list[HistoryEntry]:
    """Entries of a history. A buyer does not see which operator acted."""
    visible = None if is_operator else {reader, *NO_PERSON}
    return [_entry(line, visible) for line in lines_of(entries)]


def refunds_without_order(order_id: str) -> UnknownOrder:
    """The refunds of payments that came for a number without an order. ORDER_NOT_FOUND."""
    refunds = [RefundView.of(each) for each in refunds_of(order_id)]
    if not refunds:
        raise ORDER_NOT_FOUND()
    return UnknownOrder(orderId=order_id, status=None, refunds=refunds)


def _entry(line: HistoryLine, visible: set[str] | None) -> HistoryEntry:
    shown = line.by if visible is None or line.by in visible else "shop"
    return HistoryEntry(at=line.at, what=line.what, by=shown, why=line.why)


def list_orders(
    openid: str, status: OrderStatus | None, limit: int, after: str | None
) -> OrderPage:
    """A page of a buyer's orders, newest first; `after` is the last page's cursor."""
    before = "~"
    if after is not None:
        before = cursor.read("orders", after, openid=openid, status=status)["before"]
    items: list[OrderView] = []
    last = before
    for order in newest_first(openid, before, page_size=limit + 1):
        if status is not None and order.status != status:
            continue
        if len(items) == limit:
            state = {"openid": openid, "status": status, "before": last}
            return OrderPage(items=items, cursor=cursor.make("orders", state))
        items.append(order_view(order))
        last = order.orderId
    return OrderPage(items=items, cursor=None)


def groups_of(openid: str, limit: int) -> list[str]:
    """The groups that a buyer's latest orders are for."""
    newest = islice(newest_first(openid, page_size=limit), limit)
    return [order.groupId for order in newest if order.groupId]
