"""What users see of their points."""

from __future__ import annotations

from msgspec import UNSET

from shop.points import ledger
from shop.points.account import last_day
from shop.points.ledger import Entry, open_book
from shop.points.views import ExpiringPoints, LedgerEntry, Score, ScoreHistory
from wxcloud import cursor

_LIST = "scores"


def score(openid: str) -> Score:
    """A user's points, and when they expire. One read unit."""
    account = open_book(openid).account
    expiring = [
        ExpiringPoints(date=last_day(month), points=points)
        for month, points in sorted(account.lots.items())
        if points
    ]
    return Score(
        score=account.balance,
        debt=account.debt,
        expiring=expiring,
        streak=account.current_streak,
    )


def list_history(openid: str, token: str | None, limit: int = 20) -> ScoreHistory:
    """A page of a user's ledger, newest first. `token` is the cursor of the page before it."""
    if token is None:
        open_book(openid)  # lots that have expired are in the ledger before it is read
        before = None
    else:
        before = _read_cursor(openid, token)
    found = ledger.list_entries(openid, limit + 1, before)
    page = found[:limit]
    more = len(found) > limit
    return ScoreHistory(
        items=[_view(entry) for entry in page],
        cursor=cursor.make(_LIST, {"openid": openid, "before": page[-1].number}) if more else None,
    )


def _read_cursor(openid: str, token: str) -> int:
    return int(cursor.read(_LIST, token, openid=openid)["before"])


def _view(entry: Entry) -> LedgerEntry:
    return LedgerEntry(
        entry=entry.event,
        points=entry.points,
        balance=entry.balance,
        at=entry.at,
        action=entry.action,
        reason=entry.reason or UNSET,
    )
