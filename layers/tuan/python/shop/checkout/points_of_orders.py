"""Handlers: the points that follow from an order that is paid, or paid back."""

from __future__ import annotations

from shop.orders.events import OrderPaid, RefundGranted
from shop.orders.refund import REFUND_REQUEST
from shop.points import earning, ledger, rules, spending
from shop.points.ledger import Book
from shop.points.spending import Returned
from wxcloud.errors import Refusal
from wxcloud.pseudonyms import is_erased


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
    """Points that paid for the order come back in the refund's share. Of the points that the
    purchase earned, those for the amount are taken back in the refund's share, and all that are
    left when nothing of the money is left. Once per refund."""
    if event.why != REFUND_REQUEST or is_erased(event.buyer):
        return

    def enter(book: Book) -> None:
        order_id, number = event.orderId, event.refundNo
        if event.points:
            points = None if event.whole else event.points
            spending.give_back(book, order_id, number, points)
        if event.is_last:
            spending.claw_back(book, order_id, number)
        elif event.amount:
            returned = Returned(event.before, event.amount, event.total)
            spending.claw_back_share(book, order_id, number, returned)

    try:
        ledger.post(event.buyer, enter)
    except Refusal as refusal:
        if refusal.code is not ledger.ALREADY_COUNTED:
            raise
