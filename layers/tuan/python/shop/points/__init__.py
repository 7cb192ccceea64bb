"""Points: earned by what users do, spent as part of a price, lapsing month by month.

Everything that happens to an account is an entry in its ledger (`ledger`), made by the rules
(`rules`) out of the account as it was (`account`). The words here are what functions and other
aggregates say; those that take a `Book` are for use cases that change more than points, such as an
order that is paid in part with points:

    def make(book: points.Book) -> list[Part]:
        points.spend(book, order_id, 500)
        return [*stock.take(...), put(order, otherwise=BUSY)]

    points.settle(openid, make)     # all of it, or nothing
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop.points import ledger, rules
from shop.points.account import (
    NOT_ENOUGH_POINTS,
    Account,
    last_day,
    month_after,
    not_past,
    share,
)
from shop.points.ledger import ALREADY_COUNTED, Book, settle
from shop.points.rules import (
    CHECK_IN,
    CLAIM_REFUSED,
    POINTS_LIMIT,
    Rule,
    claimable,
    most_points,
    redeemed,
)
from wxcloud import cursor
from wxcloud.errors import BAD_REQUEST, Code

LIMIT_REACHED = Code("LIMIT_REACHED", 409, "No more points for this today. Come back tomorrow.")
LIFE_MONTHS = 12  # of points that an operator puts on an account
NOT_YET_EARNED = Code("NOT_YET_EARNED", 503, "The points of this order are still to be booked.")

# --- earning -------------------------------------------------------------------------------------


def claim(openid: str, rule: Rule, goods_id: str | None = None) -> dict[str, Any]:
    """`{score, earned}`: a client says that its user did something (`rule` from `claimable`)."""
    if rule.per in ("goods_day", "goods") and goods_id is None:
        raise BAD_REQUEST("goodsId: Say which goods", field="goodsId")
    return _earn(openid, rule, goods_id or "")


def earn(openid: str, action: str, about: str = "", amount: int = 0) -> dict[str, Any]:
    """`{score, earned}`: the shop itself knows that something happened, such as the `purchase` of
    the order `about` for `amount` fen. ALREADY_COUNTED if it is told again: then all is well."""
    rule = rules.find(action) or Rule(action)
    return _earn(openid, rule, about, amount)


def _earn(openid: str, rule: Rule, about: str, amount: int = 0) -> dict[str, Any]:
    def make(book: Book) -> tuple[()]:
        account = book.account
        event = rule.event(about, account.day)
        _allow(book, rule, event)
        account, earned = account.counted(rule.action), rule.worth(amount)
        if rule.action == CHECK_IN:
            account = account.check_in()
            earned += rule.streak.get(str(account.streak), 0)
        account = account.receive({month_after(account.month, rule.months): earned})
        book.enter(rule.action, event, account, once=rule.per != "day")
        told.update(score=account.balance, earned=earned)
        return ()

    told: dict[str, Any] = {}
    settle(openid, make)
    return told


def _allow(book: Book, rule: Rule, event: str) -> None:
    """ALREADY_COUNTED if the account says so already; LIMIT_REACHED if the day's number is full."""
    times = book.account.counts.get(rule.action, 0)
    if rule.per == "day" and times:
        raise ALREADY_COUNTED()
    if rule.daily_cap and times >= rule.daily_cap:
        again = ledger.event(book.openid, event) is not None
        raise ALREADY_COUNTED() if again else LIMIT_REACHED()


# --- paying with points, and what comes back -----------------------------------------------------


def spend(book: Book, order_id: str, points: int) -> None:
    """Points pay for a part of an order, once. NOT_ENOUGH_POINTS, ALREADY_COUNTED."""
    if points:
        book.enter("spend", f"spend#{order_id}", book.account.spend(points), once=True)


