"""Live rooms on the deployed stack: real sockets and real timers, with time limits."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest

from local.client import Refused, Shopper, read_stack, until
from local.stack.aws import client

pytestmark = pytest.mark.local

# A push must arrive within one second of its time. The rest of the tolerance is for a busy machine:
# the local stack starts a process for each concurrent call.
TOLERANCE_MS = 1000 + 1500


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return read_stack()


@pytest.fixture
def live_id() -> str:
    return f"live-{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def host(stack: dict[str, Any]) -> Shopper:
    return enter(stack, "host-1")


@pytest.fixture(scope="module")
def viewer(stack: dict[str, Any]) -> Shopper:
    return enter(stack, f"viewer-{uuid.uuid4().hex[:8]}")


def enter(stack: dict[str, Any], openid: str) -> Shopper:
    shopper = Shopper(stack, openid)
    shopper.login()
    return shopper


def now() -> int:
    return time.time_ns() // 1_000_000


def schedule(host: Shopper, live_id: str, away_ms: int) -> Any:
    return host.call(
        "scheduleGoodsPush", liveId=live_id, goodsId="goods-demo-1", timestamp=now() + away_ms
    )


def timers(stack: dict[str, Any], push_id: str) -> list[dict[str, Any]]:
    """The schedules of a push: their names and groups."""
    scheduler = client(stack["endpoint"], "scheduler")
    pages = scheduler.get_paginator("list_schedules").paginate(NamePrefix=f"push-{push_id}")
    return [found for page in pages for found in page["Schedules"]]


def test_a_push_arrives_on_every_socket_within_a_second_of_its_time(
    host: Shopper, viewer: Shopper, live_id: str
) -> None:
    late = []
    with viewer.watch(live_id) as one, host.watch(live_id) as two:
        for away_ms in (5_000, 4_321, 3_500):
            push = schedule(host, live_id, away_ms)
            for socket in (one, two):
                message = json.loads(socket.recv(timeout=30))
                late.append(now() - push["fireAt"])
                assert message["pushId"] == push["pushId"]
                assert message["goods"]["goodsId"] == "goods-demo-1"
                assert message["at"] == push["fireAt"]
    print(f"arrived {late} ms after the planned time")
    assert min(late) >= 0, "never early"
    assert max(late) <= TOLERANCE_MS, late
    with pytest.raises(TimeoutError), viewer.watch(f"{live_id}-other") as elsewhere:
        elsewhere.recv(timeout=2)
    items = host.call("listGoodsPush", liveId=live_id)["items"]
    assert [item["status"] for item in items] == ["PUSHED"] * 3


def test_a_viewer_who_connects_later_gets_the_goods_on_show_and_may_ask_for_them(
    host: Shopper, viewer: Shopper, live_id: str
) -> None:
    push = schedule(host, live_id, 0)
    until(lambda: host.call("listGoodsPush", liveId=live_id)["items"][0]["status"] == "PUSHED")
    with viewer.watch(live_id) as socket:
        assert json.loads(socket.recv(timeout=20))["pushId"] == push["pushId"]
        socket.send('{"action": "ping"}')
        assert json.loads(socket.recv(timeout=20))["type"] == "pong"
        socket.send('{"action": "current"}')
        assert json.loads(socket.recv(timeout=20))["pushId"] == push["pushId"]
        for odd in ("hello", "[]", '{"action": "$connect"}', "x" * 5000):
            socket.send(odd)
            assert json.loads(socket.recv(timeout=20))["errCode"] == "BAD_REQUEST"


def test_a_far_push_is_a_schedule_that_deletes_itself_and_can_be_cancelled(
    stack: dict[str, Any], host: Shopper, live_id: str
) -> None:
    push = schedule(host, live_id, 10 * 60_000)
    (found,) = timers(stack, push["pushId"])
    timer = client(stack["endpoint"], "scheduler").get_schedule(
        Name=found["Name"], GroupName=found["GroupName"]
    )
    assert timer["ActionAfterCompletion"] == "DELETE"
    assert timer["Target"]["Arn"].endswith("pushGoods")
    cancelled = host.call("cancelGoodsPush", liveId=live_id, pushId=push["pushId"])
    assert cancelled["status"] == "CANCELLED"
    assert timers(stack, push["pushId"]) == []


def test_a_schedule_is_deleted_after_its_push(
    stack: dict[str, Any], host: Shopper, live_id: str
) -> None:
    push = schedule(host, live_id, 0)
    assert len(timers(stack, push["pushId"])) == 1
    assert until(lambda: not timers(stack, push["pushId"]), 60)
    (item,) = host.call("listGoodsPush", liveId=live_id)["items"]
    assert item["status"] == "PUSHED"


def test_viewers_do_not_get_a_cancelled_push(host: Shopper, viewer: Shopper, live_id: str) -> None:
    with viewer.watch(live_id) as socket:
        push = schedule(host, live_id, 4_000)
        host.call("cancelGoodsPush", liveId=live_id, pushId=push["pushId"])
        with pytest.raises(TimeoutError):
            socket.recv(timeout=6)


def test_a_socket_without_a_session_or_a_room_is_refused(
    stack: dict[str, Any], viewer: Shopper
) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    for query in ("", "?liveId=live-1", "?liveId=live-1&token=forged", f"?token={viewer.token}"):
        with pytest.raises(InvalidStatus), connect(stack["ws"] + query, open_timeout=30):
            pass


def test_only_a_host_schedules_a_push_and_only_of_goods_that_exist(
    host: Shopper, viewer: Shopper, live_id: str
) -> None:
    tries = [
        (viewer, {"goodsId": "goods-demo-1", "timestamp": now()}, 403, "FORBIDDEN"),
        (host, {"goodsId": "goods-none", "timestamp": now()}, 404, "GOODS_NOT_FOUND"),
        (host, {"goodsId": "goods-demo-1", "timestamp": now() - 60_000}, 400, "BAD_REQUEST"),
    ]
    for who, data, status, code in tries:
        with pytest.raises(Refused) as refused:
            who.call("scheduleGoodsPush", liveId=live_id, **data)
        assert (refused.value.status, refused.value.code) == (status, code)
    with pytest.raises(Refused) as refused:
        host.call("noSuchFunction")
    assert (refused.value.status, refused.value.code) == (404, "FUNCTION_NOT_FOUND")
