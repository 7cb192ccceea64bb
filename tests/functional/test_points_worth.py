"""Points are spent for whole fen: what is worth less stays on the account."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.points.rules import REDEEM, Rule
from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.orders import OPERATOR


@pytest.mark.parametrize(
    ("offered", "spent", "fen"), [(2, 0, 0), (3, 3, 1), (5, 3, 1), (30, 30, 10)]
)
def test_at_300_points_a_yuan_only_points_that_are_worth_a_fen_are_spent(
    shop: Shop, offered: int, spent: int, fen: int
):
    form = {"action": "redeem", "pointsPerYuan": 300}
    assert call("saveScoreRule", form, "op", OPERATOR).ok
    form = {"openid": "u1", "key": "gift", "points": 100, "reason": "x"}
    assert call("adjustScore", form, "op", OPERATOR).ok
    orders.save_goods(price=100)
    placed = orders.place(points=offered)
    assert placed.ok, placed
    shown = orders.get_order(placed["orderId"])
    assert (shown["points"], shown["total"]) == (spent, 100 - fen)
    assert call("getScore")["score"] == 100 - spent
    assert call("cancelOrder", {"orderId": placed["orderId"]}).ok
    assert call("getScore")["score"] == 100


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 100_000))
def test_the_points_that_are_needed_are_worth_the_same_and_not_more_than_given(
    points: int, per_yuan: int, price: int
):
    rule = Rule(REDEEM, percent=100, per_yuan=per_yuan)
    fen = points * 100 // per_yuan
    needed = rule.needed(fen)
    assert needed <= points
    assert rule.redeemed(needed, max(price, fen)) == fen
    assert needed == 0 or rule.redeemed(needed - 1, max(price, fen)) < fen
