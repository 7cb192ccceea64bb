"""Interval and p value that stay valid however often one looks: an asymptotic confidence sequence.

All intervals of one experiment together miss the true difference in at most 5 of 100 experiments.
They are wider than those of a single look; with `TUNING` users they are as narrow as they can be.

Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and
asymptotic confidence sequences" (arXiv 2103.06476v7), equations 9, 155 and 161; as in GrowthBook.
"""

from __future__ import annotations

import math

from shop.experiments.statistics.effects import Effect
from shop.experiments.statistics.fixed import ALPHA, Interval

TUNING = 5000


def interval(effect: Effect, alpha: float = ALPHA, tuning: float = TUNING) -> Interval:
    """Two-sided."""
    half = half_width(effect.error, effect.n, alpha, tuning)
    return Interval(effect.estimate - half, effect.estimate + half, p_value(effect, alpha, tuning))


def half_width(error: float, n: float, alpha: float = ALPHA, tuning: float = TUNING) -> float:
    """Half the width of the interval, for a standard error that `n` users give."""
    grown = n * rho(alpha, tuning) ** 2
    return error * math.sqrt(2 * (grown + 1) / grown * math.log(math.sqrt(grown + 1) / alpha))


def p_value(effect: Effect, alpha: float = ALPHA, tuning: float = TUNING) -> float:
    """At most `alpha` exactly if 0 is outside of the interval."""
    grown = effect.n * rho(alpha, tuning) ** 2
    z = effect.estimate / effect.error
    log_evidence = grown * z * z / (2 * (grown + 1)) - math.log(grown + 1) / 2
    return min(1.0, math.exp(-log_evidence))


def rho(alpha: float = ALPHA, tuning: float = TUNING) -> float:
    """The parameter with which the interval is narrowest at `tuning` users."""
    evidence = -2 * math.log(alpha)
    return math.sqrt((evidence + math.log(evidence + 1)) / tuning)
