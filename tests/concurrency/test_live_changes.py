"""Lives, moves and stock messages under concurrency, and what they cost in capacity units."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.live import numbers, shown
from shop.orders.events import OrderChanged
from tests.support.cloud import START, Answer, Shop, call
from tests.support.live import (
    HOST,
    call_socket,
    delay_queue_event,
    deliver_pushes,
    due_pushes,
    join,
    live_shop,
    push_goods,
    push_now,
    schedule_push,
    timeline,
)
from wxcloud.clock import HOUR, MINUTE, SECOND


@pytest.fixture
def live(engine: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(engine, monkeypatch) as stage:
        yield stage


def at_once(count: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def call_move(push: str, at: int) -> Answer:
    data = {"liveId": "live-1", "pushId": push, "timestamp": at}
    return call("moveGoodsPush", data, "host-1", HOST)


def pushes_of(live: Shop, viewer: str) -> list[str]:
    got = live.viewers.received_by(viewer)
    return [each["pushId"] for each in got if each["type"] == "goodsPush"]


def test_a_push_that_is_moved_while_it_is_made_goes_out_once(live: Shop) -> None:
    join(live, "c1")
    wanted: list[str] = []
    seen: Counter[str] = Counter()
    for number in range(16):
        live.clock.set(START + number * MINUTE)
        push = schedule_push(live.clock.now)
        (due,) = due_pushes(live)
        with ThreadPoolExecutor(2) as pool:
            pool.submit(push_goods, delay_queue_event(due))
            moved = pool.submit(call_move, push, live.clock.now + 30 * SECOND).result()
        seen[moved.code] += 1
        wanted.append(moved["pushId"] if moved.ok else push)
        live.clock.advance(30 * SECOND)
        later = due_pushes(live)
        push_goods(delay_queue_event(*later))
        deliver_pushes(live)
    assert pushes_of(live, "c1") == wanted
    assert set(seen) <= {"OK", "PUSH_GONE_OUT"}


def test_a_push_that_several_hosts_move_at_once_goes_out_once(live: Shop) -> None:
    join(live, "c1")
    push = schedule_push(START + HOUR)
    near = [20, 40, 60, 80]  # seconds: the delay queue has them all, whoever is first
    answers = at_once(8, lambda n: call_move(push, START + near[n % 4] * SECOND))
    codes = Counter(answer.code for answer in answers)
    assert codes["OK"] >= 1 and set(codes) <= {"OK", "PUSH_CANCELLED"}
    assert len({answer["pushId"] for answer in answers if answer.ok}) == 1
    (planned,) = timeline()
    dues = due_pushes(live)
    for seconds in near:
        live.clock.set(START + seconds * SECOND)
        push_goods(delay_queue_event(*(due for due in dues if due["fireAt"] <= live.clock.now)))
        deliver_pushes(live)
    assert pushes_of(live, "c1") == [planned["pushId"]]


def test_a_live_that_ends_while_a_push_is_made_sends_it_before_the_end_or_not_at_all(
    live: Shop,
) -> None:
    for number in range(8):
        room = f"live-{number}"
        form = {"liveId": room, "title": "t", "startAt": START}
        assert call("saveLive", form, f"host-{number}", HOST).ok
        join(live, room, room)
        at = START + number * MINUTE
        live.clock.set(at)
        data = {"liveId": room, "goodsId": "tea", "timestamp": at}
        push = call("scheduleGoodsPush", data, f"host-{number}", HOST)["pushId"]
        (due,) = due_pushes(live)
        with ThreadPoolExecutor(2) as pool:
            pool.submit(push_goods, delay_queue_event(due))
            ended = pool.submit(call, "endLive", {"liveId": room}, f"host-{number}", HOST).result()
        assert ended.ok
        deliver_pushes(live)
        (marker,) = timeline(room)
        got = pushes_of(live, room)
        assert (marker["status"], got) in (("PUSHED", [push]), ("CANCELLED", []))


def test_orders_of_many_processes_in_one_second_are_one_request(live: Shop) -> None:
    join(live, "c1")
    push_now(live, bubbleSeconds=600)
    live.drain("push_due")

    def order(_: int) -> None:
        shown._asked.clear()  # each is another process
        shown.note(OrderChanged(orderId="o", skus=["tea"]))

    at_once(32, order)
    (due,) = live.drain("push_due")
    live.clock.advance(SECOND)
    at_once(8, lambda _: push_goods(delay_queue_event(due)))
    deliver_pushes(live)
    told = [each["type"] for each in live.viewers.received_by("c1")]
    assert told == ["goodsPush", "stock"]


def test_likes_of_many_viewers_at_once_are_all_counted(live: Shop) -> None:
    form = {"liveId": "live-1", "title": "t", "startAt": START, "shards": 4}
    assert call("saveLive", form, "host-1", HOST).ok
    viewers = [f"c{number}" for number in range(48)]
    at_once(8, lambda worker: [join(live, each, viewer=each) for each in viewers[worker::8]])
    body = json.dumps({"action": "like", "n": 7})
    at_once(48, lambda n: call_socket("MESSAGE", viewers[n], body=body))
    at_once(48, lambda n: call_socket("MESSAGE", viewers[n], body=body))  # too early: not counted
    live.clock.advance(numbers.FRESH)
    seen = at_once(8, lambda _: call("getLive", {"liveId": "live-1"}, ""))
    assert call("getLive", {"liveId": "live-1"}, "")["likes"] == 48 * 7
    assert {answer.status for answer in seen} == {200}


def test_the_capacity_units_of_numbers_likes_moves_and_stock_messages(live: Shop) -> None:
    form = {"liveId": "live-1", "title": "t", "startAt": START}
    assert call("saveLive", form, "host-1", HOST).ok
    join(live, "c1")
    push = schedule_push(START + HOUR)
    with live.units() as moving:
        assert call_move(push, START + 2 * HOUR).ok
    assert moving.write <= 8 and moving.read <= 3  # three parts, two counters of pushes
    live.drain("push_due")
    push_now(live, bubbleSeconds=600)
    live.drain("push_due")
    shown.note(OrderChanged(orderId="o", skus=["tea"]))  # now it knows whose SKU it is
    live.drain("push_due")
    shown._rooms.clear()
    with live.units() as known:
        shown.note(OrderChanged(orderId="o", skus=["tea"]))
    assert known.write == 0 and known.read <= 0.5  # where the goods are shown
    with live.units() as again:
        shown.note(OrderChanged(orderId="o", skus=["tea"]))
    assert again.write == again.read == 0
    live.clock.advance(MINUTE)
    due = {"liveId": "live-1", "pushId": "p", "fireAt": live.clock.now, "what": "asked"}
    call("getLive", {"liveId": "live-1"}, "")  # the viewers are counted
    with live.units() as telling:
        push_goods(delay_queue_event(due))
    assert telling.write <= 4 and telling.read <= 3  # the room is larger than 1 KB
    with live.units() as seeing:
        call("getLive", {"liveId": "live-1"}, "")
    assert seeing.write == 0 and seeing.read <= 0.5
    live.clock.advance(numbers.FRESH)
    with live.units() as counting:
        call("getLive", {"liveId": "live-1"}, "")
    assert counting.write <= 4 and counting.read <= 2
    with live.units() as liking:
        call_socket("MESSAGE", body='{"action": "like", "n": 9}')
    assert liking.write <= 2 and liking.read <= 1
    with live.units() as spamming:
        call_socket("MESSAGE", body='{"action": "like", "n": 9}')
    assert spamming.write == 0 and spamming.read <= 0.5
