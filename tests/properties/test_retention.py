"""Retention against a plain oracle, on random histories; and the cases that peers got wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.analytics import catalogue
from shop.analytics.kinds import BUILT_IN
from shop.analytics.retention import Retention, RetentionAnswer
from shop.analytics.steps import Step
from tests.support.analytics import Duck, line
from wxcloud import clock

SUNDAY = 1_795_276_800_000  # 2026-11-22 00:00 in Shanghai
SHANGHAI = timezone(timedelta(hours=8))
FIRST, BACK = "page_view", "order_paid"


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "all_kinds", lambda: dict(BUILT_IN))


@pytest.fixture(scope="module")
def duck() -> Duck:
    return Duck()


def ask(
    duck: Duck,
    lines: list[dict[str, Any]],
    *,
    unit: Literal["day", "week"] = "day",
    now: int,
    **more: Any,
) -> RetentionAnswer:
    said: dict[str, Any] = {
        "since": SUNDAY,
        "until": SUNDAY + 4 * clock.DAY,
        "back": Step(event=BACK),
    } | more
    question = Retention(first=Step(event=FIRST), unit=unit, **said)
    return question.answer(duck.fill(lines).rows(question.sql(now)), now)


def unit_of(at: int, unit: str) -> datetime:
    """The first moment of the day or week, by Python's own calendar."""
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(SHANGHAI)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday()) if unit == "week" else midnight


@settings(max_examples=120, deadline=None)
@given(
    history=st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.sampled_from([FIRST, BACK, "share"]), st.integers(0, 4 * 96)
        ),
        max_size=24,
    ),
    unit=st.sampled_from(["day", "week"]),
    same=st.booleans(),
    days=st.integers(1, 20),
    now=st.integers(0, 500),
)
def test_retention_is_what_the_oracle_says(
    duck: Duck,
    history: list[tuple[str, str, int]],
    unit: Literal["day", "week"],
    same: bool,
    days: int,
    now: int,
) -> None:
    quarter = 15 * clock.MINUTE * (7 if unit == "week" else 1)
    until, now_ms = SUNDAY + days * clock.DAY, SUNDAY + now * quarter
    events = [
        (who, name, SUNDAY + at * quarter)
        for who, name, at in history
        if SUNDAY + at * quarter <= now_ms
    ]
    lines = [line(n, who, name, at) for n, (who, name, at) in enumerate(events)]
    back = FIRST if same else BACK
    answer = ask(duck, lines * 2, unit=unit, now=now_ms, until=until, back=Step(event=back))
    began = {
        who: min(at for w, name, at in events if w == who and name == FIRST and at < until)
        for who, name, at in events
        if name == FIRST and at < until
    }
    length = timedelta(days=7 if unit == "week" else 1)
    assert isinstance(answer.cohorts, list)
    for cohort in answer.cohorts:
        start = datetime.fromisoformat(cohort.start).replace(tzinfo=SHANGHAI)
        mine = {who for who, at in began.items() if unit_of(at, unit) == start}
        assert cohort.users == len(mine)
        for n, cell in enumerate(cohort.cells):
            here = start + n * length
            came = {
                w
                for w, name, at in events
                if w in mine
                and name == back
                and at < until
                and at >= began[w]
                and unit_of(at, unit) == here
            }
            assert cell.users == len(came)
            ends = int((here + length).timestamp() * 1000)
            assert cell.unfinished == (ends > min(now_ms, until))
            assert here.timestamp() * 1000 <= now_ms
    assert sum(cohort.users for cohort in answer.cohorts) == len(began)


def test_minutes_after_midnight_is_the_next_day(duck: Duck) -> None:
    """PostHog/posthog#29958: 23:45 to 00:01. By the calendar this is day 1, and docs say so."""
    late = SUNDAY + 23 * clock.HOUR + 45 * clock.MINUTE
    lines = [line(1, "u", FIRST, late), line(2, "u", BACK, late + 16 * clock.MINUTE)]
    answer = ask(duck, lines, now=SUNDAY + 9 * clock.DAY)
    assert isinstance(answer.cohorts, list) and [
        cell.users for cell in answer.cohorts[0].cells
    ] == [0, 1, 0, 0]


def test_a_day_begins_at_midnight_in_shanghai_and_a_week_on_monday(duck: Duck) -> None:
    """PostHog/posthog#25841: weeks began on another day than the shop's."""
    lines = [line(1, "a", FIRST, SUNDAY + clock.DAY - 1), line(2, "b", FIRST, SUNDAY + clock.DAY)]
    answer = ask(duck, lines, now=SUNDAY + 9 * clock.DAY, unit="week")
    assert isinstance(answer.cohorts, list)
    assert [(each.start, each.users) for each in answer.cohorts] == [
        ("2026-11-16", 1),
        ("2026-11-23", 1),
    ]


def test_cells_that_are_not_over_are_marked(duck: Duck) -> None:
    lines = [line(1, "a", FIRST, SUNDAY)]
    answer = ask(duck, lines, now=SUNDAY + clock.DAY + clock.HOUR)
    assert isinstance(answer.cohorts, list) and len(answer.cohorts) == 2
    assert [cell.unfinished for cell in answer.cohorts[0].cells] == [False, True]
    assert answer.cohorts[1].unfinished
