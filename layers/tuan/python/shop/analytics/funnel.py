"""Funnels: how many users take steps in order, within a window from the first step.

Each user counts once, with the attempt that gets furthest; of several such attempts, with the one
that gets there first. An attempt begins with the last first step from which it can get there, and
takes the earliest of each further step. Every step is an event of its own: two steps with the same
event need two events. Events of the same millisecond count in the order of the steps.

The first step happens from `from` to `to`. Later steps may happen after `to`, within the window. A
user who has not finished, and still has time, is `unfinished`, and not lost.

For each event and step the query keeps the best way there as one text: when the way began (13
digits), then for each further step 9999999999999 less its time, then what the answer is grouped by.
The greatest text is the best way: the last beginning, then the earliest steps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop.analytics import catalogue, sql
from shop.analytics.answers import Answered
from shop.analytics.steps import Step, condition, type_of, value_of
from shop.analytics.view import with_events
from wxcloud.athena import Row
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Result

MOST_GROUPS = 20
LONGEST_QUERY = 262_144  # bytes: Athena's bound
_END = 9_999_999_999_999
_WIDTH = 13

Rate = Annotated[float, Meta(ge=0, le=1)]


class FunnelStep(Result):
    """A step of a funnel."""

    event: str
    users: Annotated[int, Meta(ge=0, description="users who got here, each once")]
    rate: Annotated[Rate, Meta(description="of the users of the first step, those who got here")]
    medianMs: Annotated[
        int | None,
        Meta(
            description="ms from the step before, the median; null for the first step, or if nobody"
            " got here"
        ),
    ]
    open: Annotated[
        int, Meta(ge=0, description="of `users`, those who have not finished and still have time")
    ]
    finishedRate: Annotated[
        Rate | None,
        Meta(description="`rate` without users who still have time; null if there are no others"),
    ]


class FunnelGroup(Result):
    """The users whose first step had one value of the property `by`."""

    value: Annotated[str, Meta(description='"" if it had none')]
    steps: list[FunnelStep]
    unfinished: Annotated[int, Meta(ge=0)]


class FunnelAnswer(Answered):
    """How many users take the steps of a funnel, in order."""

    steps: list[FunnelStep] | UnsetType = UNSET
    unfinished: (
        Annotated[int, Meta(ge=0, description="users who have not finished and still have time")]
        | UnsetType
    ) = UNSET
    totalMedianMs: (
        Annotated[
            int | None,
            Meta(description="ms from first step to last, the median; null if nobody got there"),
        ]
        | UnsetType
    ) = UNSET
    groups: (
        Annotated[list[FunnelGroup], Meta(description="with `by`: the 20 largest groups")]
        | UnsetType
    ) = UNSET


class Funnel(msgspec.Struct, frozen=True, kw_only=True):
    """The question. Times and `window` are ms; `to` is not included."""

    kind: ClassVar[str] = "funnel"

    steps: list[Step]
    window: int
    since: int
    until: int
    by: str = ""

    def sql(self, now: int) -> str:
        """The query. BAD_REQUEST if the catalogue does not know what it asks for, or if it asks for
        so many values that Athena does not take the query."""
        query = self._query(now)
        if len(query.encode()) > LONGEST_QUERY:
            raise BAD_REQUEST("steps: These are too many values. Ask for fewer.", field="steps")
        return query

    def _query(self, now: int) -> str:
        is_step = [condition(step, f"steps[{i}]") for i, step in enumerate(self.steps)]
        names = [step.event for step in self.steps]
        is_step[0] = sql.both(is_step[0], f"at_ms < {sql.number(self.until)}")
        n = len(self.steps)
        marks = ", ".join(f"{test} AS m{k}" for k, test in enumerate(is_step))
        first = (
            "CASE " + " ".join(f"WHEN {test} THEN {k}" for k, test in enumerate(is_step)) + " END"
        )
        parts = [
            with_events(self.since, min(self.until + self.window, now + 600_000), names),
            f""", matched AS (
  SELECT person, at_ms, insertid, {self._group()} AS grp, {marks}, {first} AS tie
  FROM events WHERE {sql.either(*is_step)}
), way0 AS (
  SELECT person, at_ms, insertid, tie, {_all("m", range(1, n))}
    CASE WHEN m0 THEN CAST(at_ms AS varchar) || grp END AS c0
  FROM matched
)""",
        ]
        parts += [self._way(k, n) for k in range(1, n)]
        return "".join([*parts, self._count(n, now)])

    def _group(self) -> str:
        if not self.by:
            return "''"
        kind = catalogue.all_kinds()[self.steps[0].event]
        if self.by != "sharer" and type_of(kind, self.by) is None:
            raise BAD_REQUEST("by: The first step has no such property.", field="by")
        return value_of(self.by)

    def _way(self, k: int, n: int) -> str:
        """The best way to step k, for each event that can be it."""
        kept, cut = _all("c", range(k)), _WIDTH * k
        begun = f"CAST(substr(back, 1, {_WIDTH}) AS bigint)"
        return f""", way{k} AS (
  SELECT person, at_ms, insertid, tie, {_all("m", range(k + 1, n))}{kept}
    CASE WHEN m{k} AND at_ms - {begun} <= {sql.number(self.window)} THEN
      substr(back, 1, {cut}) || CAST({_END} - at_ms AS varchar) || substr(back, {cut + 1})
    END AS c{k}
  FROM (
    SELECT person, at_ms, insertid, tie, {_all("m", range(k, n))}{kept}
      max(c{k - 1}) OVER (PARTITION BY person ORDER BY at_ms, tie, insertid
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS back
    FROM way{k - 1}
  ) AS b{k}
)"""

    def _count(self, n: int, now: int) -> str:
        reached = " ".join(f"WHEN c{k} IS NOT NULL THEN {k + 1}" for k in reversed(range(n)))
        furthest = ", ".join(f"c{k}" for k in reversed(range(n)))
        steps = ", ".join(f"({k})" for k in range(n))
        wholes = "(1), (0)" if self.by else "(1)"
        return f""", tries AS (
  SELECT person, at_ms, tie, insertid, CASE {reached} ELSE 0 END AS depth,
    COALESCE({furthest}) AS way,
    max(substr(c0, 1, {_WIDTH})) OVER (PARTITION BY person) AS latest
  FROM way{n - 1}
), best AS (
  SELECT person, depth, way, latest,
    row_number() OVER (PARTITION BY person ORDER BY depth DESC, at_ms, tie, insertid) AS nth
  FROM tries WHERE depth > 0
), taken AS (
  SELECT whole, step, CASE WHEN whole = 1 THEN '' ELSE substr(way, {_WIDTH} * depth + 1) END AS grp,
    CASE WHEN depth < {n} AND CAST(latest AS bigint) >= {sql.number(now - self.window)}
      THEN 1 ELSE 0 END AS is_open,
    {_time("step")} - {_time("(step - 1)")} AS ms,
    {_time("step")} - {_time("0")} AS total_ms
  FROM best CROSS JOIN (VALUES {steps}) AS all_steps(step)
    CROSS JOIN (VALUES {wholes}) AS wholes(whole)
  WHERE nth = 1 AND depth > step
), sorted AS (
  SELECT whole, grp, step, is_open, ms, total_ms,
    row_number() OVER (PARTITION BY whole, grp, step ORDER BY ms) AS r,
    row_number() OVER (PARTITION BY whole, grp, step ORDER BY total_ms) AS total_r,
    count(*) OVER (PARTITION BY whole, grp, step) AS n
  FROM taken
)
SELECT whole, grp, step, count(*) AS users, sum(is_open) AS open_users,
  sum(CASE WHEN 2 * r BETWEEN n AND n + 2 THEN ms ELSE 0 END) AS middle,
  sum(CASE WHEN 2 * total_r BETWEEN n AND n + 2 THEN total_ms ELSE 0 END) AS total_middle,
  sum(CASE WHEN 2 * r BETWEEN n AND n + 2 THEN 1 ELSE 0 END) AS middles,
  max(CASE WHEN step = 0 THEN count(*) ELSE 0 END) OVER (PARTITION BY whole, grp) AS begun
FROM sorted GROUP BY whole, grp, step ORDER BY whole DESC, begun DESC, grp, step LIMIT 20000"""

    def answer(self, rows: Iterable[Row], now: int) -> FunnelAnswer:
        """What the rows of the query say."""
        found: dict[tuple[str, str], dict[int, Row]] = {}
        for row in rows:
            group = found.setdefault((str(row["whole"]), row["grp"] or ""), {})
            group[int(row["step"] or 0)] = row
        whole = found.pop(("1", ""), {})
        last = whole.get(len(self.steps) - 1)
        groups = [
            FunnelGroup(value=_shown(value), steps=self._steps(each), unfinished=_open(each))
            for (_, value), each in list(found.items())[:MOST_GROUPS]
        ]
        return FunnelAnswer(
            steps=self._steps(whole),
            unfinished=_open(whole),
            totalMedianMs=_median(last, "total_middle"),
            groups=groups if self.by else UNSET,
        )

    def _steps(self, rows: dict[int, Row]) -> list[FunnelStep]:
        begun, still = _number(rows.get(0), "users"), _number(rows.get(0), "open_users")
        found = []
        for k, step in enumerate(self.steps):
            row = rows.get(k)
            users, waiting = _number(row, "users"), _number(row, "open_users")
            over = begun - still
            found.append(
                FunnelStep(
                    event=step.event,
                    users=users,
                    rate=users / begun if begun else 0.0,
                    medianMs=_median(row, "middle") if k else None,
                    open=waiting,
                    finishedRate=(users - waiting) / over if over else None,
                )
            )
        return found


def _all(letter: str, numbers: Iterable[int]) -> str:
    return "".join(f"{letter}{k}, " for k in numbers)


def _time(step: str) -> str:
    """When a step of `way` was taken (ms UTC)."""
    at = f"CAST(substr(way, {_WIDTH} * ({step}) + 1, {_WIDTH}) AS bigint)"
    first = f"CAST(substr(way, 1, {_WIDTH}) AS bigint)"
    return f"(CASE WHEN ({step}) <= 0 THEN {first} ELSE {_END} - {at} END)"


def _number(row: Row | None, name: str) -> int:
    return int(row[name] or 0) if row is not None else 0


def _median(row: Row | None, name: str) -> int | None:
    middles = _number(row, "middles")
    return round(_number(row, name) / middles) if middles else None


def _open(rows: dict[int, Row]) -> int:
    return _number(rows.get(0), "open_users")


def _shown(value: str) -> str:
    """A value that was grouped by: a text of `props` is JSON."""
    return msgspec.json.decode(value, type=str) if value.startswith('"') else value
