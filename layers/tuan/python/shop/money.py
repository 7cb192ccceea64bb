"""Arithmetic with money. Amounts are integer fen."""

from __future__ import annotations

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount in shares proportional to the weights, by largest remainder: the shares add up to
    the amount exactly, and no share is larger than its weight if the amount is at most their sum.
    """
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    largest = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in largest[: amount - sum(shares)]:
        shares[i] += 1
    return shares
