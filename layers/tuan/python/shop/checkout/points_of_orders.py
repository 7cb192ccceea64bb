"""Handlers: the points that follow from an order that is paid, or paid back."""

from __future__ import annotations

from shop.orders.events import OrderPaid, RefundGranted
from shop.orders.refund import REFUND_REQUEST
from shop.points import earning, ledger, rules, spending
from shop.points.ledger import Book
from wxcloud.errors import Refusal


def earn_purchase(event: OrderPaid) -> None:
    """The buyer earns points for the purchase, once per order. If the buyer has reached the day's
    limit, that is noted, so that a refund takes no points back."""
    if not event.total:
        return
    try:
        earning.earn(event.buyer, rules.PURCHASE, event.orderId, event.total)
    except Refusal as refusal:
        if refusal.code is earning.LIMIT_REACHED:
            ledger.post(event.buyer, lambda book: _note_none(book, event.orderId))
        elif refusal.code is not ledger.ALREADY_COUNTED:
            raise


def _note_none(book: Book, order_id: str) -> None:
    spending.claw_back(book, order_id, "limit")


def give_points_back(event: RefundGranted) -> None:
    """Points that paid for the order come back, and points that the purchase earned are taken back,
    both in the refund's share. Once per refund."""
    if event.why != REFUND_REQUEST:
        return
    rule = rules.get(rules.PURCHASE) or rules.Rule(rules.PURCHASE)
    spent = None if event.whole else event.points
    earned = None if event.whole else event.amount * rule.percent // 100

    def enter(book: Book) -> None:
        if event.points:
            spending.give_back(book, event.orderId, event.refundNo, spent)
        if event.total and (event.whole or earned):
            spending.claw_back(book, event.orderId, event.refundNo, earned)

    try:
        ledger.post(event.buyer, enter)
    except Refusal as refusal:
        if refusal.code is not ledger.ALREADY_COUNTED:
            raise
