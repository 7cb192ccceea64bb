"""Whose a live room is, who may use its pushes, and how many pushes it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.cloud import START, Answer, Shop, call
from tests.support.live import HOST, OPERATOR, call_schedule, live_shop, schedule_push, timers
from wxcloud.clock import MINUTE, SECOND

BOTH = (*HOST, *OPERATOR)
ROOM: dict[str, Any] = {"liveId": "live-1", "title": "周末专场", "startAt": START}


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


def push(at: int, openid: str, roles: tuple[str, ...]) -> Answer:
    data = {"liveId": "live-1", "goodsId": "tea", "timestamp": at}
    return call("scheduleGoodsPush", data, openid, roles)


def cancel(push_id: str, openid: str, roles: tuple[str, ...]) -> Answer:
    return call("cancelGoodsPush", {"liveId": "live-1", "pushId": push_id}, openid, roles)


def test_an_operator_gives_a_room_to_a_host_and_takes_it_back(live: Shop) -> None:
    assert call("saveLive", ROOM, "op", OPERATOR).ok
    for host in ("host-1", "host-2"):
        assert call("saveLive", ROOM, host, HOST).code == "NOT_YOUR_LIVE"
        assert push(START + MINUTE, host, HOST).code == "NOT_YOUR_LIVE"
    assert call("saveLive", {**ROOM, "host": "host-1"}, "op", OPERATOR).ok
    assert push(START + MINUTE, "host-1", HOST).ok
    assert call("saveLive", ROOM, "op", OPERATOR).ok, "a change that names no host keeps the host"
    theirs = push(START + 2 * MINUTE, "host-1", HOST)
    assert theirs.ok
    assert call("saveLive", {**ROOM, "host": None}, "op", OPERATOR).ok
    assert push(START + 3 * MINUTE, "host-1", HOST).code == "NOT_YOUR_LIVE"
    assert push(START + 2 * MINUTE, "host-1", HOST).code == "NOT_YOUR_LIVE", "not even a repeat"
    assert cancel(theirs["pushId"], "host-1", HOST).code == "NOT_YOUR_LIVE"
    assert call("saveLive", {**ROOM, "host": "host-2"}, "op", OPERATOR).ok
    assert cancel(theirs["pushId"], "host-2", HOST).ok, "the room's host, whoever planned it"


def test_only_an_operator_gives_a_room_away(live: Shop) -> None:
    for host in ("host-1", "host-2", None):
        assert call("saveLive", {**ROOM, "host": host}, "host-1", HOST).code == "FORBIDDEN"
    assert call("saveLive", ROOM, "host-1", HOST).ok
    bad = call("saveLive", {**ROOM, "host": "no openid!"}, "op", OPERATOR)
    assert (bad.status, bad["field"]) == (400, "host")


@pytest.mark.parametrize("roles", [OPERATOR, BOTH])
def test_an_operator_uses_the_room_of_every_host(live: Shop, roles: tuple[str, ...]) -> None:
    mine = schedule_push(START + MINUTE)
    assert call("saveLive", ROOM, "op", roles).ok
    theirs = push(START + 2 * MINUTE, "op", roles)
    assert theirs.ok
    assert cancel(mine, "op", roles).ok
    assert cancel(theirs["pushId"], "host-1", HOST).ok
    assert call_schedule(START + 3 * MINUTE).ok, "the room is still the host's"
    assert call_schedule(START + 3 * MINUTE, "host-2").code == "NOT_YOUR_LIVE"


def test_a_new_room_of_an_operator_who_is_a_host_is_theirs(live: Shop) -> None:
    assert call("saveLive", ROOM, "op", BOTH).ok
    assert push(START + MINUTE, "op", HOST).ok, "also without the role of an operator"
    other = {"liveId": "live-2", "goodsId": "tea", "timestamp": START + MINUTE}
    assert call("scheduleGoodsPush", other, "op", OPERATOR).ok
    assert call("scheduleGoodsPush", other, "host-1", HOST).code == "NOT_YOUR_LIVE"


def test_a_room_takes_a_bounded_number_of_pushes_in_a_minute(live: Shop) -> None:
    answers = [call_schedule(START + 10 * MINUTE + i) for i in range(25)]
    assert [answer.ok for answer in answers] == [True] * 20 + [False] * 5
    assert {answer.code for answer in answers[20:]} == {"TOO_MANY_REQUESTS"}
    assert len(timers(live)) == 20, "what is refused sets no timer and wakes nobody"
    for answer in answers[:20]:
        assert cancel(answer["pushId"], "host-1", HOST).ok
    assert call_schedule(START + 10 * MINUTE + 30).code == "TOO_MANY_REQUESTS", (
        "cancelled ones count"
    )
    assert call_schedule(START + 11 * MINUTE).ok
    assert call_schedule(START + 10 * MINUTE, liveId="live-2").ok


def test_a_host_plans_a_bounded_number_of_pushes_in_a_minute(live: Shop) -> None:
    codes = [call_schedule(START + (i + 10) * MINUTE, liveId=f"live-{i}").code for i in range(61)]
    assert codes == ["OK"] * 60 + ["TOO_MANY_REQUESTS"]
    live.clock.advance(MINUTE)
    assert call_schedule(START + 10 * MINUTE + SECOND).ok
