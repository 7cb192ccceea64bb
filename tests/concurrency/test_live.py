"""Pushes under concurrency: many requests schedule, make and cancel the same push at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.cloud import START, Answer, Shop, call
from tests.support.live import (
    HOST,
    OPERATOR,
    call_schedule,
    delay_queue_event,
    deliver_pushes,
    due_pushes,
    join,
    live_shop,
    push_goods,
    schedule_push,
    timeline,
    timers,
)
from wxcloud.clock import MINUTE, SECOND


@pytest.fixture
def live(engine: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(engine, monkeypatch) as stage:
        yield stage


def at_once(count: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def got(live: Shop, viewers: list[str]) -> list[list[str]]:
    return [[push["pushId"] for push in live.viewers.received_by(viewer)] for viewer in viewers]


def test_a_push_that_twenty_deliveries_make_at_once_reaches_each_viewer_once(live: Shop) -> None:
    room = {"liveId": "live-1", "title": "t", "startAt": START, "shards": 4, "host": "host-1"}
    assert call("saveLive", room, "operator-1", OPERATOR).ok
    viewers = [f"c{number}" for number in range(40)]
    at_once(8, lambda worker: [join(live, each, viewer=each) for each in viewers[worker::8]])
    push = schedule_push()
    (due,) = due_pushes(live)
    live.clock.set(START + 10 * SECOND)
    outcomes = at_once(20, lambda _: push_goods(delay_queue_event(due)))
    assert outcomes == [{"batchItemFailures": []}] * 20
    deliver_pushes(live)
    assert got(live, viewers) == [[push]] * len(viewers)
    assert [item["status"] for item in timeline()] == ["PUSHED"]


def test_many_requests_that_schedule_the_same_push_at_once_give_one_push(live: Shop) -> None:
    answers: list[Answer] = at_once(16, lambda _: call_schedule(START + 5 * MINUTE))
    assert {answer.status for answer in answers} == {200}
    assert len({answer["pushId"] for answer in answers}) == 1
    assert len(timeline()) == 1 and len(timers(live)) == 1


def test_a_room_without_a_host_goes_to_exactly_one_of_two_hosts(live: Shop) -> None:
    answers = at_once(8, lambda n: call_schedule(START + 5 * MINUTE + n, f"host-{n % 2}"))
    assert Counter(answer.code for answer in answers) == {"OK": 4, "NOT_YOUR_LIVE": 4}
    assert len({item["host"] for item in live.items("lives")}) == 1
    assert len(timeline()) == 4


def test_a_push_that_is_cancelled_while_it_is_made_reaches_all_viewers_or_none(live: Shop) -> None:
    viewers = ["c1", "c2", "c3"]
    for viewer in viewers:
        join(live, viewer)
    seen: dict[str, list[str]] = {"OK": [], "PUSH_GONE_OUT": []}

    def race(push: str, due: Any) -> Answer:
        data = {"liveId": "live-1", "pushId": push}
        with ThreadPoolExecutor(2) as pool:
            pool.submit(push_goods, delay_queue_event(due))
            return pool.submit(call, "cancelGoodsPush", data, "host-1", HOST).result()

    for number in range(12):
        push = schedule_push(START + number)
        (due,) = due_pushes(live)
        live.clock.set(START + number)
        seen[race(push, due).code].append(push)
        deliver_pushes(live)
    assert got(live, viewers) == [seen["PUSH_GONE_OUT"]] * len(viewers)


def test_the_capacity_units_of_a_push_and_of_a_viewer(live: Shop) -> None:
    with live.units() as planning:
        schedule_push()
    (due,) = due_pushes(live)
    with live.units() as coming:
        join(live, "c1")
    live.clock.set(START + 10 * SECOND)
    with live.units() as pushing:
        push_goods(delay_queue_event(due))
    with live.units() as repeating:
        push_goods(delay_queue_event(due))
    with live.units() as delivering:
        deliver_pushes(live)
    assert planning.write <= 6 and planning.read <= 3  # two of them: the counters of pushes
    assert coming.write <= 3 and coming.read <= 1.5  # a counter, the connection, its index
    assert pushing.write <= 6 and pushing.read <= 3  # one of them: which room shows the goods
    assert repeating.write == 0 and repeating.read <= 1
    assert delivering.write == 0 and delivering.read <= 1
