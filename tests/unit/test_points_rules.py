"""The arithmetic of the rules of points, without a store."""

from __future__ import annotations

import pytest

from shop.points.rules import DEFAULTS, PURCHASE, REDEEM, Rule
from shop.points.views import Per
from wxcloud.errors import Refusal


def test_a_rule_earns_fixed_points_and_a_percentage_of_an_amount_in_fen():
    assert DEFAULTS[PURCHASE].worth(19_950) == 20
    assert Rule(PURCHASE, 20, percent=1).worth(19_950) == 20 + 199


@pytest.mark.parametrize(
    ("per", "event"),
    [
        ("day", "look#2026-11-22"),
        ("goods_day", "look#goods1#2026-11-22"),
        ("goods", "look#goods1"),
        ("once", "look"),
        ("event", "look#goods1"),
    ],
)
def test_the_key_of_an_event_limits_how_often_it_counts(per: Per, event: str):
    assert Rule("look", per=per).event("goods1", "2026-11-22") == event


def test_points_pay_at_most_the_allowed_part_of_a_price():
    redeem = DEFAULTS[REDEEM]
    assert redeem.redeemed(5_000, 10_000) == 5_000
    with pytest.raises(Refusal, match="POINTS_LIMIT"):
        redeem.redeemed(5_001, 10_000)
    assert redeem.most_points(10_001) == 5_000


def test_the_value_of_a_point_does_not_change_the_allowed_part():
    redeem = Rule(REDEEM, percent=30, per_yuan=200)
    assert redeem.redeemed(6_000, 10_000) == 3_000
    assert redeem.most_points(10_000) == 6_000
