"""The chance to find an effect of a given size, and how many more users that needs."""

from __future__ import annotations

from shop.experiments.statistics import sequential
from shop.experiments.statistics.distributions import normal_cdf, normal_quantile
from shop.experiments.statistics.effects import Effect
from shop.experiments.statistics.fixed import ALPHA

WANTED = 0.8
_MOST = 2.0**27  # times as many users; then nobody waits for it


def power(
    effect: Effect, size: float, more: float = 0.0, *, alpha: float = ALPHA, peeks: bool = True
) -> float:
    """The chance that a true difference of `size` is found, with `more` times as many users in
    addition to those of `effect`. `peeks`: by the sequential interval, else by a single look."""
    error = effect.error / (1 + more) ** 0.5
    if peeks:
        half = sequential.half_width(error, effect.n * (1 + more), alpha)
    else:
        half = normal_quantile(1 - alpha / 2) * error
    size = abs(size)
    return 1 - normal_cdf((half - size) / error) + normal_cdf(-(half + size) / error)


def more_needed(
    effect: Effect, size: float, *, wanted: float = WANTED, alpha: float = ALPHA, peeks: bool = True
) -> float | None:
    """How many times as many users are needed in addition; 0 if there are enough, None if no number
    of users is enough."""

    def lacks(more: float) -> bool:
        return power(effect, size, more, alpha=alpha, peeks=peeks) < wanted

    if not lacks(0.0):
        return 0.0
    high = 1.0
    while lacks(high):
        high *= 2
        if high > _MOST:
            return None
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if lacks(middle) else (low, middle)
    return high
