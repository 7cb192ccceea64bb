"""Retention: of the users who began in a day or week, how many came back in each one after it.

Days and weeks are those of the calendar in Shanghai; a week begins on Monday. A user belongs to the
day of their earliest `first` event from `from` to `to`, and came back in a later day if they have a
`return` event in it: also if that is only minutes after midnight.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop.analytics.answers import Answered
from shop.analytics.steps import Step, condition
from shop.analytics.view import with_events
from wxcloud import clock
from wxcloud.athena import Row
from wxcloud.fields import Day, Result

Unit = Literal["day", "week"]
LENGTH: dict[Unit, int] = {"day": clock.DAY, "week": 7 * clock.DAY}
# What is added to a time so that units begin at multiples of their length: eight hours, and for
# weeks three days, because 1970 began on a Thursday.
_SHIFT: dict[Unit, int] = {"day": 8 * clock.HOUR, "week": 8 * clock.HOUR + 3 * clock.DAY}
MOST_UNITS = 62


class RetentionCell(Result):
    """Those of a cohort who came back in one day or week."""

    users: Annotated[int, Meta(ge=0)]
    rate: Annotated[float, Meta(ge=0, le=1)]
    unfinished: Annotated[
        bool, Meta(description="that day or week is not over, so there may be more")
    ]


class Cohort(Result):
    """The users who began in one day or week."""

    start: Annotated[Day, Meta(description="its first day")]
    users: Annotated[int, Meta(ge=0)]
    unfinished: Annotated[bool, Meta(description="that day or week is not over")]
    cells: Annotated[
        list[RetentionCell],
        Meta(description="who came back: in the same day or week, in the next one, and so on"),
    ]


class RetentionAnswer(Answered):
    """Who comes back, by the day or week in which they began."""

    unit: Unit | UnsetType = UNSET
    cohorts: list[Cohort] | UnsetType = UNSET


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """The question. Times are ms UTC; `until` is not included."""

    kind: ClassVar[str] = "retention"

    first: Step
    back: Step
    since: int
    until: int
    unit: Unit

    def sql(self, now: int) -> str:
        """The query. BAD_REQUEST if the catalogue does not know what it asks for."""
        begins, returns = condition(self.first, "first"), condition(self.back, "return")
        length, shift = LENGTH[self.unit], _SHIFT[self.unit]

        def unit(at: str) -> str:
            return f"({at} + {shift} - mod({at} + {shift}, {length}))"

        return f"""{with_events(self.since, self.until, [self.first.event, self.back.event])}
, marked AS (
  SELECT person, at_ms, {begins} AS begins, {returns} AS returns,
    min(CASE WHEN {begins} THEN at_ms END) OVER (PARTITION BY person) AS began
  FROM events
), told AS (
  SELECT person, {unit("began")} AS cohort, back,
    CASE WHEN back = 1 THEN {unit("at_ms")} ELSE {unit("began")} END AS unit
  FROM marked CROSS JOIN (VALUES (0), (1)) AS kinds(back)
  WHERE began IS NOT NULL
    AND ((back = 0 AND at_ms = began) OR (back = 1 AND returns AND at_ms >= began))
)
SELECT cohort, back, unit, count(DISTINCT person) AS users
FROM told GROUP BY cohort, back, unit ORDER BY cohort, back, unit"""

    def answer(self, rows: Iterable[Row], now: int) -> RetentionAnswer:
        """What the rows of the query say. Cells that lie after `to` are not there."""
        length, shift = LENGTH[self.unit], _SHIFT[self.unit]
        sizes: dict[int, int] = {}
        back: dict[tuple[int, int], int] = {}
        for row in rows:
            cohort, unit, users = (int(row[name] or 0) for name in ("cohort", "unit", "users"))
            if row["back"] == "0":
                sizes[cohort] = users
            else:
                back[cohort, unit] = users

        def is_open(unit: int) -> bool:
            return unit - shift + length > min(now, self.until)

        cohorts = []
        start = _start(self.since, self.unit)
        while start - shift < self.until:
            size = sizes.get(start, 0)
            units = range(start, self.until + shift, length)
            cells = [
                RetentionCell(
                    users=back.get((start, unit), 0),
                    rate=back.get((start, unit), 0) / size if size else 0.0,
                    unfinished=is_open(unit),
                )
                for unit in units
                if unit - shift <= now
            ]
            if start - shift <= now:
                cohorts.append(
                    Cohort(
                        start=clock.day_of(start - shift),
                        users=size,
                        unfinished=is_open(start),
                        cells=cells,
                    )
                )
            start += length
        return RetentionAnswer(unit=self.unit, cohorts=cohorts)


def units_between(since: int, until: int, unit: Unit) -> int:
    """How many days or weeks a question is about."""
    return -(-(until + _SHIFT[unit] - _start(since, unit)) // LENGTH[unit])


def _start(at: int, unit: Unit) -> int:
    shifted = at + _SHIFT[unit]
    return shifted - shifted % LENGTH[unit]
