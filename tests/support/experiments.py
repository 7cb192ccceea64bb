"""Experiments in tests: events of users, and the sums that the query must give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shop.experiments.model import Metric
from shop.experiments.queries import BEFORE
from tests.support.analytics import line
from wxcloud import clock


def exposure(number: int, who: str, at: int, variant: str, experiment: str = "home") -> Any:
    return line(
        number, who, "exposure", at, source="server", experiment=experiment, variant=variant
    )


def oracle(
    lines: Iterable[Mapping[str, Any]],
    metrics: Sequence[Metric],
    *,
    start: int,
    stop: int,
    weights_since: int,
    now: int,
) -> dict[tuple[str, int, int], dict[str, float]]:
    """What `shop.experiments.queries.sums` gives, user by user: (variant, multiple, day) → sums."""
    events = list({each["insertid"]: each for each in lines}.values())
    rows: dict[tuple[str, int, int], dict[str, float]] = {}
    for who in {each["who"] for each in events}:
        mine = [each for each in events if each["who"] == who]
        shown = [
            each
            for each in mine
            if each["event"] == "exposure"
            and each["source"] == "server"
            and each["experiment"] == "home"
            and start <= each["at_ms"] < stop
        ]
        if not shown:
            continue
        first = min(each["at_ms"] for each in shown)
        arms = sorted({each["variant"] for each in shown})
        day = first + 8 * clock.HOUR
        key = (arms[0], int(len(arms) > 1), day - day % clock.DAY - 8 * clock.HOUR)
        row = rows.setdefault(key, {})
        add(row, "users", 1)
        add(row, "fresh", first >= weights_since)
        if first >= weights_since:
            row["first"] = min(row.get("first", first), first)
        for k, metric in enumerate(metrics):
            window = metric.windowHours * clock.HOUR
            if first < weights_since or first + window > now:
                continue
            of = [each for each in mine if each["event"] == metric.event]
            after = [each for each in of if first <= each["at_ms"] < first + window]
            before = [each for each in of if first - BEFORE <= each["at_ms"] < first]
            y, x = (sum(each[metric.value or "fen"] for each in some) for some in (after, before))
            add(row, f"n{k}", 1)
            add(row, f"c{k}", bool(after))
            if metric.value:
                for name, value in (
                    ("y", y),
                    ("yy", y * y),
                    ("x", x),
                    ("xx", x * x),
                    ("xy", x * y),
                ):
                    add(row, f"{name}{k}", value)
    return rows


def add(row: dict[str, float], name: str, value: float) -> None:
    row[name] = row.get(name, 0) + value
