"""Live rooms in tests: hosts schedule pushes, viewers connect, and time passes."""

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
def on_air(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop with one kind of tea and a fake @connections endpoint, `shop.viewers`.

    `time.sleep` moves the clock. A delayed queue message is visible at once; `shop.delays` has the
    delay in seconds."""
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


def queued(*dues: Any) -> dict[str, Any]:
    """The delay queue's event."""
    return {
        "Records": [{"messageId": str(i), "body": json.dumps(due)} for i, due in enumerate(dues)]
    }


def push_goods(event: Any) -> Any:
    return handler("pushGoods")(event, LambdaContext("pushGoods"))


def schedule(at: int, openid: str = "host-1", **more: Any) -> Answer:
    data = {"liveId": "live-1", "goodsId": "tea", "timestamp": at, **more}
    return call("scheduleGoodsPush", data, openid, HOST)


def planned(at: int = START + 10 * SECOND, **more: Any) -> str:
    answer = schedule(at, **more)
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


def fire(shop: Shop, at: int) -> None:
    """The delay queue delivers its messages at that time."""
    shop.clock.set(at)
    assert shop.work("push_due", "pushGoods") == []


def deliver(shop: Shop) -> None:
    """Run deliverGoods until its queue is empty."""
    for _ in range(20):
        assert shop.work("push", "deliverGoods") == []


def say(
    kind: str,
    connection_id: str = "c1",
    *,
    body: str = "",
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, Any]:
    """Call liveSocket as API Gateway does; `kind` is CONNECT, MESSAGE or DISCONNECT. The status and
    the body of the answer."""
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


def join(shop: Shop, connection_id: str, live_id: str = "live-1") -> None:
    query = {"liveId": live_id, "token": token("shopper")}
    assert say("CONNECT", connection_id, query=query)[0] == 200


def settle(shop: Shop) -> None:
    """Move the clock until no connection can still be opening."""
    shop.clock.advance(timing.OPENING + SECOND)


def push_now(live: Shop, **more: Any) -> str:
    push = planned(live.clock.now + SECOND, **more)
    fire(live, live.clock.now + SECOND)
    return push
