"""When agents are there: opening hours in Shanghai. Pure rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, field

from wxcloud import clock
from wxcloud.fields import FieldError, Request

TimeOfDay = Annotated[
    str, Meta(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9](?![\s\S])|^24:00(?![\s\S])")
]
WeekDay = Annotated[int, Meta(ge=1, le=7)]
_NAMES = "一二三四五六日"
_A_DAY = 24 * 60


class OpenHours(Request):
    """A span of some days of the week."""

    days: Annotated[
        list[WeekDay], Meta(min_length=1, max_length=7, description="1 (Monday) to 7 (Sunday)")
    ]
    from_: Annotated[TimeOfDay, Meta(description="09:00, in Shanghai")] = field(name="from")
    to: Annotated[
        TimeOfDay,
        Meta(description="18:00; 24:00 is midnight. If it is earlier than `from`: of the next day"),
    ]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.days = sorted(set(self.days))
        if self.from_ == self.to or self.from_ == "24:00":
            raise FieldError("from", "Expected a time before `to`; 00:00 to 24:00 is the whole day")

    @property
    def minutes(self) -> tuple[int, int]:
        """Minutes of the first day at which it begins and ends."""
        begin, end = _minutes(self.from_), _minutes(self.to)
        return begin, end if end > begin else end + _A_DAY


def is_open(hours: Sequence[OpenHours], closed_on: Collection[str], at: int) -> bool:
    """Whether agents are there. Without hours they always are, but on the days of `closed_on`; a
    span that began the day before ends as it does."""
    now = datetime.fromtimestamp(at / 1000, clock.SHANGHAI)
    minute = now.hour * 60 + now.minute
    today, day_before = now.isoweekday(), (now.isoweekday() - 2) % 7 + 1
    closed_today = clock.day_of(at) in closed_on
    if not hours:
        return not closed_today
    closed_before = clock.day_of(at - clock.DAY) in closed_on
    for span in hours:
        begin, end = span.minutes
        if today in span.days and not closed_today and begin <= minute < end:
            return True
        if day_before in span.days and not closed_before and minute + _A_DAY < end:
            return True
    return False


def hours_text(hours: Sequence[OpenHours]) -> str:
    """The hours in Chinese: 周一至周五 9:00–18:00，周六 10:00–16:00; "" without hours."""
    return "，".join(f"{_days(span.days)} {_time(span.from_)}–{_until(span)}" for span in hours)


def _days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "每天"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run) for run in runs)


def _run(days: Sequence[int]) -> str:
    named = [f"周{_NAMES[day - 1]}" for day in days]
    return f"{named[0]}至{named[-1]}" if len(named) > 2 else "、".join(named)


def _until(span: OpenHours) -> str:
    _, end = span.minutes
    return f"次日 {_time(span.to)}" if end > _A_DAY else _time(span.to)


def _time(told: str) -> str:
    return told.removeprefix("0") if told != "00:00" else "0:00"


def _minutes(told: str) -> int:
    return int(told[:2]) * 60 + int(told[3:])
