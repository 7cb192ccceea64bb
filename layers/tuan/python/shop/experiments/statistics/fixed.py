"""Interval and p value for one look at the end. Who looks every day finds too much with them."""

from __future__ import annotations

from typing import NamedTuple

from shop.experiments.statistics.distributions import student_p, student_quantile
from shop.experiments.statistics.effects import Effect

ALPHA = 0.05


class Interval(NamedTuple):
    """Where the true difference lies in 95 of 100 experiments, and the p value of no difference."""

    low: float
    high: float
    p: float


def interval(effect: Effect, alpha: float = ALPHA) -> Interval:
    """Welch's t-test, two-sided."""
    half = student_quantile(1 - alpha / 2, effect.df) * effect.error
    p = student_p(effect.estimate / effect.error, effect.df)
    return Interval(effect.estimate - half, effect.estimate + half, p)
