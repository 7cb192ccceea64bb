"""A live begins and ends; what viewers and the staff see of rooms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shop.live import broadcasting, views
from tests.support.cloud import START, Answer, Shop, call
from tests.support.live import (
    HOST,
    OPERATOR,
    call_schedule,
    deliver_pushes,
    join,
    live_shop,
    push_now,
    run_due_pushes,
    schedule_push,
    status,
    timeline,
)
from wxcloud.clock import DAY, HOUR, MINUTE, SECOND

ROOM: dict[str, Any] = {"liveId": "live-1", "title": "周末专场", "startAt": START + HOUR}


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


def save(**more: Any) -> None:
    answer = call("saveLive", {**ROOM, **more}, "host-1", HOST)
    assert answer.ok, answer


def start(live_id: str = "live-1", openid: str = "host-1", roles: Any = HOST) -> Answer:
    return call("startLive", {"liveId": live_id}, openid, roles)


def end(live_id: str = "live-1", openid: str = "host-1", roles: Any = HOST) -> Answer:
    return call("endLive", {"liveId": live_id}, openid, roles)


def see(live_id: str = "live-1", openid: str = "", roles: Any = ()) -> Answer:
    return call("getLive", {"liveId": live_id}, openid, roles)


def listed(openid: str = "", roles: Any = (), **asked: Any) -> list[str]:
    """The ids of all rooms, page by page."""
    found: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        more = {"cursor": cursor} if cursor else {}
        page = call("listLives", {**asked, **more}, openid, roles)
        found += [each["liveId"] for each in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


# --- begin and end -------------------------------------------------------------------------------


def test_a_live_begins_once_and_its_viewers_are_told(live: Shop) -> None:
    save()
    assert see()["status"] == "PLANNED"
    join(live, "c1")
    live.clock.advance(2 * HOUR)
    began = live.clock.now
    assert start().body == {"liveId": "live-1", "status": "LIVE", "startAt": began}
    live.clock.advance(MINUTE)
    assert start()["startAt"] == began, "a repeat changes nothing"
    assert (see()["status"], see()["startAt"]) == ("LIVE", began)
    deliver_pushes(live)
    told = live.viewers.received_by("c1")
    assert [(each["type"], each["status"]) for each in told] == [("room", "LIVE")] * 2


def test_a_live_ends_for_good_and_its_planned_pushes_are_cancelled(live: Shop) -> None:
    save()
    start()
    deliver_pushes(live)
    join(live, "c1")
    out = push_now(live)
    planned = [schedule_push(START + (10 + n) * MINUTE) for n in range(3)]
    live.clock.advance(5 * MINUTE)
    ended = end()
    over = {"liveId": "live-1", "status": "ENDED", "endAt": live.clock.now}
    assert ended.body == {**over, "cancelled": 3, "more": False}
    assert end().body == {**over, "cancelled": 0, "more": False}, "a repeat changes nothing"
    assert {push: status(push) for push in planned} == dict.fromkeys(planned, "CANCELLED")
    assert status(out) == "PUSHED"
    assert call_schedule(START + HOUR).code == "LIVE_OVER"
    assert start().code == "LIVE_OVER"
    run_due_pushes(live, START + HOUR)
    deliver_pushes(live)
    told = live.viewers.received_by("c1")
    assert [each["type"] for each in told] == ["goodsPush", "room", "room"]
    assert told[-1]["status"] == "ENDED"


def test_a_push_does_not_go_out_after_the_end_even_if_it_is_not_cancelled_yet(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the call of endLive had stopped after its first write."""
    save()
    join(live, "c1")
    push = schedule_push()
    monkeypatch.setattr(broadcasting, "_MOST", 0)
    assert end().body == {
        "liveId": "live-1",
        "status": "ENDED",
        "endAt": START,
        "cancelled": 0,
        "more": True,
    }
    run_due_pushes(live, START + 10 * SECOND)
    deliver_pushes(live)
    assert status(push) == "CANCELLED"
    assert [each["type"] for each in live.viewers.received_by("c1")] == ["room"]


