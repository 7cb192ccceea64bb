"""Reconciliation: once a day each order is compared with WeChat's records.

What differs is corrected by the same functions that would have done it in time, and it is listed:
an unpaid order whose time to pay is over, a payment without a notification, a refund that does not
go on, an order that waits for a group that has ended. Money that went back in WeChat Pay's console
is listed too; such an order stops until an operator decides.

A day's comparison reads the table once, page by page. It may take longer than a function can run:
each run ends after ten minutes and sets a timer for the next one, which goes on where it stopped.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated, Literal

from msgspec import Meta, field
from pynamodb.attributes import UnicodeAttribute
from pynamodb.pagination import ResultIterator

from shop.checkout import close, payments, refund_transfer
from shop.groupbuy.settle import settle_overdue
from shop.orders import hand_refunds
from shop.orders.model import Order, Row, get
from shop.orders.refund import get_refund, refunds_of
from shop.orders.states import CLOSED, PAID, PENDING, SUCCESS
from wxcloud import clock
from wxcloud.batch import BatchFailed, run_batch
from wxcloud.errors import Refusal
from wxcloud.fields import Id, Request, Result
from wxcloud.model import Integer, Json
from wxcloud.timers import Timer
from wxcloud.transaction import commit_one, update
from wxcloud.value import Value
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.model import Transaction

BACK = 3 * clock.DAY  # WeChat may need that long for a refund; older orders do not change
Kind = Literal[
    "unanswered",
    "leftOpen",
    "byHand",
    "paidHereAlone",
    "paymentMissed",
    "refundLate",
    "refundHereAlone",
    "groupEnded",
    "groupGone",
]
WHAT: dict[Kind, str] = {
    "unanswered": "unanswered",
    "leftOpen": "left open",
    "byHand": "paid back by hand",
    "paidHereAlone": "paid here alone",
    "paymentMissed": "payment not heard of",
    "refundLate": "refund {number} was {status}",
    "refundHereAlone": "refund {number} is done here alone",
    "groupEnded": "waits for a group that has ended",
}
PATIENCE = 10 * clock.MINUTE  # what is younger is still being processed
Position = dict[str, dict[str, str]]  # the key of the last order read, as DynamoDB writes it


class Reconcile(Request):
    """The rest of a day's comparison; all of it without `after`."""

    after: Position | None = None


RECONCILE = Timer("RECONCILE_ARN", Reconcile)


class Mismatch(Value):
    """What was wrong with an order, what WeChat says, and the refunds that it is about (number →
    its status here)."""

    kind: Kind
    theirs: str
    refunds: dict[str, str] = field(default_factory=dict)


class Drift(Row):
    """A difference: its `kind`, the refunds that it is about (number → its status), and the status
    here and at WeChat."""

    kind = UnicodeAttribute()
    refunds = Json(dict[str, str])
    ours = UnicodeAttribute()
    theirs = UnicodeAttribute()
    at = Integer()

    @property
    def what(self) -> str:
        """What was wrong, in English."""
        what = WHAT[self.kind]  # type: ignore[index] # a text in the store
        told = (what.format(number=number, status=was) for number, was in self.refunds.items())
        return ", ".join(told) or what


class Difference(Result):
    """Where our order and WeChat's record differed."""

    orderId: Id
    what: Annotated[str, Meta(description="what was wrong, in English")]
    kind: Annotated[Kind, Meta(description="the same as a code, for a page that has its own words")]
    refunds: Annotated[list[str], Meta(description="the numbers of the refunds that it is about")]
    ours: Annotated[str, Meta(description="the order's status after the correction, or GONE")]
    theirs: Annotated[str, Meta(description="what WeChat said")]


class DifferenceList(Result):
    """The differences of a day."""

    items: list[Difference]


def run(now: int, after: Position | None) -> None:
    """Compare the orders behind this position that changed lately, correct and note what differs.
    What is left when the time is over is for the next run. BatchFailed if some were not compared.
    """

    def one(order: Order) -> None:
        try:
            found = _compare(order, now) or _overdue(order, now)
        except Refusal as refusal:
            found = Mismatch("unanswered", refusal.code.name)
        if found is not None:
            _note(order, found, now)

    orders = _changed_since(now - BACK, after)
    try:
        run_batch(orders, one, "orders compared")
    except BatchFailed:
        _go_on_after(orders.last_evaluated_key)
        raise
    _go_on_after(orders.last_evaluated_key)


def _go_on_after(position: Position | None) -> None:
    """Let the next run begin in a minute. Two runs that stop at the same order set one timer."""
    if position is None:
        return
    at = clock.now() + clock.MINUTE
    place = hashlib.sha256(".".join(each["S"] for each in position.values()).encode())
    name = f"reconcile-{clock.day_of(at)}-{place.hexdigest()[:32]}"
    RECONCILE.set(name, at, Reconcile(after=position))


