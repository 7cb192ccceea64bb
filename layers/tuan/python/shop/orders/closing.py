"""Closing an order that is not paid: first there, then here.

WeChat is asked before anything is closed, and told before our own books say so. A payment that
comes between all the same finds the order CLOSED and goes back (`paying`), so there is no moment
at which an order can end closed and paid.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop import sales, stock
from shop.orders import paying
from shop.orders.model import (
    CLOSED,
    ORDER_PAID,
    PENDING,
    Order,
    get,
    move,
    need,
    settled,
)
from shop.orders.queues import CLOSING, CloseOrder
from wxcloud import clock
from wxcloud.errors import WECHAT_FAILED, Code
from wxcloud.queues import MAX_DELAY_S
from wxcloud.transaction import Part, commit, delete
from wxcloud.wechat import pay
from wxcloud.wechat.pay import PayRefusal

# Where the shop's clock can be moved (the local stack), a message must not sleep through it.
_LOOK_AGAIN_S = 10
_MONEY_CAME = frozenset({"SUCCESS", "REFUND"})


def close_later(order_id: str, at: int) -> None:
    """Let closeOrder look at the order at `at` (ms UTC), or before, to be told again."""
    most = _LOOK_AGAIN_S if clock.movable() else MAX_DELAY_S
    left = max(0, -(-(at - clock.now()) // clock.SECOND))
    CLOSING.send(CloseOrder(orderId=order_id), delay_s=min(most, left))


def close_if_due(order_id: str) -> None:
    """Close an order whose time to pay is over; if it is not, look again when it is."""
    order = get(order_id)
    if order is None or order.status != PENDING:
        return
    if order.is_late(clock.now()):
        expire(order)
    else:
        close_later(order_id, int(order.payBefore))


def cancel(order_id: str, openid: str) -> Order:
    """The buyer does not want it. ORDER_PAID if it is too late; a repeat changes nothing."""
    order = need(order_id, openid)
    if order.status == PENDING:
        order = close(order, openid, "cancelled")
    if order.status != CLOSED:
        raise ORDER_PAID()
    return order


def expire(order: Order) -> Order:
    """Its window is over."""
    return close(order, "clock", "not paid in time") if order.status == PENDING else order


def close(order: Order, by: str, why: str) -> Order:
    """Close an unpaid order; if WeChat knows of a payment, the order takes that instead."""
    payment = pay.find(order.orderId)
    if payment is not None and payment.trade_state in _MONEY_CAME:
        return _agree(order, payment, by, why)
    if payment is not None and payment.trade_state != "CLOSED":
        try:
            pay.close(order.orderId)
        except PayRefusal as refusal:
            if refusal.reason != "ORDERPAID":
                raise
            return agree(order)
    return _close_here(order, by, why)


def agree(order: Order) -> Order:
    """WeChat says that the order is paid or closed: so it shall be here. WECHAT_FAILED while it
    says so but does not show the payment yet: an order that may be paid is not closed."""
    payment = pay.find(order.orderId)
    if payment is not None and payment.trade_state == "CLOSED":
        return _close_here(order, "wechat", "closed there")
    if payment is None or payment.trade_state not in _MONEY_CAME:
        raise PayRefusal(WECHAT_FAILED)
    return _agree(order, payment, "wechat", "paid, but not as agreed")


def _agree(order: Order, payment: pay.Transaction, by: str, why: str) -> Order:
    paying.settle(payment)
    order = need(order.orderId)
    # Still unpaid: that payment was not what the order asks for, and is on its way back.
    return _close_here(order, by, why) if order.status == PENDING else order


def _close_here(order: Order, by: str, why: str) -> Order:
    _undo(order, move(order, CLOSED, by, why=why, otherwise=_changed))
    return need(order.orderId)


def take_back(order: Order) -> None:
    """An order whose payment could not be announced never was, unless a second call of the buyer
    could do it meanwhile."""
    here = Order(pk=order.pk, sk=order.sk)
    alone = (Order.status == PENDING) & Order.kept.does_not_exist()
    _undo(order, delete(here, where=alone, otherwise=_changed))


class _Changed(Exception):
    """The order is not as it was any more: somebody else was faster, and that stands."""


def _changed(_: Order | None) -> Code:
    raise _Changed


def _undo(order: Order, last: Part) -> None:
    """All that placing the order did is undone with `last`, or nothing if that may not be."""
    parts = [last, *stock.release(order.takes), settled(order.owner, order.orderId)]
    if order.saleId:
        parts.append(sales.unuse(order.saleId, order.owner, order.units))
    try:
        if order.points:
            _with_points_back(order, parts)
        else:
            commit(*parts)
    except _Changed:
        pass
    finally:
        stock.forget(*(line["skuId"] for line in order.lines))


def _with_points_back(order: Order, parts: Sequence[Part]) -> None:
    from shop import points  # few orders are paid with points

    def give_back(book: points.Book) -> Sequence[Part]:
        points.give_back(book, order.orderId, "close")
        return parts

    points.settle(order.owner, give_back)
