"""What the sums of an experiment mean. Pure rules.

Decisions are by the absolute difference and its always-valid p value, corrected for all metrics and
variants. There is no verdict with fewer than 150 users in a variant or 3 days, or if the numbers of
users do not fit the weights, or if many users got more than one variant. Of an experiment whose
weights were changed, all this is about users who came since.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from shop.experiments.answers import ArmVerdict, Verdict
from shop.experiments.arms import TrialSums
from shop.experiments.model import Correction, Metric
from shop.experiments.statistics import corrections, effects, fixed, sequential
from shop.experiments.statistics.effects import Effect
from shop.experiments.statistics.fixed import ALPHA, Interval
from shop.experiments.statistics.moments import Sums
from shop.experiments.statistics.power import more_needed, power
from shop.experiments.statistics.sample_ratio import SampleRatio, check
from wxcloud.value import Value

MIN_USERS = 150
MIN_DAYS = 3.0
MULTIPLE_SHARE = 0.01
MULTIPLE_MIN = 10
DAY = 86_400_000


class Compared(Value):
    """A variant compared with the control, for one metric."""

    metric: int
    arm: int
    effect: Effect | None
    once: Interval | None
    always: Interval | None
    relative: float | None
    relative_always: Interval | None
    corrected: float | None = None
    verdict: ArmVerdict = "undecided"


class Judged(Value):
    """All that is said of an experiment. `best` is the variant that the verdict is about.
    `is_multiple`: many users got more than one variant; `is_mixed`: although the weights were not
    changed since they came, so that the others cannot be compared."""

    compared: Sequence[Compared]
    ratio: SampleRatio
    is_multiple: bool
    is_mixed: bool
    power: float | None
    days_left: int | None
    days: float
    verdict: Verdict
    best: int | None


def judge(
    found: TrialSums,
    weights: Sequence[float],
    metrics: Sequence[Metric],
    *,
    minimum: float,
    correction: Correction,
    now: int,
    stop: int,
) -> Judged:
    """What the sums mean at the time `now` (ms UTC)."""
    days = max(0.0, (min(now, stop) - found.first) / DAY) if found.first is not None else 0.0
    ratio = check([arm.fresh for arm in found.arms], weights)
    everybody = found.users + found.multiple
    is_multiple = _are_many(found.multiple, everybody)
    is_mixed = _are_many(found.mixed, found.fresh + found.mixed)
    used = [arm for arm, weight in zip(found.arms, weights, strict=True) if weight > 0]
    is_early = days < MIN_DAYS or any(arm.metrics[0].n < MIN_USERS for arm in used)
    may_say = not ratio.flagged and not is_mixed and not is_early
    compared = _all(found, metrics, correction)
    compared = [replace(each, verdict=_of(each, metrics, minimum, may_say)) for each in compared]
    first = [each for each in compared if each.metric == 0 and weights[each.arm] > 0]
    chance, left = _reach(found, metrics[0], first, minimum, days)
    verdict: Verdict
    best: int | None = None
    if not everybody:
        verdict = "noData"
    elif ratio.flagged or is_mixed:
        verdict = "broken"
    elif is_early:
        verdict = "tooEarly"
    else:
        verdict, best = _overall(first, metrics[0])
    return Judged(compared, ratio, is_multiple, is_mixed, chance, left, days, verdict, best)


def _are_many(multiple: int, everybody: int) -> bool:
    return multiple >= MULTIPLE_MIN and multiple > MULTIPLE_SHARE * everybody


def _all(found: TrialSums, metrics: Sequence[Metric], correction: Correction) -> list[Compared]:
    """All variants and metrics, with corrected p values."""
    compared = [
        _compare(k, arm, found.arms[0].metrics[k].sums, found.arms[arm].metrics[k].sums, metric)
        for k, metric in enumerate(metrics)
        for arm in range(1, len(found.arms))
    ]
    known = [i for i, each in enumerate(compared) if each.always is not None]
    values = [each.always.p for each in compared if each.always is not None]
    correct = corrections.holm if correction == "holm" else corrections.benjamini_hochberg
    for i, p in zip(known, correct(values), strict=True):
        compared[i] = replace(compared[i], corrected=p)
    return compared


def _compare(k: int, arm: int, a: Sums, b: Sums, metric: Metric) -> Compared:
    is_value = metric.value is not None
    effect = effects.absolute(a, b, cuped=is_value)
    part = effects.relative(a, b, cuped=is_value)
    return Compared(
        metric=k,
        arm=arm,
        effect=effect,
        once=fixed.interval(effect) if effect is not None else None,
        always=sequential.interval(effect) if effect is not None else None,
        relative=part.estimate if part is not None else None,
        relative_always=sequential.interval(part) if part is not None else None,
    )


def _of(each: Compared, metrics: Sequence[Metric], minimum: float, may_say: bool) -> ArmVerdict:
    if not may_say or each.effect is None or each.corrected is None:
        return "undecided"
    if each.corrected < ALPHA:
        is_more = each.effect.estimate > 0
        return "better" if is_more != metrics[each.metric].lowerIsBetter else "worse"
    interval = each.relative_always
    if interval is not None and -minimum <= interval.low and interval.high <= minimum:
        return "noDifference"
    return "undecided"


def _overall(compared: Sequence[Compared], metric: Metric) -> tuple[Verdict, int | None]:
    """The verdict by the first metric, and the variant that it is about."""
    sign = -1 if metric.lowerIsBetter else 1

    def gain(each: Compared) -> float:
        return sign * each.effect.estimate if each.effect is not None else -math.inf

    better = [each for each in compared if each.verdict == "better"]
    if better:
        return "better", max(better, key=gain).arm
    best = max(compared, key=gain).arm if compared else None
    verdicts = {each.verdict for each in compared}
    if verdicts == {"worse"}:
        return "worse", best
    if verdicts and verdicts <= {"worse", "noDifference"}:
        return "noDifference", best
    return "undecided", best


def _reach(
    found: TrialSums, metric: Metric, compared: Sequence[Compared], minimum: float, days: float
) -> tuple[float | None, int | None]:
    """The chance to find the minimum effect so far, and the days until it is 80 %: those of the
    variant that needs most."""
    size = minimum * abs(found.arms[0].metrics[0].sums.mean)
    if not size or not days or not compared or any(each.effect is None for each in compared):
        return None, None
    chances, lefts = [], []
    for each in compared:
        if each.effect is None:
            continue
        chances.append(power(each.effect, size))
        lefts.append(_days(found, each, more_needed(each.effect, size), metric, days))
    known = [left for left in lefts if left is not None]
    return min(chances), max(known) if len(known) == len(lefts) else None


def _days(
    found: TrialSums, each: Compared, more: float | None, metric: Metric, days: float
) -> int | None:
    """Days until there are so many more users, and as many and as long as a verdict needs. Users
    who are waiting already count; the hours of the last ones must be over."""
    if more is None or each.effect is None:
        return None
    pair = (found.arms[0], found.arms[each.arm])
    per_day = sum(arm.fresh for arm in pair) / days
    missing = max(each.effect.n * (1 + more), 2 * MIN_USERS) - sum(arm.fresh for arm in pair)
    waits = missing > 0 or more > 0
    left = max(0.0, missing) / per_day + (metric.windowHours / 24 if waits else 0)
    return math.ceil(min(max(left, MIN_DAYS - days), 100_000))
