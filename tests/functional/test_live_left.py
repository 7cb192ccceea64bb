"""Viewers see what is left of the goods on show, and their likes and clicks are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shop.live import connections, delivery, numbers, shown, timing
from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.live import (
    GOODS,
    HOST,
    OPERATOR,
    call_socket,
    delay_queue_event,
    deliver_pushes,
    join,
    live_shop,
    push_goods,
    push_now,
)
from tests.support.orders import OrderStream
from wxcloud.clock import MINUTE, SECOND


class Room:
    """A live room with one viewer, and goods on show."""

    def __init__(self, live: Shop) -> None:
        self.live, self.orders = live, OrderStream(live)
        join(live, "c1")
        self.push = push_now(live, bubbleSeconds=600)
        deliver_pushes(live)
        self.first_look()

    def first_look(self) -> None:
        """Each push is looked at once, two seconds later; here, no look follows by itself."""
        (self.look,) = self.live.drain("push_due")
        assert self.look["what"] == "look"

    def order(self, buyer: str = "u1", quantity: int = 1) -> str:
        answer = orders.place(buyer, quantity, sku="tea")
        assert answer.ok, answer
        self.orders.deliver_all()
        return str(answer["orderId"])

    def asked(self) -> list[dict[str, Any]]:
        """The requests to tell what is left."""
        found = self.live.drain("push_due")
        assert {due["what"] for due in found} <= {"asked"}
        return found

    def tell(self, *dues: dict[str, Any], after: int = SECOND) -> None:
        """The requests arrive when the pause is over."""
        self.live.clock.advance(after)
        assert push_goods(delay_queue_event(*dues)) == {"batchItemFailures": []}
        deliver_pushes(self.live)

    def told(self, viewer: str = "c1") -> list[int]:
        """What the viewer was told was left, message by message."""
        got = self.live.viewers.received_by(viewer)
        return [each["left"] for each in got if each["type"] == "stock"]


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


@pytest.fixture
def room(live: Shop) -> Room:
    return Room(live)


def say(viewer: str = "c1", **message: Any) -> Any:
    import json

    status, answer = call_socket("MESSAGE", viewer, body=json.dumps(message))
    assert status == 200
    return answer


# --- what is left --------------------------------------------------------------------------------


def test_an_order_lets_viewers_know_what_is_left(room: Room) -> None:
    room.order(quantity=3)
    (due,) = room.asked()
    assert room.live.delays[-1] == 1
    room.tell(due)
    now = room.live.clock.now
    assert room.live.viewers.received_by("c1")[-1] == {
        "type": "stock",
        "liveId": "live-1",
        "pushId": room.push,
        "goodsId": "tea",
        "left": 7,
        "at": now,
        "now": now,
    }


def test_units_that_come_back_are_told_too(room: Room) -> None:
    order = room.order(quantity=3)
    room.tell(*room.asked())
    assert call("cancelOrder", {"orderId": order}, "u1").ok
    room.orders.deliver_all()
    room.tell(*room.asked())
    assert room.told() == [7, 10]


def test_many_orders_in_a_second_are_one_message(room: Room) -> None:
    for number in range(6):
        room.order(f"u{number}")
    (due,) = room.asked()
    room.tell(due)
    assert room.told() == [4]


def test_a_change_after_the_look_is_told_by_a_message_of_its_own(room: Room) -> None:
    room.order("u1")
    first = room.asked()
    room.tell(*first)
    shown._asked.clear()  # as in another process
    room.order("u2")
    second = room.asked()
    assert len(second) == 1
    room.tell(*second)
    assert room.told() == [9, 8]


def test_a_request_that_arrives_twice_or_at_once_keeps_the_pause(room: Room) -> None:
    room.order()
    (due,) = room.asked()
    room.tell(due, due, due)
    assert room.told() == [9]
    again = room.asked()
    assert [each["fireAt"] for each in again] == [room.live.clock.now + SECOND] * 2
    room.tell(*again)
    assert room.told() == [9, 9], "late ones come a second later"


def test_a_request_that_arrives_early_waits(room: Room) -> None:
    room.order()
    (due,) = room.asked()
    room.tell(due, after=0)
    assert room.told() == []
    assert room.asked() == [due]


def test_a_crash_before_the_message_is_sent_does_not_lose_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.order()
    (due,) = room.asked()
    room.live.clock.advance(SECOND)
    with monkeypatch.context() as crashing:

        def crash(*_: object) -> None:
            raise RuntimeError("the machine is gone")

        crashing.setattr(delivery, "send_out", crash)
        assert push_goods(delay_queue_event(due))["batchItemFailures"]
    room.tell(due, after=MINUTE)
    assert room.told() == [9]


def test_a_request_whose_message_was_lost_is_given_up(room: Room) -> None:
    room.order("u1")
    assert len(room.asked()) == 1, "and nobody receives it"
    room.live.clock.advance(timing.ASKED + 1)
    shown._rooms.clear()
    room.order("u2")
    room.tell(*room.asked())
    assert room.told() == [8]


def test_goods_on_show_are_looked_at_also_without_an_order(room: Room) -> None:
    """As when an operator saves more units."""
    call("saveGoods", {**GOODS, "stock": 500}, "operator-1", OPERATOR)
    room.tell(room.look, after=timing.FIRST_LOOK)
    assert room.told() == [500]
    for _ in range(3):
        (look,) = room.live.drain("push_due")
        assert (look["what"], look["fireAt"]) == ("look", room.live.clock.now + timing.LOOK_EVERY)
        room.tell(look, after=timing.LOOK_EVERY)
    assert room.told() == [500], "what has not changed is not sent"


def test_nobody_looks_when_the_bubble_is_over_or_another_one_is_shown(room: Room) -> None:
    look = room.look
    push_now(room.live, bubbleSeconds=5)
    deliver_pushes(room.live)
    (second,) = room.live.drain("push_due")
    room.tell(look, after=timing.FIRST_LOOK)
    assert room.live.drain("push_due") == [], "the first push is not shown any more"
    room.tell(second, after=10 * SECOND)
    assert room.live.drain("push_due") == []
    assert room.told() == []


def test_orders_of_goods_that_no_room_shows_ask_nothing(room: Room) -> None:
    orders.save_goods()
    assert orders.place("u1").ok
    room.orders.deliver_all()
    assert room.asked() == []
    room.live.clock.advance(11 * MINUTE)
    shown._rooms.clear()
    room.order()
    assert room.asked() == [], "the bubble is over"


def test_each_room_that_shows_the_goods_is_told(room: Room) -> None:
    join(room.live, "c2", "live-2")
    push_now(room.live, liveId="live-2", bubbleSeconds=600)
    room.live.drain("push_due")
    deliver_pushes(room.live)
    shown._rooms.clear()
    room.order(quantity=2)
    room.tell(*room.asked())
    assert room.told("c1") == room.told("c2") == [8]


def test_whoever_joins_late_gets_goods_what_is_left_and_the_servers_time(room: Room) -> None:
    room.order(quantity=4)
    room.tell(*room.asked())
    join(room.live, "late", viewer="u9")
    room.live.clock.advance(3 * SECOND)
    deliver_pushes(room.live)
    (got,) = room.live.viewers.received_by("late")
    assert (got["pushId"], got["left"], got["now"]) == (room.push, 6, room.live.clock.now)
    assert say("late", action="current") == got
    assert call("getLive", {"liveId": "live-1"}, "")["onShow"] == got


def test_a_viewer_whose_post_fails_gets_the_next_number_and_no_old_one(room: Room) -> None:
    room.live.clock.advance(timing.OPENING)
    room.live.viewers.failing["c1"] = 500
    room.order("u1")
    room.tell(*room.asked())
    assert room.live.drain("push") == [], "it is not repeated"
    del room.live.viewers.failing["c1"]
    shown._asked.clear()
    room.order("u2")
    room.tell(*room.asked())
    assert room.told() == [8]


def test_hidden_goods_have_none_left(room: Room) -> None:
    call("saveGoods", {**GOODS, "hidden": True}, "operator-1", OPERATOR)
    room.tell(room.look, after=timing.FIRST_LOOK)
    assert room.told() == [0]


def test_a_live_that_is_over_tells_nothing(room: Room) -> None:
    room.order()
    asked = room.asked()
    assert call("endLive", {"liveId": "live-1"}, "host-1", HOST).ok
    room.tell(*asked)
    assert room.told() == []


# --- likes and clicks ----------------------------------------------------------------------------


def test_likes_are_counted_in_the_room(room: Room) -> None:
    join(room.live, "c2", viewer="u2")
    now = room.live.clock.now
    first = say(action="like", n=12)
    assert first == {"type": "numbers", "liveId": "live-1", "viewers": 2, "likes": 12, "now": now}
    say("c2", action="like", n=50)
    say("c2", action="ping")
    room.live.clock.advance(numbers.FRESH)
    assert say(action="numbers")["likes"] == 62
    assert call("getLive", {"liveId": "live-1"}, "")["likes"] == 62
    say(action="like")
    room.live.clock.advance(numbers.FRESH)
    assert say("c2", action="numbers")["likes"] == 63


def test_a_viewer_sends_likes_once_in_two_seconds(room: Room) -> None:
    for known in (True, False):
        assert say(action="like", n=50)["type"] == "numbers"
        for _ in range(3):
            if not known:
                connections._waiting.clear()  # as in another process
            assert say(action="like", n=50)["errCode"] == "TOO_MANY_REQUESTS"
        room.live.clock.advance(timing.LIKE_EVERY)
    room.live.clock.advance(numbers.FRESH)
    assert say(action="numbers")["likes"] == 100


def test_likes_that_are_none_or_too_many_are_refused(room: Room) -> None:
    for odd in (0, -1, 51, 1.5, "2", None, True, 10**18):
        answer = say(action="like", n=odd)
        assert (answer["errCode"], answer["field"]) == ("BAD_REQUEST", "n"), odd
    assert say("stranger", action="like")["errCode"] == "NOT_CONNECTED"
    assert [item for item in room.live.items("lives") if item["sk"] == "likes"] == []


def test_a_viewers_click_counts_once_and_the_staff_sees_how_many(room: Room) -> None:
    join(room.live, "c2", viewer="u2")
    for viewer in ("c1", "c1", "c2", "c1"):
        assert say(viewer, action="click", pushId=room.push) == {
            "type": "clicked",
            "pushId": room.push,
        }
    for openid, roles, clicks in (("host-1", HOST, 2), ("op", OPERATOR, 2), ("u1", (), None)):
        (marker,) = call("listGoodsPush", {"liveId": "live-1"}, openid, roles)["items"]
        assert marker.get("clicks") == clicks


def test_clicks_are_bounded_and_of_pushes_that_went_out(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say(action="click", pushId="p" * 26)["errCode"] == "PUSH_NOT_FOUND"
    assert say(action="click")["field"] == "pushId"
    assert say("stranger", action="click", pushId=room.push)["errCode"] == "NOT_CONNECTED"
    monkeypatch.setattr(connections, "MAX_CLICKED", 2)
    pushes = [room.push, push_now(room.live), push_now(room.live)]
    codes = [say(action="click", pushId=push).get("errCode") for push in pushes * 2]
    assert codes == [None, None, "TOO_MANY_REQUESTS"] * 2


def test_likes_of_many_shards_are_kept_in_eight_counters(room: Room) -> None:
    form = {"liveId": "live-1", "title": "t", "startAt": room.live.clock.now, "shards": 32}
    assert call("saveLive", form, "host-1", HOST).ok
    for number in range(40):
        join(room.live, f"m{number}", viewer=f"u{number}")
        say(f"m{number}", action="like", n=2)
        say(f"m{number}", action="click", pushId=room.push)
    counters = {item["liveId"] for item in room.live.items("lives") if item["sk"] == "likes"}
    assert counters <= {f"live-1#{n}" for n in range(numbers.COUNTERS)} and len(counters) > 4
    room.live.clock.advance(numbers.FRESH)
    assert say(action="numbers")["likes"] == 80
    (marker,) = call("listGoodsPush", {"liveId": "live-1"}, "host-1", HOST)["items"]
    assert marker["clicks"] == 40
