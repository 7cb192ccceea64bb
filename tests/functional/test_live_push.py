"""A push: made once, at its time, shown to every viewer of the room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shop.live import audience, pushes
from tests.support.cloud import START, Shop, call
from tests.support.live import (
    GOODS,
    HOST,
    OPERATOR,
    deliver,
    fire,
    join,
    on_air,
    planned,
    push_goods,
    push_now,
    queued,
    schedule,
    settle,
    status,
    timeline,
    timers,
)
from wxcloud.clock import MINUTE, SECOND


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with on_air(shop, monkeypatch) as stage:
        yield stage


# --- the push itself -----------------------------------------------------------------------------


def test_a_push_reaches_every_viewer_of_its_room_with_goods_as_they_are_then(live: Shop) -> None:
    join(live, "c1"), join(live, "c2"), join(live, "other", "live-2")
    push = planned(START + 10 * SECOND, bubbleSeconds=20)
    call("saveGoods", {**GOODS, "price": 6600, "stock": 3}, "operator-1", OPERATOR)
    fire(live, START + 8 * SECOND)
    assert live.clock.now == START + 10 * SECOND, "it waits for its time, to the millisecond"
    deliver(live)
    got = live.viewers.of("c1")
    assert got == [
        {
            "type": "goodsPush",
            "pushId": push,
            "liveId": "live-1",
            "goods": {
                "goodsId": "tea",
                "title": "红茶",
                "cover": "https://img.example.com/tea.png",
                "price": 6600,
                "stock": 3,
            },
            "at": START + 10 * SECOND,
            "bubbleEndsAt": START + 30 * SECOND,
        }
    ]
    assert live.viewers.of("c2") == got
    assert live.viewers.of("other") == []
    (marker,) = timeline()
    assert marker == {
        "pushId": push,
        "goodsId": "tea",
        "fireAt": START + 10 * SECOND,
        "bubbleSeconds": 20,
        "status": "PUSHED",
        "pushedAt": START + 10 * SECOND,
    }


def test_a_push_delivered_again_by_timer_and_queue_is_made_once(live: Shop) -> None:
    join(live, "c1")
    push = planned()
    (due,) = live.drain("push_due")
    event = queued(due, due, due)
    live.clock.set(START + 10 * SECOND)
    for _ in range(2):
        assert push_goods(event) == {"batchItemFailures": []}
        push_goods(due)
    deliver(live)
    assert [p["pushId"] for p in live.viewers.of("c1")] == [push]


def test_a_message_that_comes_far_too_early_waits_on(live: Shop) -> None:
    push = planned(START + 30 * MINUTE)
    (timer,) = timers(live)
    due = json.loads(timer["Target"]["Input"])
    push_goods(queued(due))
    assert live.clock.now == START and status(push) == "SCHEDULED"
    assert live.drain("push_due") == [due]
    assert live.delays == [900], "the longest that a queue can"


def test_a_cancelled_push_never_goes_out(live: Shop) -> None:
    join(live, "c1")
    push = planned()
    data = {"liveId": "live-1", "pushId": push}
    assert call("cancelGoodsPush", data, "host-2", HOST).code == "NOT_YOUR_LIVE"
    assert call("cancelGoodsPush", data, "u1").status == 403
    for _ in range(2):
        answer = call("cancelGoodsPush", data, "host-1", HOST)
        assert answer.body == {"pushId": push, "status": "CANCELLED"}
    assert timers(live) == []
    fire(live, START + 10 * SECOND)
    deliver(live)
    assert live.viewers.of("c1") == [] and status(push) == "CANCELLED"


def test_a_cancelled_push_is_not_planned_again_by_a_late_repeat(live: Shop) -> None:
    push = planned()
    call("cancelGoodsPush", {"liveId": "live-1", "pushId": push}, "host-1", HOST)
    assert schedule(START + 10 * SECOND).code == "PUSH_CANCELLED"
    assert status(push) == "CANCELLED"


def test_a_push_that_went_out_or_never_was_cannot_be_cancelled(live: Shop) -> None:
    push = planned()
    fire(live, START + 10 * SECOND)
    gone = call("cancelGoodsPush", {"liveId": "live-1", "pushId": push}, "host-1", HOST)
    assert (gone.status, gone.code) == (409, "PUSH_GONE_OUT")
    never = call("cancelGoodsPush", {"liveId": "live-1", "pushId": "nope"}, "host-1", HOST)
    assert (never.status, never.code) == (404, "PUSH_NOT_FOUND")


def test_goods_hidden_before_their_time_are_not_pushed(live: Shop) -> None:
    join(live, "c1")
    push = planned()
    call("saveGoods", {**GOODS, "hidden": True}, "operator-1", OPERATOR)
    fire(live, START + 10 * SECOND)
    deliver(live)
    assert status(push) == "CANCELLED" and live.viewers.of("c1") == []


def test_a_crash_after_the_state_changed_does_not_lose_the_push(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(live, "c1")
    push = planned()
    (due,) = live.drain("push_due")
    event = queued(due)
    live.clock.set(START + 10 * SECOND)
    with monkeypatch.context() as crashing:

        def crash(*_: object) -> None:
            raise RuntimeError("the machine is gone")

        crashing.setattr(audience, "send_out", crash)
        failed = push_goods(event)["batchItemFailures"]
    assert failed == [{"itemIdentifier": "0"}] and status(push) == "PUSHED"

    assert push_goods(event) == {"batchItemFailures": []}
    deliver(live)
    assert live.viewers.of("c1") == [], "somebody may still be at it"

    live.clock.advance(pushes.LEASE + 1)
    for _ in range(2):
        assert push_goods(event) == {"batchItemFailures": []}
    deliver(live)
    assert [p["pushId"] for p in live.viewers.of("c1")] == [push]


def test_a_message_that_overtakes_its_push_waits_for_it(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(live, "c1")
    push = planned(START)
    (due,) = live.drain("push_due")
    dynamodb, table = live.aws("dynamodb"), live.tables["lives"]
    key = {"liveId": {"S": "live-1"}, "sk": {"S": f"push#{push}"}}
    item = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.delete_item(TableName=table, Key=key)
    monkeypatch.setattr(
        pushes.time, "sleep", lambda _: dynamodb.put_item(TableName=table, Item=item)
    )
    assert push_goods(queued(due)) == {"batchItemFailures": []}
    deliver(live)
    assert [p["pushId"] for p in live.viewers.of("c1")] == [push]


def test_a_push_does_not_depend_on_its_being_announced(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(live, "c1")
    push = planned()
    send_out = audience.send_out

    def only_the_push(room: Any, payload: str = "") -> None:
        if not payload:
            raise RuntimeError("no queue")
        send_out(room, payload)

    monkeypatch.setattr(audience, "send_out", only_the_push)
    fire(live, START + 8 * SECOND)
    deliver(live)
    assert [p["pushId"] for p in live.viewers.of("c1")] == [push]


def test_the_queue_shows_a_crashed_message_again_only_when_the_lease_is_over() -> None:
    from tests.support.template import resources

    visibility = resources("AWS::SQS::Queue")["PushDueQueue"]["VisibilityTimeout"] * SECOND
    assert visibility > pushes.PATIENCE + pushes.LEASE
    assert pushes.EARLY > MINUTE, "Scheduler may be a minute late"
    assert pushes.NEAR > pushes.EARLY


# --- delivery ------------------------------------------------------------------------------------


def test_viewers_who_are_gone_are_forgotten(live: Shop) -> None:
    join(live, "c1"), join(live, "c2")
    settle(live)
    live.viewers.gone.add("c2")
    push_now(live)
    deliver(live)
    assert [item["connectionId"] for item in live.items("connections")] == ["c1"]


def test_a_viewer_whose_connection_is_still_opening_is_not_forgotten(live: Shop) -> None:
    join(live, "c1")
    live.viewers.gone.add("c1")
    push = push_now(live)
    assert live.work("push", "deliverGoods") == []
    live.viewers.gone.clear()
    deliver(live)
    assert [p["pushId"] for p in live.viewers.of("c1")] == [push]
    assert len(live.items("connections")) == 1


def test_only_the_posts_that_failed_are_repeated_and_not_for_ever(live: Shop) -> None:
    join(live, "c1"), join(live, "c2"), join(live, "c3")
    viewers = live.viewers
    viewers.failing.update({"c2": 400, "c3": 403})
    push_now(live)
    assert live.work("push", "deliverGoods") == []
    viewers.failing.pop("c2")
    deliver(live)
    assert len(viewers.of("c1")) == 1 and len(viewers.of("c2")) == 1 and viewers.of("c3") == []
    assert viewers.tries["c1"] == 1
    assert viewers.tries["c3"] == audience.TRIES
    assert live.delays[-4:] == [1, 2, 4, 8]


def test_a_large_room_is_posted_to_page_by_page_and_shard_by_shard(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "PAGE", 3)
    room = {"liveId": "live-1", "title": "t", "startAt": 0, "shards": 4}
    call("saveLive", room, "host-1", HOST)
    everybody = {f"c{number}" for number in range(30)}
    for connection_id in everybody:
        join(live, connection_id)
    assert len({item["room"] for item in live.items("connections")}) == 4
    push_now(live)
    deliver(live)
    assert {c: len(live.viewers.of(c)) for c in everybody} == dict.fromkeys(everybody, 1)


def test_an_endpoint_that_does_not_answer_fails_no_more_than_the_posts(live: Shop) -> None:
    join(live, "c1")
    push_now(live)
    live.set(WEBSOCKET_ENDPOINT="http://127.0.0.1:9")
    assert live.work("push", "deliverGoods") == []
    live.set(WEBSOCKET_ENDPOINT=live.viewers.url)
    deliver(live)
    assert len(live.viewers.of("c1")) == 1
