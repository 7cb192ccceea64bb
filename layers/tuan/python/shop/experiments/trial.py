"""The question what an experiment has shown (`shop.analytics.asking.Question`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from shop.experiments import queries, words
from shop.experiments.answers import (
    ArmResult,
    Comparison,
    ExperimentAnswer,
    MetricResult,
    SampleRatioResult,
)
from shop.experiments.arms import ArmSums, TrialSums, add_up
from shop.experiments.judging import Compared, Judged, judge
from shop.experiments.model import Correction, ExperimentItem, Metric
from wxcloud import clock
from wxcloud.athena import Row

SEEN_BY_ALL = clock.MINUTE  # after so long, all processes use new weights


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """The question, with what it needs of the experiment as it was when it was asked. Times are
    ms UTC."""

    kind: ClassVar[str] = "experiment"

    key: str
    names: list[str]
    weights: list[float]
    metrics: list[Metric]
    start: int
    stop: int
    minimumEffect: float
    correction: Correction
    weightsSince: int
    english: bool

    @classmethod
    def of(cls, item: ExperimentItem, *, english: bool) -> Trial:
        terms = item.terms
        return cls(
            key=terms.key,
            names=[variant.name for variant in terms.variants],
            weights=[variant.weight for variant in terms.variants],
            metrics=terms.metrics,
            start=terms.start,
            stop=terms.stop,
            minimumEffect=terms.minimumEffect,
            correction=terms.correction,
            weightsSince=item.weightsSince,
            english=english,
        )

    @property
    def is_changed(self) -> bool:
        """Whether the users were divided in another way before `weightsSince`: then only those who
        came later are compared."""
        return self.weightsSince > self.start

    def sql(self, now: int) -> str:
        """The query."""
        return queries.sums(
            self.key,
            self.metrics,
            start=self.start,
            stop=self.stop,
            weights_since=self.weightsSince + SEEN_BY_ALL if self.is_changed else self.start,
            now=now,
        )

    def answer(self, rows: Iterable[Row], now: int) -> ExperimentAnswer:
        """What the rows say."""
        found = add_up(rows, self.names, self.metrics)
        judged = judge(
            found,
            self.weights,
            self.metrics,
            minimum=self.minimumEffect,
            correction=self.correction,
            now=now,
            stop=self.stop,
        )
        metrics = [self._metric(found, judged, k) for k in range(len(self.metrics))]
        return ExperimentAnswer(
            experiment=self.key,
            arms=metrics[0].arms,
            comparisons=metrics[0].comparisons,
            metrics=metrics,
            sampleRatio=SampleRatioResult(p=judged.ratio.p, flagged=judged.ratio.flagged),
            multipleExposures=found.multiple,
            multipleExposuresFlagged=judged.is_multiple,
            power=judged.power,
            daysLeft=judged.days_left,
            days=round(judged.days, 2),
            verdict=judged.verdict,
            words=words.paragraph(self._told(found, judged, now), english=self.english),
        )

    def _told(self, found: TrialSums, judged: Judged, now: int) -> words.Told:
        days_to_stop = (self.stop - now) / clock.DAY
        return words.Told(
            found, judged, self.metrics[0], self.minimumEffect, days_to_stop, self.is_changed
        )

    def _metric(self, found: TrialSums, judged: Judged, k: int) -> MetricResult:
        return MetricResult(
            metric=self.metrics[k].name,
            arms=[_arm(arm, k, self.metrics[k]) for arm in found.arms],
            comparisons=[
                _comparison(each, self.names) for each in judged.compared if each.metric == k
            ],
        )


def _arm(arm: ArmSums, k: int, metric: Metric) -> ArmResult:
    of = arm.metrics[k]
    return ArmResult(
        name=arm.name,
        users=of.n,
        conversions=of.did,
        rate=of.did / of.n if of.n else 0.0,
        value=None if metric.value is None else of.sums.mean,
        waiting=arm.fresh - of.n,
    )


def _comparison(each: Compared, names: list[str]) -> Comparison:
    once, always, part = each.once, each.always, each.relative_always
    return Comparison(
        arm=names[each.arm],
        control=names[0],
        difference=each.effect.estimate if each.effect is not None else None,
        low=once.low if once is not None else None,
        high=once.high if once is not None else None,
        p=once.p if once is not None else None,
        alwaysValidLow=always.low if always is not None else None,
        alwaysValidHigh=always.high if always is not None else None,
        alwaysValidP=always.p if always is not None else None,
        correctedP=each.corrected,
        relative=each.relative,
        relativeLow=part.low if part is not None else None,
        relativeHigh=part.high if part is not None else None,
        verdict=each.verdict,
    )
