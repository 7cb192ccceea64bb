"""A live room: goods appear on every viewer's screen on time."""

from __future__ import annotations

import json
import time
import uuid

from local.day.cast import Cast, Step, expect, yuan


def push(cast: Cast) -> str:
    cast.host.login()
    live_id = f"live-{uuid.uuid4().hex[:6]}"
    with cast.mei.watch(live_id) as socket:
        fire_at = int(time.time() * 1000) + 4_000
        planned = cast.host.call(
            "scheduleGoodsPush", liveId=live_id, goodsId="goods-demo-2", timestamp=fire_at
        )
        message = json.loads(socket.recv(timeout=40))
        late = int(time.time() * 1000) - fire_at
    expect(message["pushId"] == planned["pushId"], "the push that was scheduled")
    expect(late >= 0, "no push before its time")
    goods = message["goods"]
    return f"“{goods['title']}” for {yuan(goods['price'])}, {late} ms after its time"


STEPS: list[Step] = [("a viewer gets a goods push on time", push)]
