"""The table of an after-sale's moves."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.aftersale import states
from shop.aftersale.states import Action, AfterSaleStatus, Kind
from wxcloud import clock

KINDS, STATUSES, ACTIONS = get_args(Kind), get_args(AfterSaleStatus), get_args(Action)


def moves(kind: Kind) -> set[tuple[str, str, str]]:
    found = set()
    for status, action in itertools.product(STATUSES, ACTIONS):
        new = states.after(kind, status, action)
        if new is not None:
            found.add((status, action, new))
    return found


def test_the_moves_are_those_of_the_table():
    asked = {
        ("ASKED", "agree", "AGREED"),
        ("ASKED", "deny", "DENIED"),
        ("ASKED", "withdraw", "WITHDRAWN"),
    }
    assert moves("refund") == asked | {("AGREED", "pay_back", "REFUNDED")}
    assert moves("return") == asked | {
        ("AGREED", "send", "SENT"),
        ("AGREED", "receive", "RECEIVED"),
        ("AGREED", "withdraw", "WITHDRAWN"),
        ("AGREED", "run_out", "EXPIRED"),
        ("SENT", "send", "SENT"),
        ("SENT", "receive", "RECEIVED"),
        ("SENT", "deny", "DENIED"),
        ("RECEIVED", "pay_back", "REFUNDED"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_a_final_status_and_somebody_acts_next_in_all_others(kind: Kind):
    reached = {"ASKED"} | {new for _, _, new in moves(kind)}
    leaves = {old for old, _, _ in moves(kind)}
    assert leaves == reached - states.FINAL
    assert {status for status in STATUSES if states.waits_for(kind, status)} == leaves


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(ACTIONS), max_size=30))
def test_money_is_granted_once(kind: Kind, actions: list[Action]):
    status: AfterSaleStatus = "ASKED"
    granted = 0
    for action in actions:
        new = states.after(kind, status, action)
        if new is None:
            continue
        granted += states.grants(kind, action)
        status = new
    assert granted <= 1
    assert (status == "REFUNDED") <= (granted == 1)
    assert not (granted and status in ("DENIED", "WITHDRAWN", "EXPIRED"))


@pytest.mark.parametrize(
    ("kind", "status", "is_shipped", "due"),
    [
        ("refund", "ASKED", False, "agree"),
        ("refund", "ASKED", True, None),
        ("return", "ASKED", True, "agree"),
        ("return", "AGREED", True, "run_out"),
        ("return", "SENT", True, None),
        ("refund", "AGREED", False, None),
    ],
)
def test_what_time_does(kind: Kind, status: str, is_shipped: bool, due: Action | None):
    assert states.when_late(kind, status, is_shipped=is_shipped) == due
    if due is not None:
        assert states.after(kind, status, due) is not None
        assert states.deadline(kind, status, 0) is not None


def test_the_deadlines():
    assert states.deadline("refund", "ASKED", 5) == 5 + 48 * clock.HOUR
    assert states.deadline("return", "AGREED", 5) == 5 + 7 * clock.DAY
    assert states.deadline("refund", "AGREED", 5) is None
    assert states.deadline("return", "SENT", 5) is None


@pytest.mark.parametrize(
    ("status", "days", "may"),
    [
        ("PENDING", 0, False),
        ("PAID", 0, True),
        ("SHIPPED", 300, True),
        ("COMPLETED", 7, True),
        ("COMPLETED", 7.001, False),
        ("REFUNDED", 0, False),
    ],
)
def test_until_when_it_can_be_asked_for(status: str, days: float, may: bool):
    assert states.may_ask(status, 1000, 1000 + int(days * clock.DAY)) == may
