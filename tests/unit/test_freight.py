"""What it costs to send goods."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.freight.model import FreightTerms
from shop.freight.pricing import FreightLine, charge, freight, serves


def terms(**more: object) -> FreightTerms:
    fields = {"by": "count", "first": 2, "firstFen": 1000, "further": 3, "furtherFen": 200}
    return FreightTerms(title="全国", **fields | more)


@pytest.mark.parametrize(
    ("units", "fen"), [(1, 1000), (2, 1000), (3, 1200), (5, 1200), (6, 1400), (0, 1000)]
)
def test_further_units_cost_more(units: int, fen: int):
    assert charge(terms(), units=units, grams=9000, amount=100) == fen


@pytest.mark.parametrize(
    ("grams", "fen"), [(0, 1000), (1000, 1000), (1001, 1200), (1500, 1200), (1501, 1400)]
)
def test_further_grams_cost_more(grams: int, fen: int):
    by_weight = terms(by="weight", first=1000, further=500)
    assert charge(by_weight, units=99, grams=grams, amount=100) == fen


def test_dear_goods_are_sent_for_nothing():
    free = terms(freeFrom=9900)
    assert charge(free, units=1, grams=0, amount=9899) == 1000
    assert charge(free, units=9, grams=0, amount=9900) == 0
    assert charge(terms(freeFrom=0), units=9, grams=0, amount=0) == 0


def line(freight_id: str, units: int = 1, amount: int = 100, **more: object) -> FreightLine:
    return FreightLine(freight_id, terms(**more), units, 0, amount)


def test_what_has_one_template_is_sent_together():
    assert freight([]) == 0
    assert freight([line("a"), line("a")]) == 1000
    assert freight([line("a"), line("b")]) == 2000
    assert freight([line("a", 2), line("a", 2), line("b", 3)]) == 1200 + 1200
    assert freight([line("a", amount=60, freeFrom=100), line("a", amount=40, freeFrom=100)]) == 0


@pytest.mark.parametrize(
    ("region", "is_served"),
    [("650102", False), ("540000", True), ("540102", False), ("440105", True), ("", False)],
)
def test_areas_that_are_not_served(region: str, is_served: bool):
    assert serves(terms(notTo=["65", "5401"]), region) is is_served
    assert serves(terms(), region)


lines = st.lists(
    st.builds(
        line,
        st.sampled_from("abc"),
        st.integers(1, 99),
        st.integers(0, 10_000),
    ),
    max_size=8,
)


@given(lines, lines)
def test_more_goods_never_cost_less_freight_and_never_more_than_apart(one, other):
    together = freight(one + other)
    assert max(freight(one), freight(other)) <= together <= freight(one) + freight(other)


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(some, random):
    assert freight(random.sample(some, len(some))) == freight(some)
