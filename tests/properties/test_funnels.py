"""Funnels against a plain oracle, on random histories; and the cases that peers got wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.analytics import catalogue
from shop.analytics.funnel import Funnel, FunnelAnswer
from shop.analytics.kinds import BUILT_IN
from shop.analytics.steps import Step
from tests.support.analytics import Duck, line
from wxcloud import clock

DAY0 = 1_795_276_800_000  # 2026-11-22 00:00 in Shanghai
NOW = DAY0 + 30 * clock.DAY
EVENTS = ["page_view", "goods_click", "share"]


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(catalogue, "all_kinds", lambda: dict(BUILT_IN))
    yield


@pytest.fixture(scope="module")
def duck() -> Duck:
    return Duck()


def ask(
    duck: Duck, lines: list[dict[str, Any]], steps: list[str], now: int = NOW, **more: Any
) -> FunnelAnswer:
    said: dict[str, Any] = {"window": clock.DAY, "since": DAY0, "until": DAY0 + clock.DAY} | more
    funnel = Funnel(steps=[Step(event=each) for each in steps], **said)
    return funnel.answer(duck.fill(lines).rows(funnel.sql(now)), now)


def users(answer: FunnelAnswer) -> list[int]:
    assert answer.steps
    return [step.users for step in answer.steps]


# --- the oracle: every way through a person's events, the best one chosen -------------------------


def best_way(
    events: list[tuple[int, str, str]], steps: list[str], until: int, window: int
) -> list[int]:
    """The times of the steps that a person has taken. `events`: (time, id, name)."""
    found: list[list[int]] = [[]]

    def tie(event: tuple[int, str, str]) -> tuple[int, int, str]:
        first = next(k for k, s in enumerate(steps) if s == event[2] and (k or event[0] < until))
        return event[0], first, event[1]

    fit = [e for e in events if any(s == e[2] and (k or e[0] < until) for k, s in enumerate(steps))]
    fit.sort(key=tie)

    def go(position: int, taken: list[int], ends: list[int]) -> None:
        if taken:
            found.append(list(taken))
        k = len(taken)
        if k == len(steps):
            return
        for i in range(position, len(fit)):
            at, _, name = fit[i]
            if name != steps[k] or (k == 0 and at >= until):
                continue
            if k and at - taken[0] > window:
                continue
            go(i + 1, [*taken, at], [*ends, i])

    go(0, [], [])
    deepest = max(len(way) for way in found)
    if not deepest:
        return []
    ways = [way for way in found if len(way) == deepest]
    soonest = min(way[-1] for way in ways)
    ways = [way for way in ways if way[-1] == soonest]
    start = max(way[0] for way in ways)
    return min(way for way in ways if way[0] == start)


history = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(EVENTS),
        st.integers(0, 14),
    ),
    max_size=16,
)


@settings(max_examples=150, deadline=None)
@given(
    history=history,
    steps=st.lists(st.sampled_from(EVENTS), min_size=2, max_size=4),
    window=st.integers(1, 12),
    until=st.integers(1, 14),
    now=st.integers(12, 30),
    repeats=st.lists(st.integers(0, 15), max_size=5),
)
def test_a_funnel_is_what_the_oracle_says(
    duck: Duck,
    history: list[tuple[str, str, int]],
    steps: list[str],
    window: int,
    until: int,
    now: int,
    repeats: list[int],
) -> None:
    hour = clock.HOUR
    lines = [
        line(i, who, name, DAY0 + at * hour)
        for i, (who, name, at) in enumerate(history)
        if at <= now
    ]
    lines += [
        lines[i] | {"received_ms": lines[i]["received_ms"] + 9} for i in repeats if i < len(lines)
    ]
    now_ms, window_ms, until_ms = DAY0 + now * hour, window * hour, DAY0 + until * hour
    answer = ask(duck, lines, steps, now_ms, window=window_ms, until=until_ms)
    ways: dict[str, list[int]] = {}
    still = set()
    for who in "abc":
        mine = {(e["at_ms"], e["insertid"], e["event"]) for e in lines if e["who"] == who}
        way = best_way(list(mine), steps, until_ms, window_ms)
        if not way:
            continue
        ways[who] = way
        starts = [at for at, _, name in mine if name == steps[0] and at < until_ms]
        if len(way) < len(steps) and max(starts) + window_ms >= now_ms:
            still.add(who)
    assert isinstance(answer.steps, list) and answer.unfinished == len(still)
    for k, step in enumerate(answer.steps):
        here = {who: way for who, way in ways.items() if len(way) > k}
        assert step.users == len(here)
        assert step.open == len(still & set(here))
        if k and here:
            spans = [way[k] - way[k - 1] for way in here.values()]
            assert step.medianMs == round(median(spans)), (steps, lines)


# --- what peers got wrong -------------------------------------------------------------------------


def test_two_steps_of_the_same_event_at_the_same_moment(duck: Duck) -> None:
    """PostHog/posthog#25048: a repeated moment of a repeated step hid the step after it."""
    minute = clock.MINUTE
    lines = [
        line(1, "u", "login", DAY0),
        line(2, "u", "page_view", DAY0 + 9 * minute),
        line(3, "u", "page_view", DAY0 + 9 * minute),
        line(4, "u", "page_view", DAY0 + 10 * minute),
    ]
    assert users(ask(duck, lines, ["login", "page_view", "page_view"])) == [1, 1, 1]
    assert users(ask(duck, lines[:2], ["login", "page_view", "page_view"])) == [1, 1, 0]