def test_more_pushes_than_one_call_cancels_are_cancelled_by_the_next(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    save()
    for n in range(5):
        schedule_push(START + (10 + n) * MINUTE)
    monkeypatch.setattr(broadcasting, "_MOST", 3)
    calls = [end(), end(), end()]
    assert [(each["cancelled"], each["more"]) for each in calls] == [
        (3, True),
        (2, False),
        (0, False),
    ]
    assert {each["status"] for each in timeline()} == {"CANCELLED"}


def test_who_may_begin_and_end_a_live(live: Shop) -> None:
    for name in ("startLive", "endLive"):
        assert call(name, {"liveId": "live-1"}, "").status == 401
        assert call(name, {"liveId": "live-1"}, "u1").status == 403
        assert call(name, {"liveId": "live-1"}, "host-1", HOST).code == "NOT_FOUND"
        assert call(name, {}, "host-1", HOST).status == 400
    save()
    assert start(openid="host-2").code == "NOT_YOUR_LIVE"
    assert end(openid="host-2").code == "NOT_YOUR_LIVE"
    assert start(openid="op", roles=OPERATOR).ok
    assert end(openid="op", roles=OPERATOR).ok
    call("saveLive", {**ROOM, "liveId": "shops"}, "op", OPERATOR)
    assert start("shops").code == "NOT_YOUR_LIVE"
    schedule_push(liveId="unsaved")
    assert start("unsaved").code == "NOT_FOUND", "a room without a title is not announced"
    assert end("unsaved").ok, "but its pushes can be stopped"


def test_a_room_whose_planned_time_is_over_does_not_begin(live: Shop) -> None:
    save(endAt=START + 2 * HOUR)
    live.clock.advance(3 * HOUR)
    assert see()["status"] == "ENDED"
    assert start().code == "LIVE_ENDED"
    save(endAt=START + 9 * HOUR)
    assert start().ok


def test_a_host_begins_and_ends_a_bounded_number_of_times(live: Shop) -> None:
    save()
    codes = [start().code for _ in range(11)]
    assert codes == ["OK"] * 10 + ["TOO_MANY_REQUESTS"]


def test_a_saved_change_keeps_a_live_live_and_one_that_is_over_over(live: Shop) -> None:
    save()
    start()
    save(title="换个标题")
    assert (see()["status"], see()["title"]) == ("LIVE", "换个标题")
    end()
    save(title="回放", endAt=START + DAY)
    assert (see()["status"], see()["title"]) == ("ENDED", "回放")


# --- what is seen --------------------------------------------------------------------------------


def test_a_viewer_sees_the_room_and_the_staff_sees_more(live: Shop) -> None:
    save(shards=4)
    guest = see()
    assert guest.body == {
        "liveId": "live-1",
        "title": "周末专场",
        "status": "PLANNED",
        "startAt": START + HOUR,
        "endAt": None,
        "onShow": None,
        "viewers": 0,
        "likes": 0,
        "now": START,
    }
    for openid, roles in (("host-1", HOST), ("op", OPERATOR)):
        assert see("live-1", openid, roles).body == {**guest.body, "host": "host-1", "shards": 4}
    push = push_now(live)
    live.clock.advance(7 * SECOND)
    shown = see()
    assert (shown["onShow"]["pushId"], shown["onShow"]["left"]) == (push, 10)
    assert shown["now"] == shown["onShow"]["now"] == live.clock.now
    assert see("nowhere").code == "NOT_FOUND"


def test_viewers_are_counted_at_most_every_ten_seconds(live: Shop) -> None:
    save(shards=2)
    for number in range(5):
        join(live, f"c{number}", viewer=f"u{number}")
    assert see()["viewers"] == 5
    join(live, "c9", viewer="u9")
    assert see()["viewers"] == 5, "some seconds old"
    live.clock.advance(10 * SECOND)
    assert see()["viewers"] == 6


def test_a_large_room_is_counted_from_some_of_its_shards(live: Shop) -> None:
    save(shards=16)
    for number in range(64):
        join(live, f"c{number}", viewer=f"u{number}")
    assert 24 <= see()["viewers"] <= 120, "four shards of sixteen, times four"


def test_a_room_that_nobody_has_saved_has_no_numbers_of_its_own(live: Shop) -> None:
    join(live, "c1", "nobodys")
    assert see("nobodys").code == "NOT_FOUND"
    assert live.items("lives") == [], "to ask writes nothing"
    assert call_schedule(START + MINUTE, "host-2", liveId="nobodys").ok


# --- lists ---------------------------------------------------------------------------------------


def save_many() -> None:
    for name, at in (("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)):
        save(liveId=name, startAt=START + at * HOUR)
    for name in ("b", "c", "d"):
        start(name)
    end("c")


def test_the_list_begins_with_what_is_live_then_what_is_planned_then_what_is_over(
    live: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_many()
    wanted = {"b", "d"}, ["e", "a"], ["c"]
    for size in (1, 2, 3, 20):
        monkeypatch.setattr(views, "_PAGE", size)
        found = listed()
        assert (set(found[:2]), found[2:4], found[4:]) == wanted, size


def test_rooms_of_one_status(live: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    save_many()
    for size in (1, 20):
        monkeypatch.setattr(views, "_PAGE", size)
        assert set(listed(status="LIVE")) == {"b", "d"}
        assert listed(status="PLANNED") == ["a", "e"], "the next one first"
        assert listed(status="ENDED") == ["c"]
    save(liveId="short", startAt=START + HOUR, endAt=START + 2 * HOUR)
    start("short")
    live.clock.advance(8 * HOUR)
    assert set(listed(status="LIVE")) == {"b", "d"}, "not one whose time is over"
    assert listed(status="PLANNED") == ["e"], "not one that nobody has begun for six hours"
    assert len(listed()) == 6
    for each in call("listLives", {})["items"]:
        wanted = {"b": "LIVE", "d": "LIVE", "c": "ENDED", "short": "ENDED"}
        assert each["status"] == wanted.get(each["liveId"], "PLANNED")
    assert call("listLives", {"status": "GONE"}).status == 400


def test_a_cursor_of_another_list_is_refused(live: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    save_many()
    monkeypatch.setattr(views, "_PAGE", 1)
    cursor = call("listLives", {"status": "LIVE"})["cursor"]
    refused = call("listLives", {"cursor": cursor})
    assert (refused.status, refused["field"]) == (400, "cursor")
