"""p values of several comparisons: the more one compares, the more is found by chance."""

from __future__ import annotations

from collections.abc import Sequence


def holm(values: Sequence[float]) -> list[float]:
    """So corrected, the chance of even one false finding stays below 5 % (Holm 1979)."""
    n = len(values)
    order = sorted(range(n), key=values.__getitem__)
    corrected, highest = [0.0] * n, 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (n - rank) * values[i]))
        corrected[i] = highest
    return corrected


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """So corrected, at most 5 % of the findings are false (Benjamini and Hochberg 1995)."""
    n = len(values)
    order = sorted(range(n), key=values.__getitem__, reverse=True)
    corrected, lowest = [0.0] * n, 1.0
    for rank, i in enumerate(order):
        lowest = min(lowest, values[i] * (n / (n - rank)))
        corrected[i] = lowest
    return corrected