@pytest.mark.parametrize("ids", list(product((1, 2), repeat=2))[1:3])
def test_two_steps_in_the_same_moment_convert(duck: Duck, ids: tuple[int, int]) -> None:
    """rybbit-io/rybbit#1133: a strict comparison of times lost steps of the same moment."""
    lines = [line(ids[0], "u", "goods_click", DAY0), line(ids[1], "u", "order_placed", DAY0)]
    assert users(ask(duck, lines, ["goods_click", "order_placed"])) == [1, 1]


def test_a_conversion_takes_no_longer_than_its_window(duck: Duck) -> None:
    """PostHog/posthog#5677: the time to convert was measured from an attempt out of the window."""
    lines = [
        line(1, "u", "page_view", DAY0),
        line(2, "u", "page_view", DAY0 + 50 * clock.MINUTE),
        line(3, "u", "share", DAY0 + 51 * clock.MINUTE),
    ]
    answer = ask(duck, lines, ["page_view", "share"], window=2 * clock.MINUTE)
    assert users(answer) == [1, 1] and answer.steps and answer.steps[1].medianMs == clock.MINUTE


def test_a_window_that_is_not_over_is_not_lost(duck: Duck) -> None:
    """PostHog/posthog#33605: whoever began less than a window ago counted as lost."""
    lines = [line(1, "a", "page_view", DAY0), line(2, "b", "page_view", DAY0 + 20 * clock.HOUR)]
    now = DAY0 + 25 * clock.HOUR
    answer = ask(duck, lines, ["page_view", "share"], now)
    assert users(answer) == [2, 0] and answer.unfinished == 1
    assert answer.steps and answer.steps[0].open == 1 and answer.steps[1].finishedRate == 0.0


def test_later_steps_may_be_after_the_end(duck: Duck) -> None:
    """PostHog/posthog#44204: the dates say when a user enters, not when they finish."""
    lines = [
        line(1, "a", "page_view", DAY0 + 23 * clock.HOUR),
        line(2, "a", "share", DAY0 + 30 * clock.HOUR),
        line(3, "b", "page_view", DAY0 + 25 * clock.HOUR),
        line(4, "b", "share", DAY0 + 26 * clock.HOUR),
    ]
    assert users(ask(duck, lines, ["page_view", "share"])) == [1, 1]


def test_a_guest_who_logs_in_is_one_person(duck: Duck) -> None:
    lines = [
        line(1, "", "goods_click", DAY0, anon="g1"),
        line(2, "u", "login", DAY0 + 1, anon="g1"),
        line(3, "u", "order_paid", DAY0 + 2),
        line(4, "", "goods_click", DAY0, anon="g2"),
    ]
    assert users(ask(duck, lines, ["goods_click", "order_paid"])) == [2, 1]


def test_groups_by_a_property_of_the_first_step(duck: Duck) -> None:
    lines = [
        line(1, "a", "goods_click", DAY0, goods="tea"),
        line(2, "a", "share", DAY0 + 1, goods="cup"),
        line(3, "b", "goods_click", DAY0, goods="cup"),
        line(4, "c", "goods_click", DAY0, goods="cup"),
    ]
    answer = ask(duck, lines, ["goods_click", "share"], by="goodsId")
    assert users(answer) == [3, 1] and answer.groups
    told = {group.value: [step.users for step in group.steps] for group in answer.groups}
    assert told == {"tea": [1, 1], "cup": [2, 0]}
