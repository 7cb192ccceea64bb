"""What the calendar does to points: users are told a week ahead, and lots end with their month.

A lot that is past is booked by whoever meets it first: its owner, on the next look at the account,
or the timer here. The timer works an index off: what is done leaves it, so that a run which was cut
short, or two at once, leave no more and no less than one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice

from shop import notices
from shop.points import ledger
from shop.points.account import last_day, month_after
from shop.points.table import Row
from wxcloud import clock
from wxcloud.log import logger

AHEAD_DAYS = 7
LOOK_BACK = 3  # months that a run looks back, should the timer have stood still
BUDGET_S = 600.0  # a run takes on no more users after this; the next one goes on
_THREADS = 16
_BATCH = 256


def end_lots() -> int:
    """Book the end of all lots whose month is over; how many users were worked off."""
    month = clock.today()[:7]
    past = [month_after(month, -n) for n in range(LOOK_BACK, 0, -1)]
    rows = (row for each in past for todo in _TODOS for row in ledger.due(todo, each))
    return _each(rows, _end)


def tell_ahead() -> int:
    """Tell whose lots end within AHEAD_DAYS days, once each; how many users were worked off."""
    today = clock.today()
    month = today[:7]
    if (date.fromisoformat(last_day(month)) - date.fromisoformat(today)).days >= AHEAD_DAYS:
        return 0
    return _each(ledger.due("tell", month), lambda row: _tell(row, month))


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


def _each(rows: Iterator[Row], work: Callable[[Row], None]) -> int:
    """Do the work for all rows, many at a time. One that fails stays for the next run, and does
    not hold up the others; the run as a whole then fails, so that somebody hears of it."""
    stop = time.monotonic() + BUDGET_S
    done, failed = 0, 0

    def one(row: Row) -> bool:
        try:
            work(row)
        except Exception:
            logger.exception("points of a user not worked off")
            return False
        return True

    with ThreadPoolExecutor(_THREADS) as pool:
        while time.monotonic() < stop and (batch := list(islice(rows, _BATCH))):
            went = list(pool.map(one, batch))
            done += sum(went)
            failed += went.count(False)
    logger.info("points worked off", extra={"done": done, "failed": failed})
    if failed:
        raise RuntimeError(f"{failed} users were not worked off")
    return done
