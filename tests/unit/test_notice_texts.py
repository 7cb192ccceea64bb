"""The texts of notices: facts as WeChat's fields take them."""

from __future__ import annotations

from typing import get_args

import pytest

from shop import notices
from shop.groups import following
from shop.groups.model import PAID, Group, Seat
from wxcloud.changes import Change
from wxcloud.wechat import values


def test_amounts_are_yuan_with_two_decimals():
    told = [notices.yuan(fen) for fen in (0, 5, 100, 1230, 123_456_789)]

    assert told == ["0.00", "0.05", "1.00", "12.30", "1234567.89"]
    assert all(values.fit("amount1", text) == text for text in told)


def test_moments_are_shanghai_times():
    assert notices.moment(1_795_305_600_000) == "2026-11-22 08:00"
    assert values.fit("time1", notices.moment(0)) == "1970-01-01 08:00"


def test_every_notice_tells_exactly_the_facts_it_promises():
    assert set(notices.FACTS) == set(get_args(notices.Name))
    for kind, status in (("groupSuccess", "SUCCESS"), ("groupFailed", "FAILED")):
        (notice,) = following.news(Change(group("OPEN"), group(status), 0))
        assert notice.notice == kind
        assert notice.facts.keys() == notices.FACTS[kind].keys()


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
def test_a_change_that_is_no_outcome_is_no_news(before, after):
    change = Change(before and group(before), after and group(after), 0)

    assert following.news(change) == []


def group(status):
    return Group(
        groupId="g1",
        goodsId="tea",
        title="龙井",
        leader="leader",
        size=2,
        price=0,
        seats={"leader": Seat(PAID, 1, "a")},
        seatsLeft=1,
        toPay=1,
        status=status,
        createdAt=1,
        expiresAt=2,
        endedAt=None if status == "OPEN" else 2,
    )
