"""The arithmetic of points, without a store, and the defects of other systems that it avoids."""

from __future__ import annotations

import pytest

from shop.points.account import (
    Account,
    changes,
    last_day,
    month_after,
    renewed,
    returnable,
)
from wxcloud.errors import Refusal


def account(day: str = "2026-11-22", **fields: object) -> Account:
    return Account(day=day, **fields)  # type: ignore[arg-type]


def test_points_are_spent_from_the_lots_that_expire_first():
    held = account(lots={"2027-02": 30, "2026-12": 20, "2027-01": 10})
    after = held.spend(35)
    assert after.lots == {"2026-12": 0, "2027-01": 0, "2027-02": 25}
    assert changes(held, after) == {"2026-12": -20, "2027-01": -10, "2027-02": -5}


def test_spending_more_than_the_balance_is_refused():
    with pytest.raises(Refusal) as refused:
        account(lots={"2026-12": 20}).spend(21)
    assert refused.value.code.name == "NOT_ENOUGH_POINTS"


def test_missing_points_become_a_debt_that_later_points_pay_first():
    after = account(lots={"2026-12": 20}).take_back(50)
    assert (after.balance, after.debt, after.net) == (0, 30, -30)
    after = after.receive({"2027-11": 10})
    assert (after.balance, after.debt) == (0, 20)
    after = after.receive({"2027-11": 25})
    assert (after.balance, after.debt, after.lots["2027-11"]) == (5, 0, 5)


def test_points_are_taken_back_from_their_own_lot_before_others():
    held = account(lots={"2026-12": 20, "2027-11": 20})
    assert held.take_back(25, first={"2027-11": 20}).lots == {"2026-12": 15, "2027-11": 0}


def test_spent_points_do_not_expire_again():
    """FloCafe #78: all points of a grant expired although they were spent. The balance became 0 on
    the day when an old grant expired."""
    held = account(lots={"2026-10": 100}, day="2026-10-05").spend(100)
    held = held.receive({"2026-12": 40}).on("2026-11-01")
    assert held.expired_lots == []
    assert held.balance == 40


def test_the_day_of_an_account_never_decreases():
    held = account(day="2026-11-23", counts={"daily_checkin": 1})
    assert held.on("2026-11-22") == held
    assert held.on("2026-11-24").counts == {}


def test_a_streak_continues_from_yesterday_and_ends_after_a_day_without_check_in():
    held = account(day="2026-11-29").check_in()
    held = held.on("2026-11-30").check_in().on("2026-12-01")
    assert held.current_streak == 2
    assert held.check_in().streak == 3
    assert held.on("2026-12-02").current_streak == 0
    assert held.on("2026-12-02").check_in().streak == 1


def test_partial_returns_go_to_the_lots_that_expire_last_and_never_twice():
    spent = {"2026-12": 20, "2027-01": 10, "2027-02": 5}
    assert returnable(spent, 0, 12) == {"2027-02": 5, "2027-01": 7}
    assert returnable(spent, 12, 8) == {"2027-01": 3, "2026-12": 5}
    assert returnable(spent, 20, 100) == {"2026-12": 15}


def test_returned_points_of_expired_lots_get_one_lot_with_a_short_life():
    lots = {"2026-09": 5, "2026-10": 6, "2026-11": 7}
    assert renewed(lots, "2026-11", "2026-12") == {"2026-12": 11, "2026-11": 7}


@pytest.mark.parametrize(
    ("month", "months", "after"),
    [("2026-11", 12, "2027-11"), ("2026-12", 1, "2027-01"), ("2026-01", -1, "2025-12")],
)
def test_months_are_calendar_months(month: str, months: int, after: str):
    assert month_after(month, months) == after


def test_a_lot_ends_with_the_last_day_of_its_month():
    assert last_day("2027-11") == "2027-11-30"
    assert last_day("2028-02") == "2028-02-29"
    assert last_day("2026-12") == "2026-12-31"
