"""The difference of two arms, with its standard error.

With CUPED, a part `theta` of what users did before is taken off. Of the relative effect

    (Yb - Ya - theta (Xb - Xa)) / Ya

the variance follows by the delta method from all four means: Ya is in it twice, and correlated with
Xa. Without these terms the variance is too small (growthbook/growthbook #3610).
"""

from __future__ import annotations

from shop.experiments.statistics.moments import Sums, theta
from wxcloud.value import Value


class Effect(Value):
    """The estimated difference of `b` from `a`; `df` are the degrees of freedom, `n` all users."""

    estimate: float
    error: float
    df: float
    n: int


def absolute(a: Sums, b: Sums, *, cuped: bool = False) -> Effect | None:
    """Mean of `b` less mean of `a`; None if there is no variance to judge it by."""
    slope = theta(a, b) if cuped else 0.0
    return _effect(a, b, slope, _difference(a, b, slope), _spread(a, slope), _spread(b, slope), 1.0)


def relative(a: Sums, b: Sums, *, cuped: bool = False) -> Effect | None:
    """The same, as a part of the mean of `a`; None if that is 0 or there is no variance."""
    if a.mean == 0:
        return None
    slope = theta(a, b) if cuped else 0.0
    estimate = _difference(a, b, slope) / abs(a.mean)
    grown = 1 + estimate if a.mean > 0 else 1 - estimate
    spread_a = (
        grown**2 * a.variance
        + slope**2 * a.before_variance
        - 2 * slope * grown * (a.covariance if slope else 0.0)
    )
    return _effect(a, b, slope, estimate, spread_a, _spread(b, slope), a.mean**2)


def _difference(a: Sums, b: Sums, slope: float) -> float:
    return b.mean - a.mean - slope * (b.before_mean - a.before_mean)


def _spread(arm: Sums, slope: float) -> float:
    """The variance of one user's value, less what the value before explains."""
    if not slope:
        return arm.variance
    return arm.variance + slope**2 * arm.before_variance - 2 * slope * arm.covariance


def _effect(
    a: Sums, b: Sums, slope: float, estimate: float, spread_a: float, spread_b: float, scale: float
) -> Effect | None:
    if a.n < 2 or b.n < 2 or _spread(a, slope) <= 0 or _spread(b, slope) <= 0:
        return None
    error = ((spread_a / a.n + spread_b / b.n) / scale) ** 0.5
    return Effect(estimate, error, _welch(a, b, slope), a.n + b.n)


def _welch(a: Sums, b: Sums, slope: float) -> float:
    """Degrees of freedom for arms with different variances (Welch and Satterthwaite)."""
    part_a, part_b = _spread(a, slope) / a.n, _spread(b, slope) / b.n
    return (part_a + part_b) ** 2 / (part_a**2 / (a.n - 1) + part_b**2 / (b.n - 1))
