"""expireScores: the points' calendar. `end` books what lapsed with its month, `tell` warns."""

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
