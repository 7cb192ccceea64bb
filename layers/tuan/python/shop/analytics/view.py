"""What all questions read: each event once, and each person under one name.

    sql = f"{with_events(since, until, ['goods_click'])} SELECT count(*) AS n FROM events"

Repeats of an event are removed by its `insertid`. `person` is the user's pseudonym. A guest's
events belong to the user who logged in first with the guest's anonymous id; if nobody did, the
anonymous id's own pseudonym is the person.

Lines are partitioned by the day on which they arrived. An event can arrive 72 hours after it
happened, and wait one day more if Firehose fails. So a question reads the days of its time and four
more. The table is read once: Athena would read it again for each mention, and bill that.
"""

from __future__ import annotations

from collections.abc import Iterable

from shop.analytics import sql
from shop.analytics.intake import AHEAD, OLDEST
from wxcloud import clock

TABLE = "lines"
WAIT = clock.DAY
COLUMNS = (
    "event",
    "at_ms",
    "source",
    "page",
    "goods",
    "sku",
    "share",
    "sharer",
    "channel",
    "live",
    "push",
    "orderid",
    "groupid",
    "experiment",
    "variant",
    "arms",
    "fen",
    "quantity",
    "props",
)
_NUMBERS = frozenset({"at_ms", "fen", "quantity"})


def with_events(since: int, until: int, names: Iterable[str] = ()) -> str:
    """`WITH … events AS (…)`: the events from `since` (included) to `until` (ms UTC, not included)
    of these names; of all, if there are none."""
    wanted = f"(at_ms >= {sql.number(since)} AND at_ms < {sql.number(until)})"
    names = sorted(set(names))
    if names:
        wanted = sql.both(wanted, sql.one_of("event", names))
    columns = ", ".join(
        each if each in _NUMBERS else f"CAST({each} AS varchar) AS {each}" for each in COLUMNS
    )
    ids = ", ".join(f"CAST({each} AS varchar) AS {each}" for each in ("insertid", "who", "anon"))
    first, last = _days(since, until)
    return f"""WITH seen AS (
  SELECT {ids}, {columns},
    row_number() OVER (PARTITION BY insertid ORDER BY received_ms) AS nth,
    min(CASE WHEN anon <> '' AND who <> '' THEN CAST(at_ms AS varchar) || who END)
      OVER (PARTITION BY CASE WHEN anon = '' THEN insertid ELSE anon END) AS joined,
    {wanted} AS is_wanted
  FROM {TABLE}
  WHERE day BETWEEN {sql.text(first)} AND {sql.text(last)}
    AND {sql.either(wanted, "(anon <> '' AND who <> '')")}
), events AS (
  SELECT CASE WHEN who <> '' THEN who WHEN joined IS NOT NULL THEN substr(joined, 14) ELSE anon END
      AS person, insertid, {", ".join(COLUMNS)}
  FROM seen WHERE nth = 1 AND is_wanted
)"""


def _days(since: int, until: int) -> tuple[str, str]:
    """The days on which such events can have arrived. The days of partitions are real ones, also
    where the shop's clock is moved."""
    first, last = since - AHEAD, until + OLDEST + WAIT
    return (
        min(clock.day_of(first), clock.day_of(clock.wall(first))),
        max(clock.day_of(last), clock.day_of(clock.wall(last))),
    )
