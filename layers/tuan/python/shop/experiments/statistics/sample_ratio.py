"""Whether the arms have as many users as their weights say. If not, something is broken, and no
difference between the arms can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shop.experiments.statistics.distributions import chi_square_sf

FLAG_BELOW = 0.001
MIN_EXPECTED = 8  # users of an arm; with fewer, chi-square says nothing


class SampleRatio(NamedTuple):
    """`p` of a difference as large by chance alone; whether it is too small."""

    p: float
    flagged: bool


def check(users: Sequence[int], weights: Sequence[float]) -> SampleRatio:
    """A chi-square test over the arms that have a weight.

    An arm without weight adds no degree of freedom: otherwise 5165/4835/0 would look right, and it
    is not. If it has users although nobody should get it, that alone is flagged.
    """
    total, weight = sum(users), sum(weights)
    if any(n for n, each in zip(users, weights, strict=True) if each <= 0):
        return SampleRatio(0.0, True)
    expected = [(n, each / weight * total) for n, each in zip(users, weights, strict=True) if each]
    if len(expected) < 2 or min(wanted for _, wanted in expected) < MIN_EXPECTED:
        return SampleRatio(1.0, False)
    p = chi_square_sf(sum((n - wanted) ** 2 / wanted for n, wanted in expected), len(expected) - 1)
    return SampleRatio(p, p < FLAG_BELOW)
