"""Reconciling: once a day our books are compared with WeChat's, order by order.

What differs is put right by the same words that would have done it in time, and listed, because it
should not have been so: an order still open though its window is over, a payment that we did not
hear of, a refund that is stuck, an order that waits for a group which has ended. A run reads the
table once, page by page; nothing waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from shop.orders import closing, paying, refunding
from shop.orders.model import CLOSED, PAID, PENDING, Order, Row, get
from wxcloud import clock
from wxcloud.batch import run_batch
from wxcloud.errors import Refusal
from wxcloud.transaction import commit, update
from wxcloud.wechat import pay

BACK = 3 * clock.DAY  # a refund may take WeChat that long; older orders do not move by themselves
PATIENCE = 10 * clock.MINUTE  # what is younger is still on its way by itself


class Drift(Row):
    """Where the books differed: `what`, and how WeChat and we saw it."""

    what = UnicodeAttribute()
    ours = UnicodeAttribute(null=True)
    theirs = UnicodeAttribute(null=True)
    at = NumberAttribute()


def run(now: int, overdue: Callable[[Order], str | None]) -> None:
    """Compare all that moved lately, and note what differed.

    `overdue` looks after an order that waits for a group: what has become of a group that has
    ended, None while it is open.
    """

    def one(order: Order) -> None:
        try:
            drift = _compare(order, now) or _overdue(order, now, overdue)
        except Refusal as refusal:
            drift = ("unanswered", refusal.code.name)
        if drift is not None:
            _note(order, *drift, now)

    run_batch(_moved_since(now - BACK), one, "orders compared", need_all=True)


def listed(day: str) -> list[dict[str, Any]]:
    """What differed on a day, as `{orderId, what, ours, theirs}`."""
    names = ("what", "ours", "theirs")
    return [
        {"orderId": row.sk} | {name: getattr(row, name) for name in names}
        for row in Drift.query(f"drift#{day}")
    ]


def _moved_since(at: int) -> Iterator[Order]:
    """A group may take longer than that to end, so whoever waits for one is looked at, too."""
    moved = (Order.updatedAt >= at) | ((Order.status == PAID) & Order.awaits.exists())
    yield from Order.scan(Order.sk.startswith("order#") & moved, page_size=500)


def _compare(order: Order, now: int) -> tuple[str, str] | None:
    """What is wrong with an order, if anything, and WeChat's word on it; it is put right."""
    if order.status == PENDING and order.payBefore + PATIENCE > now:
        return None
    payment = pay.find(order.orderId) if order.total else None
    state = payment.trade_state if payment else "UNKNOWN"
    if order.status == PENDING:
        return ("left open", f"{state}, now {closing.expire(order).status}")
    drift = None
    if payment is not None and payment.transaction_id:
        if payment.transaction_id != order.transactionId:
            drift = _unheard(order, payment)
    elif order.total and order.status != CLOSED:
        drift = ("paid here alone", state)
    return drift or _stuck(order, now)


def _unheard(order: Order, payment: pay.Transaction) -> tuple[str, str] | None:
    if refunding.find(order.orderId, f"T{payment.transaction_id}") is not None:
        return None  # it is going back, as it should
    paying.settle(payment)
    return ("payment not heard of", payment.transaction_id)


def _stuck(order: Order, now: int) -> tuple[str, str] | None:
    """Refunds that are not through though they had time: they are tried again."""
    stuck = [
        refund
        for refund in refunding.of(order.orderId)
        if refund.status != refunding.SUCCESS and refund.at + PATIENCE <= now
    ]
    now_are = [_again(order.orderId, refund.refundNo) for refund in stuck]
    were = (f"refund {refund.refundNo} was {refund.status}" for refund in stuck)
    return (", ".join(were), ", ".join(now_are)) if stuck else None


def _overdue(
    order: Order, now: int, overdue: Callable[[Order], str | None]
) -> tuple[str, str] | None:
    if order.status != PAID or not order.awaits or order.paid_at + PATIENCE > now:
        return None
    group = overdue(order)
    return ("waits for a group that has ended", group) if group else None


def _again(order_id: str, number: str) -> str:
    with suppress(Refusal):  # what it is now says why
        refunding.carry_out(order_id, number)
    after = refunding.find(order_id, number)
    return str(after.status) if after else ""


def _note(order: Order, what: str, theirs: str, now: int) -> None:
    current = get(order.orderId)
    ours = current.status if current else "GONE"
    commit(
        update(
            Drift(pk=f"drift#{clock.day_of(now)}", sk=order.orderId),
            Drift.what.set(what),
            Drift.ours.set(ours),
            Drift.theirs.set(theirs),
            Drift.at.set(now),
            where=None,
            otherwise=lambda _: None,
        )
    )
