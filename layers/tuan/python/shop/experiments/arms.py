"""The rows of an experiment's query, added up by version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shop.experiments.model import Metric
from shop.experiments.statistics.moments import Sums
from wxcloud.athena import Row


@dataclass
class MetricSums:
    """Of the fresh users whose hours for a metric are over: how many, how many with an event, and
    what they did."""

    n: int = 0
    did: int = 0
    sums: Sums = field(default_factory=lambda: Sums(0, 0))


@dataclass
class ArmSums:
    """The users of a version. `fresh`: those who came after the weights were changed. Only they are
    compared."""

    name: str
    users: int = 0
    fresh: int = 0
    metrics: list[MetricSums] = field(default_factory=list)


@dataclass
class TrialSums:
    """All versions, in the order of the experiment. `multiple`: users who got more than one, who
    are in no version; `mixed`: those of them who came after the weights were changed. `first` is
    the first exposure of a fresh user (ms UTC), None if there is none."""

    arms: list[ArmSums]
    multiple: int = 0
    mixed: int = 0
    first: int | None = None

    @property
    def users(self) -> int:
        return sum(arm.users for arm in self.arms)

    @property
    def fresh(self) -> int:
        return sum(arm.fresh for arm in self.arms)


def add_up(rows: Iterable[Row], names: Sequence[str], metrics: Sequence[Metric]) -> TrialSums:
    """The rows of `queries.sums`, added up."""
    found = TrialSums([ArmSums(name, metrics=[MetricSums() for _ in metrics]) for name in names])
    by_name = {arm.name: arm for arm in found.arms}
    for row in rows:
        if row.get("first"):
            first = int(number(row, "first"))
            found.first = first if found.first is None else min(found.first, first)
        arm = by_name.get(row["arm"] or "")
        if number(row, "multiple"):
            found.multiple += int(number(row, "users"))
            found.mixed += int(number(row, "fresh"))
        elif arm is not None:
            arm.users += int(number(row, "users"))
            arm.fresh += int(number(row, "fresh"))
            for k, metric in enumerate(metrics):
                _add(arm.metrics[k], row, k, metric)
    return found


def number(row: Row, name: str) -> float:
    return float(row.get(name) or 0)


def _add(into: MetricSums, row: Row, k: int, metric: Metric) -> None:
    n, did = int(number(row, f"n{k}")), int(number(row, f"c{k}"))
    into.n += n
    into.did += did
    if metric.value is None:
        into.sums = Sums(into.n, into.did, is_share=True)
    else:
        y, yy, x, xx, xy = (number(row, f"{name}{k}") for name in ("y", "yy", "x", "xx", "xy"))
        into.sums += Sums(n, y, yy, x, xx, xy)
