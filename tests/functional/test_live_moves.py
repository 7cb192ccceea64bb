"""A planned push is moved to another time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.cloud import START, Answer, Shop, call
from tests.support.live import (
    HOST,
    OPERATOR,
    delay_queue_event,
    deliver_pushes,
    due_pushes,
    join,
    live_shop,
    push_goods,
    run_due_pushes,
    schedule_push,
    timeline,
    timers,
)
from wxcloud.clock import DAY, HOUR, MINUTE, SECOND


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


def call_move(push: str, at: Any, openid: str = "host-1", roles: Any = HOST) -> Answer:
    data = {"liveId": "live-1", "pushId": push, "timestamp": at}
    return call("moveGoodsPush", data, openid, roles)


def move(push: str, at: int) -> str:
    answer = call_move(push, at)
    assert answer.ok, answer
    assert (answer["movedFrom"], answer["fireAt"]) == (push, at)
    return str(answer["pushId"])


def test_a_moved_push_goes_out_once_at_its_new_time(live: Shop) -> None:
    join(live, "c1")
    push = schedule_push(START + 10 * SECOND, bubbleSeconds=45)
    moved = move(push, START + 30 * SECOND)
    run_due_pushes(live, START + 10 * SECOND)
    deliver_pushes(live)
    assert live.viewers.received_by("c1") == [], "the old message does nothing"
    run_due_pushes(live, START + 30 * SECOND)
    deliver_pushes(live)
    (got,) = live.viewers.received_by("c1")
    assert (got["pushId"], got["at"]) == (moved, START + 30 * SECOND)
    assert got["bubbleEndsAt"] == START + 75 * SECOND, "as long as it was planned"


def test_the_old_timer_is_gone_and_would_do_nothing(live: Shop) -> None:
    push = schedule_push(START + HOUR)
    (old,) = timers(live)
    move(push, START + 2 * HOUR)
    (new,) = timers(live)
    assert new["ScheduleExpression"] == "at(2026-11-22T01:58:30)"
    live.clock.set(START + HOUR)
    push_goods(json.loads(old["Target"]["Input"]))
    assert live.drain("push_due") == []


def test_the_timeline_shows_a_moved_push_once_in_the_order_of_the_times(live: Shop) -> None:
    first, second = schedule_push(START + 10 * MINUTE), schedule_push(START + 20 * MINUTE)
    moved = move(first, START + 30 * MINUTE)
    assert [each["pushId"] for each in timeline()] == [second, moved]
    assert [each["status"] for each in timeline()] == ["SCHEDULED"] * 2


def test_a_repeat_of_a_move_changes_nothing(live: Shop) -> None:
    push = schedule_push(START + 10 * MINUTE)
    moved = move(push, START + 20 * MINUTE)
    assert move(push, START + 20 * MINUTE) == moved
    assert len(timeline()) == len(timers(live)) == 1
    live.clock.advance(DAY)
    assert move(push, START + 20 * MINUTE) == moved, "also when its time is over"


def test_a_push_is_moved_there_and_back_again(live: Shop) -> None:
    join(live, "c1")
    push = schedule_push(START + 10 * SECOND)
    there = move(push, START + 20 * SECOND)
    back = move(there, START + 10 * SECOND)
    again = move(back, START + 20 * SECOND)
    assert len({push, there, back, again}) == 4
    assert call_move(push, START + 30 * SECOND).code == "PUSH_CANCELLED", "its first id is over"
    assert call_move(again, START + 20 * SECOND)["pushId"] == again, "where it is already"
    for at in (10, 20):
        run_due_pushes(live, START + at * SECOND)
        deliver_pushes(live)
    assert [each["pushId"] for each in live.viewers.received_by("c1")] == [again]


def test_what_cannot_be_moved(live: Shop) -> None:
    assert call_move("nope", START + MINUTE).code == "PUSH_NOT_FOUND"
    out = schedule_push(START + SECOND)
    run_due_pushes(live, START + SECOND)
    assert call_move(out, START + MINUTE).code == "PUSH_GONE_OUT"
    gone = schedule_push(START + MINUTE)
    call("cancelGoodsPush", {"liveId": "live-1", "pushId": gone}, "host-1", HOST)
    assert call_move(gone, START + 2 * MINUTE).code == "PUSH_CANCELLED"


def test_who_may_move_a_push(live: Shop) -> None:
    push = schedule_push(START + 10 * MINUTE)
    assert call_move(push, START + MINUTE, "").status == 401
    assert call_move(push, START + MINUTE, "u1", ()).status == 403
    assert call_move(push, START + MINUTE, "host-2").code == "NOT_YOUR_LIVE"
    assert call_move(push, START + MINUTE, "op", OPERATOR).ok
    moved = timeline()[0]["pushId"]
    assert call_move(push, START + MINUTE, "host-2").code == "NOT_YOUR_LIVE", "not even a repeat"
    assert call_move(moved, START + 2 * MINUTE).ok


def test_a_time_to_move_to_is_neither_past_nor_too_far_nor_after_the_end(live: Shop) -> None:
    push = schedule_push(START + 10 * MINUTE)
    for at in (START - MINUTE, START + 367 * DAY, -1, 1.5, "soon", None, 10**18, True):
        answer = call_move(push, at)
        assert (answer.status, answer["field"]) == (400, "timestamp"), at
    room = {"liveId": "live-1", "title": "t", "startAt": START, "endAt": START + HOUR}
    call("saveLive", room, "host-1", HOST)
    assert call_move(push, START + HOUR + 1).code == "LIVE_ENDED"
    call("endLive", {"liveId": "live-1"}, "host-1", HOST)
    assert call_move(push, START + HOUR).code in ("LIVE_OVER", "PUSH_CANCELLED")
    assert len(timers(live)) <= 1


def test_moves_count_as_planned_pushes(live: Shop) -> None:
    pushes = [schedule_push(START + (n + 20) * MINUTE) for n in range(21)]
    codes = [call_move(push, START + 10 * MINUTE + n).code for n, push in enumerate(pushes)]
    assert codes == ["OK"] * 20 + ["TOO_MANY_REQUESTS"]
    assert len(timeline()) == 21, "the refused one stays where it is"


def test_a_crash_after_the_new_timer_leaves_the_push_where_it_was(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.live import planning

    join(live, "c1")
    push = schedule_push(START + 10 * SECOND)
    due_pushes(live)
    with monkeypatch.context() as crashing:

        def crash(*_: object) -> None:
            raise RuntimeError("the machine is gone")

        crashing.setattr(planning, "commit", crash)
        assert call_move(push, START + 20 * SECOND).status == 500
    (lost,) = due_pushes(live)
    assert [each["pushId"] for each in timeline()] == [push]
    live.clock.set(START + 10 * SECOND)
    due = {"liveId": "live-1", "pushId": push, "fireAt": START + 10 * SECOND}
    push_goods(delay_queue_event(due))
    live.clock.set(START + 20 * SECOND)
    push_goods(delay_queue_event(lost))
    deliver_pushes(live)
    assert [each["pushId"] for each in live.viewers.received_by("c1")] == [push]
