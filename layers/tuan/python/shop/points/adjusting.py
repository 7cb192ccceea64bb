"""Operators adjust an account of points."""

from __future__ import annotations

from shop.points.account import month_after
from shop.points.ledger import Book, post
from shop.points.views import AdjustedScore

LIFE_MONTHS = 12  # of points that an operator gives


def adjust(openid: str, key: str, points: int, reason: str, by: str) -> AdjustedScore:
    """Add points (or take them, if `points` is negative), once per `key`, for a reason.

    `by` is the operator's openid. Raises NOT_ENOUGH_POINTS, ALREADY_COUNTED.
    """

    def make(book: Book) -> None:
        account = book.account
        if points < 0:
            account = account.spend(-points)
        else:
            account = account.receive({month_after(account.month, LIFE_MONTHS): points})
        book.enter("adjust", f"adjust#{key}", account, once=True, reason=reason, by=by)

    account = post(openid, make).account
    return AdjustedScore(score=account.balance, debt=account.debt)
