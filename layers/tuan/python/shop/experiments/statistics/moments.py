"""Sums of the users of an arm, and the means and variances that follow from them."""

from __future__ import annotations

from wxcloud.value import Value


class Sums(Value):
    """The users of an arm, added up.

    `total` and `squares` are of what each user did after the exposure, `before` and
    `before_squares` of the same in the days before it, `product` of the two multiplied. With
    `is_share`, each user did it or did not, so `squares` is not needed.
    """

    n: int
    total: float
    squares: float = 0.0
    before: float = 0.0
    before_squares: float = 0.0
    product: float = 0.0
    is_share: bool = False

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            self.before + other.before,
            self.before_squares + other.before_squares,
            self.product + other.product,
            self.is_share,
        )

    @property
    def mean(self) -> float:
        return self.total / self.n if self.n else 0.0

    @property
    def before_mean(self) -> float:
        return self.before / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        """Of one user."""
        if self.is_share:
            return self.mean * (1 - self.mean)
        return _centred(self.n, self.total, self.total, self.squares)

    @property
    def before_variance(self) -> float:
        return _centred(self.n, self.before, self.before, self.before_squares)

    @property
    def covariance(self) -> float:
        """Of one user's value after the exposure with that before it."""
        return _centred(self.n, self.total, self.before, self.product)


def share(n: int, users: int) -> Sums:
    """`users` of `n` did it."""
    return Sums(n, users, is_share=True)


def theta(a: Sums, b: Sums) -> float:
    """How much of a user's value before the exposure is taken off the value after it (CUPED): the
    slope within the arms. 0 if the values before say nothing.

    A slope over both arms together would mix in the difference of the arms, which then depends on
    chance in the values before; the variance would be too small.
    """
    spread = (a.n - 1) * a.before_variance + (b.n - 1) * b.before_variance
    together = (a.n - 1) * a.covariance + (b.n - 1) * b.covariance
    return together / spread if spread > 0 else 0.0


def _centred(n: int, x: float, y: float, product: float) -> float:
    return (product - x * y / n) / (n - 1) if n > 1 else 0.0
