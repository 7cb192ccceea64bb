"""Splitting an amount: by largest remainder, exact to the last fen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shop.money import split


def test_an_amount_is_split_by_largest_remainder():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [1, 2, 7]) == [1, 2, 7]
    assert split(0, [5, 5]) == [0, 0]
    assert split(7, []) == []
    assert split(7, [0, 0]) == [0, 0]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.integers(0, 100))
def test_shares_add_up_and_stay_below_their_weights(weights: list[int], percent: int):
    total = sum(weights)
    amount = total * percent // 100
    shares = split(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight
        assert abs(share * total - amount * weight) < max(total, 1)
