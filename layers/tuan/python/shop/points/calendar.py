"""The calendar of points: owners are reminded a week before points expire, and lots expire.

An expired lot is booked when its owner next uses the account, or by the timer here, whichever is
first. The timer works through an index: an entry that is done leaves the index. So a run that was
interrupted is finished by the next one, and two runs at once do the work only once.
"""

from __future__ import annotations

from datetime import date

from shop.notices.model import NOTICES, Notice
from shop.points import expiry
from shop.points.account import last_day, month_after
from shop.points.ledger import open_book
from shop.points.table import ScoreItem
from wxcloud import clock
from wxcloud.batch import run_batch

AHEAD_DAYS = 7
LOOK_BACK_MONTHS = 3  # a run also finds lots of these months, in case the timer did not run


def end_lots() -> int:
    """Book the expiry of all lots whose month is over; how many lots that were."""
    month = clock.today()[:7]
    months = [month_after(month, -n) for n in range(LOOK_BACK_MONTHS, 0, -1)]
    items = (item for each in months for todo in expiry.TODOS for item in expiry.due(todo, each))
    return run_batch(items, _end, "expired points")


def tell_ahead() -> int:
    """Remind the owners of lots that expire within AHEAD_DAYS days, once each; how many lots that
    were."""
    today = clock.today()
    month = today[:7]
    if (date.fromisoformat(last_day(month)) - date.fromisoformat(today)).days >= AHEAD_DAYS:
        return 0
    items = expiry.due("tell", month)
    return run_batch(items, lambda item: _tell(item, month), "points that expire soon")


def _end(item: ScoreItem) -> None:
    open_book(item.openid)  # it books what has expired
    expiry.mark_ended(item)


def _tell(item: ScoreItem, month: str) -> None:
    account = open_book(item.openid).account
    points = account.lots.get(month, 0)
    if points:
        facts = {"points": str(points), "date": last_day(month), "score": str(account.balance)}
        event = f"pointsExpiring#{month}"
        NOTICES.send(Notice("pointsExpiring", item.openid, event, facts))
    expiry.mark_told(item, month)
