"""A refund's share of points: the shares of any chain of refunds add up, in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shop.points.spending import Returned


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5_000), min_size=1, max_size=10))
def test_the_shares_of_all_refunds_add_up_to_the_points(points: int, amounts: list[int]):
    total = sum(amounts) or 1
    shares, before = [], 0
    for amount in amounts:
        shares.append(Returned(before, amount, total).share(points))
        before += amount
    assert all(share >= 0 for share in shares)
    assert sum(shares) == (points if before == total else 0)
