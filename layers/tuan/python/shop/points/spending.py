"""Points that pay for an order, and what a close or a refund of the order does to points.

These functions make entries in an open book. The use case commits them together with its order.
"""

from __future__ import annotations

from typing import NamedTuple

from shop.points import ledger, rules
from shop.points.account import month_after, renewed, returnable
from shop.points.ledger import Book, CountedEvent
from wxcloud.errors import Code

NOT_YET_EARNED = Code("NOT_YET_EARNED", 503, "The points of this order are not booked yet.")


class Returned(NamedTuple):
    """A refund's part of an order's money: `amount` of `total`, after `before` (fen)."""

    before: int
    amount: int
    total: int

    def share(self, points: int) -> int:
        """The refund's share of points. The shares of all refunds of the money add up to them."""
        after = min(self.before + self.amount, self.total)
        return points * after // self.total - points * min(self.before, self.total) // self.total


def spend(book: Book, order_id: str, points: int) -> None:
    """Pay a part of an order with points, once. Raises NOT_ENOUGH_POINTS; the commit is refused
    with ALREADY_COUNTED if the order has spent points before."""
    if points:
        book.enter("spend", f"spend#{order_id}", book.account.spend(points), once=True)


def give_back(book: Book, order_id: str, key: str, points: int | None = None) -> int:
    """Give back points that paid for an order, to the lots they came from; how many.

    `points` is the most to give back; None means all that was not given back yet. So closing and
    refunding an order together never give back more than it took. `key` names the reason (`close`,
    or a refund's number); for a key that was used before, the commit is refused with
    ALREADY_COUNTED. Points of lots that have expired come back in a lot with a short life.
    """
    spent = ledger.get_event(book.openid, f"spend#{order_id}")
    if spent is None:
        return 0
    earlier = ledger.list_events(book.openid, f"refund#{order_id}#")
    returned = sum(event.points for event in earlier)
    points = _at_most(points, -spent.points - returned)
    if points:
        taken = {month: -n for month, n in spent.moved.items()}
        month = book.account.month
        short = month_after(month, rules.redemption().months)
        lots = renewed(returnable(taken, returned, points), month, short)
        account = book.account.receive(lots)
        book.enter("refund", f"refund#{order_id}#{key}", account, once=True)
    return points


def claw_back(book: Book, order_id: str, key: str, points: int | None = None) -> int:
    """Take back points that a purchase earned, because it is refunded; how many.

    `points` is the most to take back; None means all that is left of them. Points that are spent
    already become a debt. `key` is the refund's number; for a key that was used before, the commit
    is refused with ALREADY_COUNTED.

    The purchase may not be booked yet. Then taking back all of it makes sure that it never earns,
    and taking back a part raises NOT_YET_EARNED: try again later.
    """
    source = f"{rules.PURCHASE}#{order_id}"
    earned = ledger.get_event(book.openid, source)
    if earned is None and points is not None:
        raise NOT_YET_EARNED()
    return _claw_back(book, source, earned, order_id, key, points)


def claw_back_share(book: Book, order_id: str, key: str, returned: Returned) -> int:
    """Take back the points of a purchase that are for the part of its amount that goes back; how
    many. The shares of all refunds add up to the points of the whole amount, in any order.
    NOT_YET_EARNED, as of `claw_back`."""
    source = f"{rules.PURCHASE}#{order_id}"
    earned = ledger.get_event(book.openid, source)
    if earned is None:
        raise NOT_YET_EARNED()
    points = returned.share(earned.forAmount or 0)
    return _claw_back(book, source, earned, order_id, key, points) if points else 0


def claw_back_invite(book: Book, buyer: str, order_id: str) -> int:
    """Take back what the book's owner earned for inviting the buyer, because the buyer's order that
    counted is paid back; how many. If it is not booked yet, it never earns.

    A buyer is invited once. So if two shares of the owner brought an order each, both orders count
    for their shares, and one of them earned the points.
    """
    source = f"{rules.INVITE}#{buyer}"
    earned = ledger.get_event(book.openid, source)
    if earned is not None and earned.orderId != order_id:
        return 0
    return _claw_back(book, source, earned, order_id, rules.INVITE, None)


def _claw_back(
    book: Book, source: str, earned: CountedEvent | None, order_id: str, key: str, most: int | None
) -> int:
    if earned is None:
        book.enter("clawback", source, book.account, once=True)
        return 0
    earlier = ledger.list_events(book.openid, f"clawback#{order_id}#")
    points = _at_most(most, earned.points + sum(event.points for event in earlier))
    if points:
        account = book.account.take_back(points, first=earned.moved)
        book.enter("clawback", f"clawback#{order_id}#{key}", account, once=True)
    return points


def _at_most(points: int | None, left: int) -> int:
    return left if points is None else min(points, left)