def list_differences(day: str) -> DifferenceList:
    """The differences of that day (in Shanghai, as 2026-11-22)."""
    return DifferenceList(
        items=[
            Difference(
                orderId=row.sk,
                what=row.what,
                kind=row.kind,  # type: ignore[arg-type] # a text in the store
                refunds=list(row.refunds),
                ours=row.ours,
                theirs=row.theirs,
            )
            for row in Drift.query(f"drift#{day}")
        ]
    )


def differences_since(day: str, days: int) -> list[Drift]:
    """What was found on that day, and on those before it: `days` in all, an order once a day."""
    first = date.fromisoformat(day)
    dates = ((first - timedelta(days=back)).isoformat() for back in range(days))
    return [row for each in dates for row in Drift.query(f"drift#{each}")]


def _changed_since(at: int, after: Position | None) -> ResultIterator[Order]:
    """Orders that are still to be shipped are always read: a group may take longer than BACK to
    end, and money may go back by hand."""
    changed = (Order.updatedAt >= at) | (Order.status == PAID)
    is_order = Order.sk.startswith("order#")
    return Order.scan(is_order & changed, page_size=500, last_evaluated_key=after)


def _compare(order: Order, now: int) -> Mismatch | None:
    """What was wrong with an order; it is corrected. None if nothing was."""
    if order.status == PENDING and order.payBefore + PATIENCE > now:
        return None
    payment = calls.get(order.orderId) if order.total else None
    state = payment.trade_state if payment else "UNKNOWN"
    if order.status == PENDING:
        close.expire(order)
        return Mismatch("byHand" if state == "REFUND" else "leftOpen", state)
    found = None
    if payment is not None and payment.transaction_id:
        if payment.transaction_id != order.transactionId:
            found = _missed(order, payment)
        elif hand_refunds.is_unexplained(order, payment) and hand_refunds.note(order):
            found = Mismatch("byHand", state)
    elif order.total and order.status != CLOSED:
        found = Mismatch("paidHereAlone", state)
    return found or _stuck(order, now) or _refunded_here_alone(order)


def _missed(order: Order, payment: Transaction) -> Mismatch | None:
    if get_refund(order.orderId, f"T{payment.transaction_id}") is not None:
        return None  # it is being paid back, as it should
    if payment.trade_state == "REFUND":
        return Mismatch("byHand", payment.transaction_id)
    payments.take_payment(payment)
    return Mismatch("paymentMissed", payment.transaction_id)


def _stuck(order: Order, now: int) -> Mismatch | None:
    """Refunds that are not done though they had time: they are tried again."""
    stuck = [
        refund
        for refund in refunds_of(order.orderId)
        if refund.status != SUCCESS and refund.at + PATIENCE <= now
    ]
    now_are = [_again(order.orderId, refund.refundNo) for refund in stuck]
    were = {refund.refundNo: refund.status for refund in stuck}
    return Mismatch("refundLate", ", ".join(now_are), were) if stuck else None


def _refunded_here_alone(order: Order) -> Mismatch | None:
    """Refunds that are done here, and that WeChat does not know, or knows in another way."""
    for refund in refunds_of(order.orderId):
        if refund.status != SUCCESS or not refund.amount or refund.byHand:
            continue
        state = calls.get_refund(refund.refundNo)
        if state is None or (state.status, state.amount.refund) != (SUCCESS, refund.amount):
            theirs = "UNKNOWN" if state is None else f"{state.status} {state.amount.refund}"
            return Mismatch("refundHereAlone", theirs, {refund.refundNo: refund.status})
    return None


def _overdue(order: Order, now: int) -> Mismatch | None:
    if order.status != PAID or not order.awaits or (order.paidAt or 0) + PATIENCE > now:
        return None
    group = settle_overdue(order)
    return Mismatch("groupEnded", group) if group else None


def _again(order_id: str, number: str) -> str:
    with suppress(Refusal):  # its status says what happened
        refund_transfer.carry_out(order_id, number)
    after = get_refund(order_id, number)
    return after.status if after else ""


def _note(order: Order, found: Mismatch, now: int) -> None:
    current = get(order.orderId)
    commit_one(
        update(
            Drift(pk=f"drift#{clock.day_of(now)}", sk=order.orderId),
            Drift.kind.set(found.kind),
            Drift.refunds.set(found.refunds),
            Drift.ours.set(current.status if current else "GONE"),
            Drift.theirs.set(found.theirs),
            Drift.at.set(now),
        )
    )
