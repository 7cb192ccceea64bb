"""A push is made once, at its time, and reaches every viewer of the room."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from shop.live import delivery, timing
from tests.support.cloud import START, Shop, call
from tests.support.live import (
    GOODS,
    HOST,
    OPERATOR,
    call_schedule,
    delay_queue_event,
    deliver_pushes,
    join,
    live_shop,
    pass_opening_time,
    push_goods,
    push_now,
    run_due_pushes,
    schedule_push,
    status,
    timeline,
    timers,
)
from wxcloud.clock import MINUTE, SECOND


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


# --- the push itself -----------------------------------------------------------------------------


def test_a_push_reaches_every_viewer_of_its_room_with_the_price_of_that_moment(live: Shop) -> None:
    join(live, "c1"), join(live, "c2"), join(live, "other", "live-2")
    push = schedule_push(START + 10 * SECOND, bubbleSeconds=20)
    call("saveGoods", {**GOODS, "price": 6600, "stock": 3}, "operator-1", OPERATOR)
    run_due_pushes(live, START + 8 * SECOND)
    assert live.clock.now == START + 10 * SECOND, "it waits for its time, to the millisecond"
    deliver_pushes(live)
    got = live.viewers.received_by("c1")
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
            "left": 3,
            "now": START + 10 * SECOND,
        }
    ]
    assert live.viewers.received_by("c2") == got
    assert live.viewers.received_by("other") == []
    (marker,) = timeline()
    assert marker == {
        "pushId": push,
        "goodsId": "tea",
        "fireAt": START + 10 * SECOND,
        "bubbleSeconds": 20,
        "status": "PUSHED",
        "pushedAt": START + 10 * SECOND,
    }


def test_a_push_that_timer_and_queue_deliver_several_times_is_made_once(live: Shop) -> None:
    join(live, "c1")
    push = schedule_push()
    (due,) = live.drain("push_due")
    event = delay_queue_event(due, due, due)
    live.clock.set(START + 10 * SECOND)
    for _ in range(2):
        assert push_goods(event) == {"batchItemFailures": []}
        push_goods(due)
    deliver_pushes(live)
    assert [p["pushId"] for p in live.viewers.received_by("c1")] == [push]


def test_a_message_that_arrives_much_too_early_waits_in_the_queue_again(live: Shop) -> None:
    push = schedule_push(START + 30 * MINUTE)
    (timer,) = timers(live)
    due = json.loads(timer["Target"]["Input"])
    push_goods(delay_queue_event(due))
    assert live.clock.now == START and status(push) == "SCHEDULED"
    assert live.drain("push_due") == [due]
    assert live.delays == [900], "the longest that a queue can"


def test_viewers_do_not_get_a_cancelled_push(live: Shop) -> None:
    join(live, "c1")
    push = schedule_push()
    data = {"liveId": "live-1", "pushId": push}
    assert call("cancelGoodsPush", data, "host-2", HOST).code == "NOT_YOUR_LIVE"
    assert call("cancelGoodsPush", data, "u1").status == 403
    for _ in range(2):
        answer = call("cancelGoodsPush", data, "host-1", HOST)
        assert answer.body == {"pushId": push, "status": "CANCELLED"}
    assert timers(live) == []
    run_due_pushes(live, START + 10 * SECOND)
    deliver_pushes(live)
    assert live.viewers.received_by("c1") == [] and status(push) == "CANCELLED"


def test_a_repeat_of_the_request_does_not_schedule_a_cancelled_push_again(live: Shop) -> None:
    push = schedule_push()
    call("cancelGoodsPush", {"liveId": "live-1", "pushId": push}, "host-1", HOST)
    assert call_schedule(START + 10 * SECOND).code == "PUSH_CANCELLED"
    assert status(push) == "CANCELLED"


def test_a_push_that_went_out_or_does_not_exist_cannot_be_cancelled(live: Shop) -> None:
    push = schedule_push()
    run_due_pushes(live, START + 10 * SECOND)
    gone = call("cancelGoodsPush", {"liveId": "live-1", "pushId": push}, "host-1", HOST)
    assert (gone.status, gone.code) == (409, "PUSH_GONE_OUT")
    never = call("cancelGoodsPush", {"liveId": "live-1", "pushId": "nope"}, "host-1", HOST)
    assert (never.status, never.code) == (404, "PUSH_NOT_FOUND")


def test_goods_that_are_hidden_at_the_planned_time_are_not_pushed(live: Shop) -> None:
    join(live, "c1")
    push = schedule_push()
    call("saveGoods", {**GOODS, "hidden": True}, "operator-1", OPERATOR)
    run_due_pushes(live, START + 10 * SECOND)
    deliver_pushes(live)
    assert status(push) == "CANCELLED" and live.viewers.received_by("c1") == []


def test_a_crash_between_pushed_and_the_messages_to_the_shards_does_not_lose_the_push(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(live, "c1")
    push = schedule_push()
    (due,) = live.drain("push_due")
    event = delay_queue_event(due)
    live.clock.set(START + 10 * SECOND)
    with monkeypatch.context() as crashing:

        def crash(*_: object) -> None:
            raise RuntimeError("the machine is gone")

        crashing.setattr(delivery, "send_out", crash)
        failed = push_goods(event)["batchItemFailures"]
    assert failed == [{"itemIdentifier": "0"}] and status(push) == "PUSHED"

    assert push_goods(event) == {"batchItemFailures": []}
    deliver_pushes(live)
    assert live.viewers.received_by("c1") == [], "another delivery may still be sending it"

    live.clock.advance(timing.LEASE + 1)
    for _ in range(2):
        assert push_goods(event) == {"batchItemFailures": []}
    deliver_pushes(live)
    assert [p["pushId"] for p in live.viewers.received_by("c1")] == [push]


def test_a_message_that_arrives_before_its_push_is_written_waits_for_it(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(live, "c1")
    push = schedule_push(START)
    (due,) = live.drain("push_due")
    dynamodb, table = live.aws("dynamodb"), live.tables["lives"]
    key = {"liveId": {"S": "live-1"}, "sk": {"S": f"push#{push}"}}
    item = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.delete_item(TableName=table, Key=key)
    monkeypatch.setattr(time, "sleep", lambda _: dynamodb.put_item(TableName=table, Item=item))
    assert push_goods(delay_queue_event(due)) == {"batchItemFailures": []}
    deliver_pushes(live)
    assert [p["pushId"] for p in live.viewers.received_by("c1")] == [push]


def test_a_push_is_made_even_if_deliver_goods_cannot_be_told_to_get_ready(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(live, "c1")
    push = schedule_push()

    def no_queue(live_id: str, shards: int) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr(delivery, "get_ready", no_queue)
    run_due_pushes(live, START + 8 * SECOND)
    deliver_pushes(live)
    assert [p["pushId"] for p in live.viewers.received_by("c1")] == [push]


def test_a_crashed_message_is_visible_again_only_after_the_lease() -> None:
    from tests.support.template import resources

    visibility = resources("AWS::SQS::Queue")["PushDueQueue"]["VisibilityTimeout"] * SECOND
    assert visibility > timing.PATIENCE + timing.LEASE
    assert timing.EARLY > MINUTE, "a timer may fire a minute late"
    assert timing.NEAR > timing.EARLY


# --- delivery ------------------------------------------------------------------------------------


def test_connections_that_are_gone_are_forgotten(live: Shop) -> None:
    join(live, "c1"), join(live, "c2")
    pass_opening_time(live)
    live.viewers.gone.add("c2")
    push_now(live)
    deliver_pushes(live)
    assert [item["connectionId"] for item in live.items("connections")] == ["c1"]


def test_a_connection_that_is_still_opening_is_not_forgotten(live: Shop) -> None:
    join(live, "c1")
    live.viewers.gone.add("c1")
    push = push_now(live)
    assert live.run_queue("push", "deliverGoods") == []
    live.viewers.gone.clear()
    deliver_pushes(live)
    assert [p["pushId"] for p in live.viewers.received_by("c1")] == [push]
    assert len(live.items("connections")) == 1


def test_only_failed_posts_are_repeated_and_at_most_five_times(live: Shop) -> None:
    join(live, "c1"), join(live, "c2"), join(live, "c3")
    viewers = live.viewers
    viewers.failing.update({"c2": 400, "c3": 403})
    push_now(live)
    assert live.run_queue("push", "deliverGoods") == []
    viewers.failing.pop("c2")
    deliver_pushes(live)
    assert (
        len(viewers.received_by("c1")) == 1
        and len(viewers.received_by("c2")) == 1
        and viewers.received_by("c3") == []
    )
    assert viewers.tries["c1"] == 1
    assert viewers.tries["c3"] == timing.ATTEMPTS
    assert live.delays[-4:] == [1, 2, 4, 8]


def test_the_viewers_of_a_large_room_get_a_push_shard_by_shard_and_page_by_page(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PAGE", 3)
    room = {"liveId": "live-1", "title": "t", "startAt": START, "shards": 4}
    call("saveLive", room, "host-1", HOST)
    everybody = {f"c{number}" for number in range(30)}
    for connection_id in everybody:
        join(live, connection_id)
    assert len({item["room"] for item in live.items("connections")}) == 4
    push_now(live)
    deliver_pushes(live)
    assert {c: len(live.viewers.received_by(c)) for c in everybody} == dict.fromkeys(everybody, 1)


def test_posts_to_an_endpoint_that_does_not_answer_are_repeated(live: Shop) -> None:
    join(live, "c1")
    push_now(live)
    live.set(WEBSOCKET_ENDPOINT="http://127.0.0.1:9")
    assert live.run_queue("push", "deliverGoods") == []
    live.set(WEBSOCKET_ENDPOINT=live.viewers.url)
    deliver_pushes(live)
    assert len(live.viewers.received_by("c1")) == 1


# --- a room that needs more than API Gateway gives ------------------------------------------------


def test_throttled_posts_wait_in_their_place_and_count_as_no_attempt(live: Shop) -> None:
    everybody = [f"c{number}" for number in range(40)]
    for connection_id in everybody:
        join(live, connection_id, viewer=f"viewer-{connection_id}")
    push_now(live)
    live.viewers.throttled = 300
    assert live.run_queue("push", "deliverGoods") == []
    assert live.drain("push") == [], "nothing is left for another message"
    assert all(len(live.viewers.received_by(each)) == 1 for each in everybody)
    assert sum(live.viewers.tries.values()) == 340


def test_a_post_that_is_throttled_for_long_goes_back_to_the_queue(live: Shop) -> None:
    join(live, "c1"), join(live, "c2")
    push_now(live)
    live.viewers.failing["c2"] = 429
    assert live.run_queue("push", "deliverGoods") == []
    assert live.viewers.tries["c2"] == timing.WAITS + 1
    (again,) = live.drain("push")
    assert [connection_id for connection_id, *_ in again["to"]] == ["c2"]
    assert (again.get("attempt", 1), again["rounds"]) == (1, 1)


def test_a_viewer_who_takes_nothing_is_given_up_in_the_end(live: Shop) -> None:
    """A phone that has lost its network: its buffer is full, and the others do not wait for it."""
    join(live, "c1"), join(live, "c2")
    live.viewers.failing["c2"] = 429
    push_now(live)
    deliver_pushes(live)
    assert len(live.viewers.received_by("c1")) == 1
    assert live.viewers.tries["c1"] == 1
    times = timing.ROUNDS + timing.ATTEMPTS
    assert live.viewers.tries["c2"] == times * (timing.WAITS + 1)


def test_what_is_left_of_the_stock_waits_for_nobody(live: Shop) -> None:
    from shop.live.messages import StockMessage

    join(live, "c1")
    live.viewers.failing["c1"] = 429
    message = StockMessage(liveId="live-1", pushId="p", goodsId="tea", left=1, at=START, now=START)
    delivery.send_out("live-1", 1, message)
    deliver_pushes(live)
    assert live.viewers.tries["c1"] == 1


def test_throttled_posts_wait_longer_each_time_up_to_a_second() -> None:
    waits = [timing.throttled_s(n, 1.0) for n in range(timing.WAITS + 1)]
    assert waits[:6] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0]
    assert waits[-2:] == [1.0, None]
    assert timing.throttled_s(3, 0.0) == 0.0
