"""The rules of seats and outcomes, without a store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.groups import rules
from shop.groups.model import (
    ALREADY_IN_GROUP,
    FAILED,
    GROUP_EXPIRED,
    GROUP_FULL,
    HELD,
    OPEN,
    PAID,
    PATIENCE,
    SUCCESS,
    Group,
    Seat,
    Tier,
)

NOW = 1_000_000
HOUR = 3_600_000


def group(seats: dict[str, Seat], size: int = 3, **fields: object) -> Group:
    taken = {"leader": "a", "status": OPEN, "expiresAt": NOW + HOUR, "price": 100, **fields}
    paid = sum(seat.state == PAID for seat in seats.values())
    return Group(
        groupId="g", size=size, seats=seats, seatsLeft=size - len(seats), toPay=size - paid, **taken
    )


def paid(at: int = 1) -> Seat:
    return Seat(PAID, at, f"order-{at}")


def held(until: int) -> Seat:
    return Seat(HELD, 1, f"order-{until}", until)


@pytest.mark.parametrize(
    ("seats", "fields", "why"),
    [
        ({"a": paid()}, {}, None),
        ({"a": paid(), "b": paid(), "c": paid()}, {}, GROUP_FULL),
        ({"a": paid(), "b": paid(), "c": held(NOW + 1)}, {}, GROUP_FULL),
        ({"a": paid(), "b": paid(), "c": held(NOW)}, {}, None),
        ({"a": paid(), "me": paid()}, {}, ALREADY_IN_GROUP),
        ({"a": paid(), "me": held(NOW + 1)}, {}, ALREADY_IN_GROUP),
        ({"a": paid(), "me": held(NOW)}, {}, None),
        ({"a": paid()}, {"expiresAt": NOW}, GROUP_EXPIRED),
        ({"a": paid()}, {"status": FAILED}, GROUP_EXPIRED),
        ({"a": paid()}, {"status": SUCCESS}, GROUP_FULL),
        ({"a": paid(), "me": paid()}, {"status": SUCCESS}, ALREADY_IN_GROUP),
    ],
)
def test_who_can_take_a_seat(seats, fields, why):
    assert rules.why_no_seat(group(seats, **fields), "me", NOW) is why


def test_a_user_takes_their_own_expired_seat_first_and_another_expired_seat_last():
    mine, other = held(NOW - 1), held(NOW - 9)
    seats = {"a": paid(), "me": mine, "x": other}
    assert rules.seat_to_take_over(group(seats), "me", NOW) == ("me", mine)
    assert rules.seat_to_take_over(group({"a": paid(), "x": other}), "me", NOW) is None
    full = {"a": paid(), "x": held(NOW - 5), "y": held(NOW - 9)}
    assert rules.seat_to_take_over(group(full), "me", NOW) == ("y", full["y"])


def test_the_member_who_paid_the_longest_ago_leads_when_the_leader_leaves():
    seats = {"a": paid(5), "b": paid(3), "c": held(NOW)}
    assert rules.next_leader(group(seats), "a") == "b"
    assert rules.next_leader(group(seats), "b") == "a"
    assert rules.next_leader(group({"a": paid(5), "c": held(NOW)}), "a") == ""
    assert rules.leader_shown(group({"b": paid(3)}, leader="gone")) == "b"
    assert rules.leader_shown(group(seats)) == "a"


def test_a_held_seat_that_could_fill_the_group_keeps_it_open_until_patience_ends():
    seats = {"a": paid(), "b": paid(), "c": held(NOW)}
    end = {"expiresAt": NOW}
    assert rules.may_still_fill(group(seats, **end), NOW)
    assert rules.may_still_fill(group(seats, **end), NOW + PATIENCE - 1)
    assert not rules.may_still_fill(group(seats, **end), NOW + PATIENCE)
    assert not rules.may_still_fill(group({"a": paid(), "c": held(NOW)}, **end), NOW)
    assert rules.may_still_fill(group({"a": paid(), "c": held(NOW)}, spare=1, **end), NOW)


@pytest.mark.parametrize(
    ("to_pay", "spare", "status"),
    [(1, None, FAILED), (1, 1, SUCCESS), (2, 1, FAILED), (0, None, FAILED)],
)
def test_the_outcome_at_the_deadline(to_pay, spare, status):
    assert rules.outcome(to_pay, spare) == status


@given(st.integers(1, 10_000), st.lists(st.tuples(st.integers(2, 100), st.integers(1, 10_000))))
def test_a_rebate_is_the_difference_to_the_lowest_reached_tier(price, rows):
    tiers = [Tier(size, min(amount, price)) for size, amount in rows]
    last = 0
    for members in range(101):
        rebate = rules.rebate(price, tiers, members)
        assert 0 <= rebate < price or not rebate
        assert rebate >= last  # more members never pay more
        last = rebate
    assert rules.rebate(price, [], 50) == 0
