"""What an experiment has shown: the results of analyzeExperiment."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from shop.analytics.answers import Answered
from shop.experiments.model import Key
from wxcloud.fields import Count, Id, Result

Verdict = Literal["noData", "broken", "tooEarly", "better", "worse", "noDifference", "undecided"]
ArmVerdict = Literal["better", "worse", "noDifference", "undecided"]
Probability = Annotated[float, Meta(ge=0, le=1)]


class ArmResult(Result):
    """A variant and what its users did."""

    name: Id
    users: Annotated[Count, Meta(description="users whose hours are over; the rest is about them")]
    conversions: Annotated[Count, Meta(description="of them, users with at least one event")]
    rate: Annotated[Probability, Meta(description="conversions / users")]
    value: Annotated[
        float | None,
        Meta(description="the metric's `value` per user; null for a metric without `value`"),
    ]
    waiting: Annotated[Count, Meta(description="users whose hours are not over: they count later")]


class Comparison(Result):
    """A variant compared with the control. Null: there is no variance to judge it by."""

    arm: Id
    control: Id
    difference: Annotated[
        float | None,
        Meta(
            description="of `rate`, or of `value` if the metric has one, then without what users"
            " did in the 14 days before (CUPED)"
        ),
    ]
    low: Annotated[float | None, Meta(description="of the 95 % interval, for one look at the end")]
    high: float | None
    p: Annotated[Probability | None, Meta(description="for one look at the end")]
    alwaysValidLow: Annotated[
        float | None, Meta(description="of the 95 % interval that is valid however often one looks")
    ]
    alwaysValidHigh: float | None
    alwaysValidP: Annotated[
        Probability | None, Meta(description="valid however often one looks; it decides")
    ]
    correctedP: Annotated[
        Probability | None,
        Meta(description="`alwaysValidP`, corrected for all metrics and variants"),
    ]
    relative: Annotated[
        float | None, Meta(description="the difference as a part of the control: 0.1 is 10 %")
    ]
    relativeLow: Annotated[float | None, Meta(description="always valid, as `alwaysValidLow`")]
    relativeHigh: float | None
    verdict: Annotated[
        ArmVerdict,
        Meta(description="by `correctedP`, for as many users and days as a verdict needs"),
    ]


class MetricResult(Result):
    """What the variants did for one metric."""

    metric: Id
    arms: list[ArmResult]
    comparisons: list[Comparison]


class SampleRatioResult(Result):
    """Whether the variants have as many users as their weights say."""

    p: Probability
    flagged: Annotated[bool, Meta(description="true: something is broken; believe no difference")]


class ExperimentAnswer(Answered):
    """What an experiment has shown. `arms` and `comparisons` are of the first metric."""

    experiment: Key | UnsetType = UNSET
    arms: list[ArmResult] | UnsetType = UNSET
    comparisons: list[Comparison] | UnsetType = UNSET
    metrics: Annotated[list[MetricResult], Meta(description="all metrics")] | UnsetType = UNSET
    sampleRatio: SampleRatioResult | UnsetType = UNSET
    multipleExposures: (
        Annotated[Count, Meta(description="users who got more than one variant; they are left out")]
        | UnsetType
    ) = UNSET
    multipleExposuresFlagged: (
        Annotated[bool, Meta(description="more than 1 % of the users, and at least 10")] | UnsetType
    ) = UNSET
    power: (
        Annotated[
            Probability | None,
            Meta(description="the chance to find `minimumEffect` with the users so far"),
        ]
        | UnsetType
    ) = UNSET
    daysLeft: (
        Annotated[
            Count | None,
            Meta(description="until that chance is 80 %; null: nobody can say"),
        ]
        | UnsetType
    ) = UNSET
    days: Annotated[float, Meta(ge=0, description="since the first user")] | UnsetType = UNSET
    verdict: Verdict | UnsetType = UNSET
    words: (
        Annotated[str, Meta(description="what to do now: Chinese, or English by Accept-Language")]
        | UnsetType
    ) = UNSET
