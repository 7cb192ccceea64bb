"""Normal, Student's t and chi-square distributions.

Own formulas, exact to nine digits at least: SciPy would add 215 MB and most of a cold start. Tests
compare them with SciPy's values.

Source: Abramowitz and Stegun, 6.5 (incomplete gamma), 26.5 (incomplete beta, by Lentz's continued
fraction), 26.7 (Student's t).
"""

from __future__ import annotations

import math
from collections.abc import Callable

_TINY = 1e-300
_EPSILON = 1e-15
_STEPS = 10_000


def normal_cdf(x: float) -> float:
    """P(Z <= x)."""
    return 0.5 * math.erfc(-x / math.sqrt(2))


def normal_quantile(p: float) -> float:
    """The x with P(Z <= x) = p; 0 < p < 1."""
    return _inverse(normal_cdf, p, 40.0)


def student_cdf(t: float, df: float) -> float:
    """P(T <= t) with `df` degrees of freedom."""
    tail = 0.5 * _incomplete_beta(df / (df + t * t), df / 2, 0.5)
    return 1 - tail if t > 0 else tail


def student_p(t: float, df: float) -> float:
    """P(|T| >= |t|), without loss of digits if it is small."""
    return _incomplete_beta(df / (df + t * t), df / 2, 0.5)


def student_quantile(p: float, df: float) -> float:
    """The t with P(T <= t) = p; 0 < p < 1."""
    return _inverse(lambda t: student_cdf(t, df), p, 1e8)


def chi_square_sf(x: float, df: int) -> float:
    """P(X >= x) with `df` degrees of freedom."""
    if x <= 0 or df <= 0:
        return 1.0
    return _upper_gamma(df / 2, x / 2)


def _inverse(cdf: Callable[[float], float], p: float, bound: float) -> float:
    """The x of a symmetric distribution with cdf(x) = p, by bisection."""
    if p == 0.5:
        return 0.0
    if p > 0.5:
        return -_inverse(cdf, 1 - p, bound)
    low, high = -1.0, 0.0
    while cdf(low) > p and low > -bound:
        low, high = low * 2, low
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if cdf(middle) < p else (low, middle)
    return (low + high) / 2


def _upper_gamma(a: float, x: float) -> float:
    """The regularised upper incomplete gamma function Q(a, x)."""
    scale = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for n in range(1, _STEPS):
            term *= x / (a + n)
            total += term
            if term < total * _EPSILON:
                break
        return max(0.0, 1 - total * scale)
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for n in range(1, _STEPS):
        step = -n * (n - a)
        b += 2
        d = 1 / _nonzero(step * d + b)
        c = _nonzero(b + step / c)
        value *= d * c
        if abs(d * c - 1) < _EPSILON:
            break
    return scale * value


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    value = d
    for n in range(1, _STEPS):
        even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n))
        odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1))
        change = 1.0
        for step in (even, odd):
            d = 1 / _nonzero(1 + step * d)
            c = _nonzero(1 + step / c)
            change = d * c
            value *= change
        if abs(change - 1) < _EPSILON:
            break
    return value


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
