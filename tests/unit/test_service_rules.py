"""Opening hours, masked phone numbers, and the replies that are left."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.support.hours import OpenHours, hours_text, is_open
from shop.support.masking import mask_phones
from shop.support.windows import left
from wxcloud import clock


def at(day: int, time: str) -> int:
    """A time of November 2026 in Shanghai; the 23rd is a Monday."""
    hour, minute = map(int, time.split(":"))
    moment = datetime(2026, 11, day, hour, minute, tzinfo=clock.SHANGHAI)
    return int(moment.timestamp() * 1000)


def span(days: list[int], begin: str, end: str) -> OpenHours:
    return OpenHours(days=days, from_=begin, to=end)


WEEK = [span([1, 2, 3, 4, 5], "09:00", "18:00"), span([6], "20:00", "02:00")]


@pytest.mark.parametrize(
    ("day", "time", "open_"),
    [
        (23, "08:59", False),
        (23, "09:00", True),
        (27, "17:59", True),
        (27, "18:00", False),
        (28, "12:00", False),
        (28, "20:00", True),
        (28, "23:59", True),
        (29, "00:00", True),  # of Saturday's hours
        (29, "01:59", True),
        (29, "02:00", False),
        (23, "01:00", False),
    ],
)
def test_agents_are_there_in_opening_hours(day: int, time: str, open_: bool) -> None:
    assert is_open(WEEK, (), at(day, time)) == open_


def test_a_closed_day_ends_with_its_own_hours() -> None:
    assert not is_open(WEEK, {"2026-11-23"}, at(23, "12:00"))
    assert not is_open(WEEK, {"2026-11-28"}, at(29, "01:00"))
    assert is_open(WEEK, {"2026-11-29"}, at(29, "01:00"))  # Saturday's span goes on
    assert is_open([], (), at(23, "03:00"))
    assert not is_open([], {"2026-11-23"}, at(23, "03:00"))
    assert is_open([span([7], "00:00", "24:00")], (), at(29, "23:59"))
    assert not is_open([span([7], "00:00", "24:00")], (), at(30, "00:00"))


def test_hours_are_told_in_chinese() -> None:
    told = hours_text([*WEEK, span([1, 3, 7, 7], "00:00", "24:00"), span([6, 7], "10:30", "18:00")])
    assert told == (
        "周一至周五 9:00–18:00，周六 20:00–次日 2:00，"
        "周一、周三、周日 0:00–24:00，周六、周日 10:30–18:00"
    )
    assert hours_text([span([1, 2, 3, 4, 5, 6, 7], "09:05", "21:00")]) == "每天 9:05–21:00"
    assert hours_text([]) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("电话13812345678", "电话138****5678"),
        ("13812345678和13987654321", "138****5678和139****4321"),
        ("+86 138 1234 5678", "138****5678"),
        ("008613812345678", "138****5678"),
        ("138-1234-5678。", "138****5678。"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("打010-62345678", "打010****5678"),
        ("(0571)87654321", "571****4321"),
        ("订单01kb2c3d4e5f6g7h8j9kmnpqrs", "订单01kb2c3d4e5f6g7h8j9kmnpqrs"),
        ("单号SF1381234567890", "单号SF1381234567890"),
        ("773813812345678", "773813812345678"),
        ("12812345678", "12812345678"),
        ("一共 1234 元，2026-11-22", "一共 1234 元，2026-11-22"),
    ],
)
def test_a_phone_number_loses_its_middle(text: str, kept: str) -> None:
    assert mask_phones(text) == kept


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=40), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=40))
def test_a_number_between_words_is_never_kept(before: str, phone: str, after: str) -> None:
    assert phone not in mask_phones(f"{before}，{phone}，{after}") or phone in before + after


def test_the_better_window_counts() -> None:
    now = 10 * clock.DAY
    assert left(0, 0, [], now).count == 0
    assert left(now - 1, 0, [], now).count == 5
    assert left(0, now - 1, [], now).count == 2
    wrote = now - clock.HOUR
    four = [wrote + n for n in range(1, 5)]
    assert left(wrote, 0, four, now).note_only
    both = left(wrote, now - 1, four, now)
    assert (both.count, both.until) == (2, now - 1 + clock.MINUTE)
    assert left(now - 48 * clock.HOUR, 0, [], now).count == 0
