"""Closing an unpaid order: first at WeChat, then here.

WeChat is asked before anything is closed, and closes the order before we do. If a payment comes in
between all the same, it finds the order CLOSED and is paid back (`shop.checkout.payments`). So an
order cannot end closed and paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from shop.checkout import reminding
from shop.checkout.holds import Hold, holds_of, undo
from shop.checkout.payments import take_payment
from shop.orders.changes import ORDER_MOVED, move
from shop.orders.events import OrderPlaced
from shop.orders.model import ORDER_PAID, Order, at_key, get, need
from shop.orders.queues import CLOSING, CloseOrder
from shop.orders.states import CLOSED, PENDING
from shop.stock import reads as stock
from shop.stock.model import STOCK_MOVED
from wxcloud import clock
from wxcloud.errors import WECHAT_FAILED, Refusal
from wxcloud.queues import MAX_DELAY_S
from wxcloud.rates import Rate
from wxcloud.transaction import Part, commit, delete, retry
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.model import PayRefusal, Transaction

# Where the clock can be moved (the local stack), a message must not wait for long.
_LOOK_AGAIN_S = 10
CANCELS = Rate(
    "cancel",
    20,
    clock.HOUR,
    "You have cancelled too many orders. This one closes by itself when its time to pay is over.",
)
_HAS_MONEY = frozenset({"SUCCESS", "REFUND"})


def close_later(event: OrderPlaced) -> None:
    """Handler: let closeOrder look at the order when its buyer is to be reminded, and when its time
    to pay is over."""
    at = _reminded_at(event.createdAt, event.payBefore)
    _look_at(CloseOrder(orderId=event.orderId), at)


def _reminded_at(created_at: int, pay_before: int) -> int:
    return clock.ahead_of(pay_before, reminding.AHEAD, since=created_at)


def _look_at(message: CloseOrder, at: int) -> None:
    """A message to closeOrder at `at` (ms UTC), or earlier: then closeOrder sends it again."""
    longest = _LOOK_AGAIN_S if clock.movable() else MAX_DELAY_S
    left = max(0, -(-(at - clock.now()) // clock.SECOND))
    CLOSING.send(message, delay_s=min(longest, left))


def close_if_due(message: CloseOrder) -> None:
    """Close an order whose time to pay is over; before that, remind its buyer once. What is not due
    yet is looked at again when it is."""
    order = get(message.orderId)
    if order is None or order.status != PENDING:
        return
    now, remind_at = clock.now(), _reminded_at(order.createdAt, order.payBefore)
    if order.is_late(now):
        expire(order)
    elif message.reminded:
        _look_at(message, order.payBefore)
    elif now < remind_at:
        _look_at(message, remind_at)
    else:
        reminding.remind(order)
        _look_at(CloseOrder(orderId=order.orderId, reminded=True), order.payBefore)


def cancel(order_id: str, openid: str) -> Order:
    """The buyer cancels the order. ORDER_PAID if it is too late; a repeat changes nothing.
    TOO_MANY_REQUESTS if the buyer cancels too many: each costs several calls to WeChat Pay."""
    order = need(order_id, openid)
    if order.status == PENDING:
        CANCELS.use(openid)
        order = close(order, openid, "cancelled")
    if order.status != CLOSED:
        raise ORDER_PAID()
    return order


def expire(order: Order) -> Order:
    """The order's time to pay is over."""
    return close(order, "clock", "not paid in time") if order.status == PENDING else order


def expired(order: Order) -> Order:
    """The order, closed if its time to pay is over and its message is late. If WeChat does not
    answer, the order as it is: the message or the next reader closes it."""
    if order.is_late(clock.now()):
        with suppress(Refusal):
            return expire(order)
    return order


def close(order: Order, by: str, why: str) -> Order:
    """Close an unpaid order; if WeChat knows a payment, the order takes the payment instead."""
    payment = calls.get(order.orderId)
    if payment is not None and payment.trade_state in _HAS_MONEY:
        return _take_payment(order, payment, by, why)
    if payment is not None and payment.trade_state != "CLOSED":
        try:
            calls.close(order.orderId)
        except PayRefusal as refusal:
            if not refusal.is_paid:
                raise
            return follow_wechat(order)
    return _close_here(order, by, why)


def follow_wechat(order: Order) -> Order:
    """WeChat says that the order is paid or closed: it becomes so here. WECHAT_FAILED while WeChat
    does not show the payment yet: an order that may be paid is not closed."""
    payment = calls.get(order.orderId)
    if payment is not None and payment.trade_state == "CLOSED":
        return _close_here(order, "wechat", "closed there")
    if payment is None or payment.trade_state not in _HAS_MONEY:
        raise PayRefusal(WECHAT_FAILED)
    return _take_payment(order, payment, "wechat", "paid, but not as agreed")


def _take_payment(order: Order, payment: Transaction, by: str, why: str) -> Order:
    take_payment(payment)
    order = need(order.orderId)
    # Still unpaid: the payment was not what the order asks for, and is paid back.
    return _close_here(order, by, why) if order.status == PENDING else order


def _close_here(order: Order, by: str, why: str) -> Order:
    closed = move(order, CLOSED, by, why=why, otherwise=ORDER_MOVED)
    _undo(order, closed, holds_of(order))
    return need(order.orderId)


def take_back(order: Order, holds: Sequence[Hold]) -> None:
    """Delete an order that could not be announced to WeChat, with all that it holds; unless a
    second call of the buyer could announce it meanwhile."""
    unannounced = (Order.status == PENDING) & Order.kept.does_not_exist()
    deleted = delete(at_key(order), where=unannounced, otherwise=ORDER_MOVED)
    _undo(order, deleted, holds)


def _undo(order: Order, last: Part[Any], holds: Sequence[Hold]) -> None:
    """Undo all that the order holds, together with `last`; or nothing, if the order has changed
    meanwhile."""
    moved = [STOCK_MOVED]
    if order.points:
        from shop.points.ledger import LEDGER_MOVED

        moved.append(LEDGER_MOVED)
    try:
        retry(lambda: commit(last, *undo(holds)), on=moved)
    except Refusal as refusal:
        if refusal.code is not ORDER_MOVED:
            raise
    finally:
        stock.forget(*(line.skuId for line in order.lines))
