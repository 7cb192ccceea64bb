"""The texts of notices: facts in the formats of WeChat's fields."""

from __future__ import annotations

from typing import get_args

import pytest

from shop.groupbuy import members
from shop.groups.events import GroupFailed, GroupSucceeded, decode
from shop.groups.model import PAID, Group, Seat
from shop.notices.model import FACTS, Name
from shop.texts import moment, yuan
from wxcloud.events import Change
from wxcloud.wechat import values


def test_amounts_are_yuan_with_two_decimals():
    texts = [yuan(fen) for fen in (0, 5, 100, 1230, 123_456_789)]

    assert texts == ["0.00", "0.05", "1.00", "12.30", "1234567.89"]
    assert all(values.fit("amount1", text) == text for text in texts)


def test_moments_are_shanghai_times():
    assert moment(1_795_305_600_000) == "2026-11-22 08:00"
    assert values.fit("time1", moment(0)) == "1970-01-01 08:00"


def test_every_notice_has_exactly_its_declared_facts():
    assert set(FACTS) == set(get_args(Name))
    for kind, status in (("groupSuccess", "SUCCESS"), ("groupFailed", "FAILED")):
        (notice,) = members.notices(ended(group("OPEN"), group(status))[0])
        assert notice.notice == kind
        assert notice.facts.keys() == FACTS[kind].keys()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "OPEN"),
        ("OPEN", "OPEN"),
        ("SUCCESS", "SUCCESS"),
        ("FAILED", "FAILED"),
        ("SUCCESS", None),
    ],
)
def test_a_change_without_an_outcome_is_not_an_end_event(before, after):
    assert ended(before and group(before), after and group(after)) == []


def ended(before, after):
    """The events of that change that report the end of a group."""
    old, new = (each and each.serialize() for each in (before, after))
    ends = (GroupSucceeded, GroupFailed)
    return [event for event in decode(Change(old, new, 0)) if isinstance(event, ends)]


def group(status):
    return Group(
        groupId="g1",
        goodsId="tea",
        title="龙井",
        leader="leader",
        size=2,
        price=0,
        hours=1,
        seats={"leader": Seat(PAID, 1, "a")},
        seatsLeft=1,
        toPay=1,
        status=status,
        createdAt=1,
        expiresAt=2,
        endedAt=None if status == "OPEN" else 2,
    )
