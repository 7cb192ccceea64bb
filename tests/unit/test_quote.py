"""The quote: the price of an order request."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.quote import MAX_FEN, Offer, quote
from shop.points.rules import REDEEM, Rule
from wxcloud.errors import Refusal

HALF = Rule(REDEEM, percent=50, months=1, per_yuan=100)


def offer(sku: str, price: int, quantity: int = 1) -> Offer:
    return Offer(sku, "goods", "红茶", price, quantity)


def test_the_total_is_the_sum_of_the_lines():
    quoted = quote([offer("a", 300, 2), offer("b", 50)], 0, None)
    assert (quoted.goods_total, quoted.discount, quoted.total) == (650, 0, 650)
    assert [line.amount for line in quoted.lines] == [600, 50]


def test_points_are_shared_among_the_lines_by_largest_remainder():
    quoted = quote([offer("a", 100), offer("b", 100), offer("c", 100)], 100, HALF)
    assert (quoted.discount, quoted.total) == (100, 200)
    assert [line.discount for line in quoted.lines] == [34, 33, 33]
    assert [line.points for line in quoted.lines] == [34, 33, 33]


def test_points_pay_at_most_the_allowed_share():
    with pytest.raises(Refusal, match="POINTS_LIMIT"):
        quote([offer("a", 100)], 51, HALF)
    assert quote([offer("a", 100)], 50, HALF).total == 50


def test_a_sum_of_more_than_a_million_yuan_is_refused():
    quote([offer("a", MAX_FEN)], 0, None)
    with pytest.raises(Refusal, match="BAD_REQUEST"):
        quote([offer("a", MAX_FEN), offer("b", 1)], 0, None)


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(1, 99)), min_size=1, max_size=20),
    st.integers(0, 100),
    st.integers(1, 1000),
)
def test_lines_add_up_to_the_order(rows: list[tuple[int, int]], share: int, per_yuan: int):
    offers = [offer(f"sku-{i}", price, n) for i, (price, n) in enumerate(rows)]
    rule = Rule(REDEEM, percent=share, months=1, per_yuan=per_yuan)
    worth = sum(price * n for price, n in rows)
    if worth > MAX_FEN:
        return
    points = worth * share // 100 * per_yuan // 100
    quoted = quote(offers, points, rule)
    assert quoted.goods_total == worth
    assert (
        quoted.total
        == worth - quoted.discount
        == sum(line.amount - line.discount for line in quoted.lines)
    )
    assert (
        sum(line.discount for line in quoted.lines) == quoted.discount == points * 100 // per_yuan
    )
    assert sum(line.points for line in quoted.lines) == (points if worth else 0)
    assert all(0 <= line.discount <= line.amount for line in quoted.lines)
    assert quote(offers, points, rule) == quoted
    shuffled = random.Random(1).sample(offers, len(offers))
    again = quote(shuffled, points, rule)
    assert (again.total, again.discount) == (quoted.total, quoted.discount)
