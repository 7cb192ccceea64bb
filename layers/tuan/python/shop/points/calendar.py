"""What the calendar does to points: users are told a week ahead, and lots end with their month.

A lot that is past is booked by whoever meets it first: its owner, on the next look at the account,
or the timer here. The timer works an index off: what is done leaves it, so that a run which was cut
short, or two at once, leave no more and no less than one.
"""

from __future__ import annotations

from datetime import date

from shop import notices
from shop.points import ledger
from shop.points.account import last_day, month_after
from shop.points.table import Row
from wxcloud import clock
from wxcloud.batch import run_batch

AHEAD_DAYS = 7
LOOK_BACK = 3  # months that a run looks back, should the timer have stood still


def end_lots() -> int:
    """Book the end of all lots whose month is over; how many users were worked off."""
    month = clock.today()[:7]
    past = [month_after(month, -n) for n in range(LOOK_BACK, 0, -1)]
    rows = (row for each in past for todo in _TODOS for row in ledger.due(todo, each))
    return run_batch(rows, _end, "points that lapsed")


def tell_ahead() -> int:
    """Tell whose lots end within AHEAD_DAYS days, once each; how many users were worked off."""
    today = clock.today()
    month = today[:7]
    if (date.fromisoformat(last_day(month)) - date.fromisoformat(today)).days >= AHEAD_DAYS:
        return 0
    rows = ledger.due("tell", month)
    return run_batch(rows, lambda row: _tell(row, month), "points about to lapse")


_TODOS: tuple[ledger.Todo, ...] = ("tell", "end")


def _end(row: Row) -> None:
    ledger.settle(row.openid)
    ledger.ended(row)


def _tell(row: Row, month: str) -> None:
    account = ledger.settle(row.openid).account
    points = account.lots.get(month, 0)
    if points:
        facts = {
            "points": str(points),
            "date": last_day(month),
            "score": str(account.balance),
        }
        event = f"pointsExpiring#{month}"
        notices.tell([notices.Notice("pointsExpiring", row.openid, event, facts)])
    ledger.told(row, month)