def give_back(book: Book, order_id: str, key: str, points: int | None = None) -> int:
    """Points that paid for an order come back to the lots they are from; how many.

    `key` names what gives them back (`close`, a refund's number); again it is ALREADY_COUNTED. All
    that is not back yet, or at most `points` of it: closing and refunding an order can never give
    back more than it took. Lots that are past come back as a short one.
    """
    spent = ledger.event(book.openid, f"spend#{order_id}")
    if spent is None:
        return 0
    returned = sum(int(back.points) for back in ledger.events(book.openid, f"refund#{order_id}#"))
    left = -int(spent.points) - returned
    points = left if points is None else min(points, left)
    taken = {month: -n for month, n in spent.moved.items()}
    month = book.account.month
    short = month_after(month, rules.short_life())
    lots = not_past(share(taken, returned, points), month, short)
    if points:
        account = book.account.receive(lots)
        book.enter("refund", f"refund#{order_id}#{key}", account, once=True)
    return points


def claw_back(book: Book, order_id: str, key: str, points: int | None = None) -> int:
    """The points that a purchase earned are taken back when it is refunded; how many.

    All that is left of them, or at most `points`; what is spent already becomes a debt. `key` names
    the refund. If the earning is still under way, taking back all of it forestalls it, and
    taking a part is NOT_YET_EARNED: try again.
    """
    earned = ledger.event(book.openid, f"purchase#{order_id}")
    if earned is None and points is not None:
        raise NOT_YET_EARNED()
    if earned is None:
        book.enter("clawback", f"purchase#{order_id}", book.account, once=True)
        return 0
    before = ledger.events(book.openid, f"clawback#{order_id}#")
    left = int(earned.points) + sum(int(each.points) for each in before)
    points = left if points is None else min(points, left)
    if points:
        account = book.account.take(points, first=earned.moved)
        book.enter("clawback", f"clawback#{order_id}#{key}", account, once=True)
    return points


def adjust(openid: str, key: str, points: int, reason: str, by: str) -> dict[str, Any]:
    """`{score, debt}`: an operator puts points on an account or takes them off, and says why."""

    def make(book: Book) -> tuple[()]:
        account = book.account
        if points < 0:
            account = account.spend(-points)
        else:
            account = account.receive({month_after(account.month, LIFE_MONTHS): points})
        book.enter("adjust", f"adjust#{key}", account, once=True, reason=reason, by=by)
        return ()

    account = settle(openid, make).account
    return {"score": account.balance, "debt": account.debt}


# --- reads ---------------------------------------------------------------------------------------


def account(openid: str) -> Account:
    """The account as it is now; lots that are past are booked as expired on the way."""
    return settle(openid).account


def score(openid: str) -> dict[str, Any]:
    """`{score, debt, expiring: [{date, points}], streak}`: soonest first, each with the last day
    on which its points can be spent."""
    held = account(openid)
    lots = sorted(held.lots.items())
    expiring = [{"date": last_day(month), "points": points} for month, points in lots if points]
    return {
        "score": held.balance,
        "debt": held.debt,
        "expiring": expiring,
        "streak": held.live_streak,
    }


def history(openid: str, sealed: str | None, limit: int = 20) -> dict[str, Any]:
    """`{items, cursor}`: the ledger, newest first; `balance` is score less debt after the entry."""
    before = None
    if sealed is None:
        account(openid)  # what has lapsed is in the ledger before it is read
    else:
        at: Mapping[str, Any] = cursor.read("scores", sealed)
        if at["openid"] != openid:
            raise BAD_REQUEST("cursor: Not a cursor of this list", field="cursor")
        before = at["before"]
    found = ledger.entries(openid, limit + 1, before)
    shown = found[:limit]
    more = len(found) > limit
    state = {"openid": openid, "before": shown[-1].number} if more else {}
    return {
        "items": [_line(entry) for entry in shown],
        "cursor": cursor.make("scores", state) if more else None,
    }


def _line(entry: ledger.Entry) -> dict[str, Any]:
    line = {
        "entry": entry.event,
        "points": int(entry.points),
        "balance": int(entry.balance),
        "at": int(entry.at),
        "action": entry.action,
    }
    return line | ({"reason": entry.reason} if entry.reason else {})


__all__ = ["ALREADY_COUNTED", "CLAIM_REFUSED", "LIMIT_REACHED", "NOT_ENOUGH_POINTS"]
__all__ += ["NOT_YET_EARNED", "POINTS_LIMIT", "Account", "Book", "Rule", "account", "adjust"]
__all__ += ["claim", "claimable", "claw_back", "earn", "give_back", "history", "most_points"]
__all__ += ["redeemed", "score", "settle", "spend"]
