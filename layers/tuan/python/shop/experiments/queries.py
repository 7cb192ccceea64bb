"""The query of an experiment: its users, added up by version and day, in one pass over the events.

Each user counts once, from the first exposure on. What a metric's event says is added up per user,
in the hours after the exposure and in the 14 days before it, and then over all users: numbers,
sums, sums of squares and products. So the answer has some rows, however many users there are, and
`shop.experiments.statistics` needs no more than that.

Athena (Trino) and DuckDB both run it.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop.analytics import sql
from shop.analytics.lines import COLUMN_OF, NUMBERS
from shop.analytics.view import with_events
from shop.experiments.model import Metric
from wxcloud import clock

EXPOSURE = "exposure"
BEFORE = 14 * clock.DAY  # what a user did before the exposure, for CUPED
SHANGHAI = 8 * clock.HOUR


def sums(
    experiment: str,
    metrics: Sequence[Metric],
    *,
    start: int,
    stop: int,
    weights_since: int,
    now: int,
) -> str:
    """The query. Times are ms UTC. Of the users of each row:

    users       how many
    fresh       those who were first exposed after the weights were changed; all that follows is
                about them, because the others would make one version look better: of those whom
                the change moves, only who comes again is left out
    first       when the first one was exposed (ms UTC); null if there is none
    n<k>        those whose hours for metric k are over; all that follows is about them
    c<k>        those with at least one event
    y<k> yy<k>  the sum of what they did, and of its square
    x<k> xx<k> xy<k>  the same of the days before, and the product

    `multiple` is 1 for users who got more than one version.
    """
    has_before = any(metric.value is not None for metric in metrics)
    longest = max(metric.windowHours for metric in metrics) * clock.HOUR
    names = [EXPOSURE, *(metric.event for metric in metrics)]
    since = start - BEFORE if has_before else start
    shown = sql.both(
        f"event = {sql.text(EXPOSURE)}",
        "source = 'server'",
        f"experiment = {sql.text(experiment)}",
        f"at_ms >= {sql.number(start)}",
        f"at_ms < {sql.number(stop)}",
    )
    per_user = "".join(_per_user(k, metric) for k, metric in enumerate(metrics))
    is_fresh = f"first_at >= {sql.number(weights_since)}"
    per_row = "".join(_per_row(k, metric, is_fresh, now) for k, metric in enumerate(metrics))
    day = f"first_at - (first_at + {sql.number(SHANGHAI)}) % {sql.number(clock.DAY)}"
    return f"""{with_events(since, min(now + 1, stop + longest), names)}, marked AS (
  SELECT person, event, at_ms, fen, quantity, props,
    min(CASE WHEN {shown} THEN at_ms END) OVER (PARTITION BY person) AS first_at,
    min(CASE WHEN {shown} THEN variant END) OVER (PARTITION BY person) AS low_arm,
    max(CASE WHEN {shown} THEN variant END) OVER (PARTITION BY person) AS high_arm
  FROM events WHERE person <> ''
), people AS (
  SELECT person, first_at, low_arm AS arm,
    CASE WHEN low_arm = high_arm THEN 0 ELSE 1 END AS multiple{per_user}
  FROM marked WHERE first_at IS NOT NULL GROUP BY person, first_at, low_arm, high_arm
)
SELECT arm, multiple, {day} AS day_begins,
  count(*) AS users, min(CASE WHEN {is_fresh} THEN first_at END) AS first,
  sum(CASE WHEN {is_fresh} THEN 1 ELSE 0 END) AS fresh{per_row}
FROM people GROUP BY arm, multiple, {day}
ORDER BY day_begins, arm, multiple LIMIT 20000"""  # noqa: S608 - sql.text and sql.number make the literals


def _per_user(k: int, metric: Metric) -> str:
    event = f"event = {sql.text(metric.event)}"
    after = sql.both(
        event, "at_ms >= first_at", f"at_ms < first_at + {sql.number(_window(metric))}"
    )
    found = f",\n    max(CASE WHEN {after} THEN 1 ELSE 0 END) AS did{k}"
    if metric.value is None:
        return found
    value = _value(metric.value)
    before = sql.both(event, "at_ms < first_at", f"at_ms >= first_at - {sql.number(BEFORE)}")
    return (
        f"{found},\n    sum(CASE WHEN {after} THEN {value} ELSE 0 END) AS after{k}"
        f",\n    sum(CASE WHEN {before} THEN {value} ELSE 0 END) AS before{k}"
    )


def _per_row(k: int, metric: Metric, is_fresh: str, now: int) -> str:
    over = sql.both(is_fresh, f"first_at + {sql.number(_window(metric))} <= {sql.number(now)}")
    sums = [("1", f"n{k}"), (f"did{k}", f"c{k}")]
    if metric.value is not None:
        y, x = f"after{k}", f"before{k}"
        sums += [(y, f"y{k}"), (f"{y} * {y}", f"yy{k}")]
        sums += [(x, f"x{k}"), (f"{x} * {x}", f"xx{k}"), (f"{x} * {y}", f"xy{k}")]
    return "".join(
        f",\n  sum(CASE WHEN {over} THEN {each} ELSE 0 END) AS {name}" for each, name in sums
    )


def _value(name: str) -> str:
    """A property as a number; 0 if it is absent or no number."""
    column = COLUMN_OF.get(name)
    text = sql.prop(name) if column is None else column
    if column in NUMBERS:
        return f"CAST({column} AS double)"
    return f"COALESCE(TRY_CAST({text} AS double), 0)"


def _window(metric: Metric) -> int:
    return metric.windowHours * clock.HOUR
