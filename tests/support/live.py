"""Live rooms in tests: schedule pushes, connect viewers, and move the clock."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shop.live import timing
from tests.support.cloud import START, Answer, LambdaContext, Shop, call, handler, token
from tests.support.viewers import Viewers
from wxcloud.clock import SECOND
from wxcloud.queues import Queue

HOST = ("host",)
OPERATOR = ("operator",)
GOODS = {
    "goodsId": "tea",
    "title": "红茶",
    "cover": "https://img.example.com/tea.png",
    "price": 8800,
    "category": "tea",
    "rank": 1,
    "stock": 10,
}


@contextmanager
def live_shop(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop with goods `tea` and a fake @connections endpoint, `shop.viewers`.

    `time.sleep` moves the clock instead of waiting. Delayed queue messages are visible at once;
    `shop.delays` contains their delays in seconds.
    """
    monkeypatch.setattr(time, "sleep", lambda s: shop.clock.advance(round(s * 1000)))
    send, shop.delays = Queue.send, []

    def send_at_once(queue: Queue, message: Any, *, delay_s: int = 0) -> None:
        shop.delays.append(delay_s)
        send(queue, message)

    monkeypatch.setattr(Queue, "send", send_at_once)
    call("saveGoods", GOODS, "operator-1", OPERATOR)
    with Viewers() as viewers:
        shop.set(WEBSOCKET_ENDPOINT=viewers.url)
        shop.viewers = viewers
        yield shop


def delay_queue_event(*dues: Any) -> dict[str, Any]:
    """The Lambda event of the delay queue with these messages."""
    return {
        "Records": [{"messageId": str(i), "body": json.dumps(due)} for i, due in enumerate(dues)]
    }


def due_pushes(shop: Shop) -> list[Any]:
    """Receive and delete all messages of the delay queue. Returns those of pushes."""
    return [due for due in shop.drain("push_due") if due["what"] == "push"]


def push_goods(event: Any) -> Any:
    return handler("pushGoods")(event, LambdaContext("pushGoods"))


def call_schedule(at: int, openid: str = "host-1", **more: Any) -> Answer:
    data = {"liveId": "live-1", "goodsId": "tea", "timestamp": at, **more}
    return call("scheduleGoodsPush", data, openid, HOST)


def schedule_push(at: int = START + 10 * SECOND, **more: Any) -> str:
    answer = call_schedule(at, **more)
    assert answer.ok, answer
    return str(answer["pushId"])


def timeline(live_id: str = "live-1") -> list[dict[str, Any]]:
    return list(call("listGoodsPush", {"liveId": live_id})["items"])


def status(push_id: str) -> str:
    return next(str(item["status"]) for item in timeline() if item["pushId"] == push_id)


def timers(shop: Shop) -> list[dict[str, Any]]:
    scheduler, group = shop.aws("scheduler"), shop.prefix + "timers"
    return [
        scheduler.get_schedule(Name=found["Name"], GroupName=group)
        for found in scheduler.list_schedules(GroupName=group)["Schedules"]
    ]


def run_due_pushes(shop: Shop, at: int) -> None:
    """Set the clock to `at` and deliver the messages of the delay queue."""
    shop.clock.set(at)
    assert shop.run_queue("push_due", "pushGoods") == []


def deliver_pushes(shop: Shop) -> None:
    """Run deliverGoods until its queue is empty."""
    for _ in range(20):
        assert shop.run_queue("push", "deliverGoods") == []


def call_socket(
    kind: str,
    connection_id: str = "c1",
    *,
    body: str = "",
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, Any]:
    """Call liveSocket as API Gateway does. `kind` is CONNECT, MESSAGE or DISCONNECT.

    Returns the status and the decoded body of the response.
    """
    event = {
        "requestContext": {
            "eventType": kind,
            "connectionId": connection_id,
            "requestId": str(uuid.uuid4()),
        },
        "headers": headers or {},
        "queryStringParameters": query,
        "body": body,
        "isBase64Encoded": False,
    }
    raw = handler("liveSocket")(event, LambdaContext("liveSocket"))
    return raw["statusCode"], json.loads(raw["body"])


def join(
    shop: Shop, connection_id: str, live_id: str = "live-1", *, viewer: str = "shopper"
) -> None:
    query = {"liveId": live_id, "token": token(viewer)}
    assert call_socket("CONNECT", connection_id, query=query)[0] == 200


def pass_opening_time(shop: Shop) -> None:
    """Move the clock so far that every connection is open."""
    shop.clock.advance(timing.OPENING + SECOND)


def push_now(live: Shop, **more: Any) -> str:
    push = schedule_push(live.clock.now + SECOND, **more)
    run_due_pushes(live, live.clock.now + SECOND)
    return push
