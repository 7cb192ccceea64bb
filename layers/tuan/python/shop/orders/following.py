"""What follows from a change of an order, as its table's stream tells it: in order, but perhaps
twice. So everything here is done once by its own key, or may be done again."""

from __future__ import annotations

from collections.abc import Callable

from shop import points
from shop.orders import closing
from shop.orders.model import (
    PAID,
    PENDING,
    SHIPPED,
    Order,
    Refund,
    settled,
)
from shop.orders.queues import REFUNDS, SHIPPING, SendRefund, UploadShipping
from shop.points import rules
from wxcloud.changes import Change
from wxcloud.errors import Refusal
from wxcloud.transaction import commit


def follow(change: Change[Order]) -> None:
    new = change.new
    if new is None:
        return
    if new.is_refund:
        if change.old is None:
            _refund(new)
        return
    if not new.is_order:
        return
    before = change.old.status if change.old else None
    if new.status == before:
        return
    if new.status == PENDING:
        closing.close_later(new.orderId, int(new.payBefore))
    elif new.status == PAID:
        _paid(new)
    elif new.status == SHIPPED:
        SHIPPING.send(UploadShipping(orderId=new.orderId))


def _paid(order: Order) -> None:
    commit(settled(order.owner, order.orderId))
    if order.total:
        _once(lambda: _earn(order))


def _earn(order: Order) -> None:
    """Points for a purchase; or, if the buyer has had their day's number, noted as none, so that a
    refund knows that there are none to take back."""
    try:
        points.earn(order.owner, rules.PURCHASE, order.orderId, int(order.total))
    except Refusal as refusal:
        if refusal.code is not points.LIMIT_REACHED:
            raise
        points.settle(order.owner, lambda book: _none(book, order.orderId))


def _none(book: points.Book, order_id: str) -> tuple[()]:
    points.claw_back(book, order_id, "limit")
    return ()


def _refund(row: Order) -> None:
    """A refund was granted, or a payment is to go back: the queue does it; points follow."""
    refund = Refund.find(row.pk, row.sk, consistent=True)
    if refund is None:
        return
    # The money first: whatever there is with the points, it does not keep the money.
    REFUNDS.send(SendRefund(orderId=refund.order, refundNo=refund.refundNo))
    if refund.why == "REQUEST":
        _once(lambda: points.settle(refund.buyer, lambda book: _points_back(book, refund)))


def _points_back(book: points.Book, refund: Refund) -> tuple[()]:
    """Points that paid come back, and those that the purchase earned are taken: in its share."""
    everything = bool(refund.whole)
    rule = rules.find(rules.PURCHASE) or rules.Rule(rules.PURCHASE)
    earned = int(refund.amount) * rule.percent // 100
    if refund.points:
        points.give_back(
            book, refund.order, refund.refundNo, None if everything else int(refund.points)
        )
    if refund.total and (everything or earned):
        points.claw_back(book, refund.order, refund.refundNo, None if everything else earned)
    return ()


def _once(work: Callable[[], object]) -> None:
    try:
        work()
    except Refusal as refusal:
        if refusal.code is not points.ALREADY_COUNTED:
            raise
