"""Live rooms and their timelines: who may open a room, and which timers a planned push has."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from shop.live import timeline as timelines
from tests.support.cloud import START, Shop, call, direct
from tests.support.live import (
    HOST,
    OPERATOR,
    call_schedule,
    delay_queue_event,
    due_pushes,
    live_shop,
    push_goods,
    run_due_pushes,
    schedule_push,
    status,
    timeline,
    timers,
)
from wxcloud.clock import DAY, MINUTE, SECOND


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


# --- rooms ---------------------------------------------------------------------------------------


def test_only_hosts_and_operators_open_rooms(live: Shop) -> None:
    room = {"title": "周末专场", "startAt": START}
    assert call("saveLive", room, "u1").status == 403
    assert call("saveLive", room, "", HOST).status == 401
    mine = call("saveLive", room, "host-1", HOST)["liveId"]
    again = {**room, "liveId": mine, "endAt": START + 1}
    assert call("saveLive", again, "host-1", HOST)["liveId"] == mine
    assert call("saveLive", again, "host-2", HOST).code == "NOT_YOUR_LIVE"
    assert call("saveLive", again, "operator-1", OPERATOR).ok
    bad = call("saveLive", {**room, "endAt": START}, "host-1", HOST)
    assert (bad.status, bad["field"]) == (400, "endAt")


def test_a_room_that_an_operator_opened_is_the_shops(live: Shop) -> None:
    call("saveLive", {"liveId": "live-1", "title": "t", "startAt": START}, "op", OPERATOR)
    assert call_schedule(START + MINUTE, "host-2").code == "NOT_YOUR_LIVE"


def test_the_number_of_shards_of_a_room_only_grows(live: Shop) -> None:
    room = {"liveId": "live-1", "title": "t", "startAt": START}
    assert call("saveLive", {**room, "shards": 4}, "host-1", HOST).ok
    assert call("saveLive", {**room, "shards": 2}, "host-1", HOST).code == "SHARDS_ONLY_GROW"
    assert call("saveLive", {**room, "shards": 8}, "host-1", HOST).ok


# --- planning ------------------------------------------------------------------------------------


def test_a_room_that_nobody_saved_belongs_to_the_first_host_who_schedules_a_push(
    live: Shop,
) -> None:
    answer = call_schedule(START + 10 * SECOND)
    assert answer.body == {"pushId": answer["pushId"], "fireAt": START + 10 * SECOND}
    assert call_schedule(START + 20 * SECOND, "host-2").code == "NOT_YOUR_LIVE"
    assert call_schedule(START + 20 * SECOND).ok


def test_only_a_host_schedules_a_push_and_only_of_goods_that_exist(live: Shop) -> None:
    data = {"liveId": "live-1", "goodsId": "tea", "timestamp": START}
    assert call("scheduleGoodsPush", data, "").status == 401
    assert call("scheduleGoodsPush", data, "u1").status == 403
    missing = call_schedule(START + SECOND, goodsId="gone")
    assert (missing.status, missing.code) == (404, "GOODS_NOT_FOUND")
    assert timeline() == [] and timers(live) == [] and live.drain("push_due") == []


def test_a_push_in_the_past_or_more_than_a_year_away_or_without_a_valid_time_is_refused(
    live: Shop,
) -> None:
    for at in (START - MINUTE, START + 367 * DAY, -1, 1.5, "soon", None, 10**18, True):
        answer = call_schedule(at)
        assert (answer.status, answer["field"]) == (400, "timestamp"), at
    assert timeline() == [] and timers(live) == []


def test_a_push_for_a_second_ago_is_made_now(live: Shop) -> None:
    push = schedule_push(START - SECOND)
    run_due_pushes(live, START)
    assert status(push) == "PUSHED"


def test_scheduling_the_same_push_twice_gives_one_push(live: Shop) -> None:
    push = schedule_push()
    before = len(live.drain("push_due"))
    assert schedule_push() == push
    assert len(timeline()) == 1 and len(timers(live)) == 1
    assert before == 1 and live.drain("push_due") == []
    assert (
        len({push, schedule_push(goodsId="tea", at=START + 1), schedule_push(liveId="live-2")}) == 3
    )
    live.clock.advance(DAY)
    assert schedule_push() == push, "also after its time: the host may not have received the answer"


def test_a_far_push_has_a_timer_that_fires_ahead_of_its_time_and_deletes_itself(live: Shop) -> None:
    schedule_push(START + 10 * MINUTE)
    (timer,) = timers(live)
    assert timer["ScheduleExpression"] == "at(2026-11-22T00:08:30)"
    assert timer["ActionAfterCompletion"] == "DELETE"
    assert timer["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert live.drain("push_due") == [], "the queue delivers only near pushes"
    due = json.loads(timer["Target"]["Input"])
    live.clock.set(START + 8 * MINUTE + 50 * SECOND)
    push_goods(due)
    assert live.drain("push_due") == [due]


def test_a_near_push_waits_in_the_queue_and_has_a_timer_in_case_the_message_is_lost(
    live: Shop,
) -> None:
    push = schedule_push(START + 10 * SECOND)
    (timer,) = timers(live)
    assert timer["ScheduleExpression"] == "at(2026-11-22T00:00:15)"
    assert [due["pushId"] for due in live.drain("push_due")] == [push]
    assert live.delays == [8], "two seconds ahead of its time"
    push_goods(json.loads(timer["Target"]["Input"]))
    run_due_pushes(live, START + 15 * SECOND)
    assert status(push) == "PUSHED", "the timer makes it"
    push_goods(json.loads(timer["Target"]["Input"]))
    assert due_pushes(live) == [], "a timer does nothing if the push was made"


def test_the_timer_of_a_push_that_was_refused_does_nothing(live: Shop) -> None:
    due = {"liveId": "live-1", "pushId": "p" * 26, "fireAt": START}
    push_goods(due)
    assert live.drain("push_due") == []
    event = delay_queue_event(due)
    assert push_goods(event) == {"batchItemFailures": []}
    assert timeline() == []


def test_no_push_is_scheduled_after_the_end_of_a_room(live: Shop) -> None:
    room = {"liveId": "live-1", "title": "t", "startAt": START, "endAt": START + MINUTE}
    call("saveLive", room, "host-1", HOST)
    assert schedule_push(START + MINUTE)
    assert call_schedule(START + MINUTE + 1).code == "LIVE_ENDED"


def test_a_direct_invocation_schedules_a_push_too(live: Shop) -> None:
    from wxcloud import users

    data = {"liveId": "live-1", "goodsId": "tea", "timestamp": START + MINUTE}
    assert direct("scheduleGoodsPush", data, "host-1")["errCode"] == "FORBIDDEN"
    users.grant("host-1", frozenset({"host"}))
    assert direct("scheduleGoodsPush", data, "host-1")["fireAt"] == START + MINUTE


def test_the_timeline_is_in_the_order_of_the_planned_times_page_by_page(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timelines, "_PAGE", 3)
    for seconds in (50, 10, 40, 20, 30, 60, 70):
        schedule_push(START + seconds * SECOND)
    found, cursor = [], None
    for _ in range(4):
        asked = {"liveId": "live-1"} | ({"cursor": cursor} if cursor else {})
        answer = call("listGoodsPush", asked)
        found += [item["fireAt"] - START for item in answer["items"]]
        cursor = answer["cursor"]
        if cursor is None:
            break
    assert found == [seconds * SECOND for seconds in range(10, 80, 10)]
    first = call("listGoodsPush", {"liveId": "live-1"})["cursor"]
    other = call("listGoodsPush", {"liveId": "live-2", "cursor": first})
    assert (other.status, other["field"]) == (400, "cursor")
    assert timeline("nowhere") == []


def test_a_function_that_does_not_exist_is_a_404_in_json(shop: Shop) -> None:
    for body in ("", "{", {}, "x" * 1000):
        answer = call("fallback", body, "")
        assert (answer.status, answer.code) == (404, "FUNCTION_NOT_FOUND")
        assert answer["errMsg"] and answer["requestId"]
