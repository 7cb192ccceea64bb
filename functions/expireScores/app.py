"""expireScores: the calendar of points. `end` books expired lots, `tell` reminds owners."""

from __future__ import annotations

from typing import Literal

from shop.points import calendar
from wxcloud.fields import Request
from wxcloud.triggers import timer


class ExpireScores(Request):
    job: Literal["end", "tell"]


@timer(ExpireScores)
def main(data: ExpireScores) -> None:
    if data.job == "end":
        calendar.end_lots()
    else:
        calendar.tell_ahead()
