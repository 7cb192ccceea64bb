"""Live rooms on the deployed local stack, with real sockets: how many get a push, and how late.

`sockets` opens 1,000 WebSocket connections to one room and sends them a push. `pushes` plans 50
pushes in a room with a few viewers: some near ones, which go to the delay queue at once, and some
that are more than two minutes away, which begin with a timer. Lateness is counted from the time for
which the push was planned to when its message has arrived.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from local.client import Shopper, read_stack

SOCKETS = 1_000
USERS = 50  # one user may connect 30 times in ten minutes
OPENING_AT_ONCE = 16
SHARDS = 4  # 250 viewers each: one page of `deliverGoods`
PUSHES = 50
VIEWERS = 5
AHEAD_S = 20.0  # the first push, counted from when it is planned
APART_S = 3.0  # so that they go on beyond the two minutes from which a push begins with a timer
WAIT_S = 30.0


@dataclass(frozen=True)
class Sockets:
    """Of `opened` sockets, `reached` got the push, with its lateness in ms."""

    opened: int
    reached: int
    p50: float
    p99: float


@dataclass(frozen=True)
class Pushes:
    """Lateness of the messages in ms. `early` came before their time, `twice` came again to the
    same viewer, `missing` did not come."""

    pushes: int
    p50: float
    p99: float
    earliest: float
    twice: int
    missing: int


def sockets() -> Sockets:
    return asyncio.run(_sockets())


def pushes() -> Pushes:
    return asyncio.run(_pushes())


def verdicts(sockets: Sockets, pushes: Pushes) -> list[tuple[str, float, float]]:
    """What is measured, and how much it may be at most."""
    return [
        (
            "a push to 1,000 sockets: sockets that did not get it",
            sockets.opened - sockets.reached,
            0,
        ),
        ("a push to 1,000 sockets: 99th percentile of its lateness, s", sockets.p99 / 1000, 2),
        ("50 pushes: 99th percentile of their lateness, s", pushes.p99 / 1000, 1.5),
        ("50 pushes: the earliest, s before its time", max(0, -pushes.earliest) / 1000, 0.2),
        ("50 pushes: messages that came twice, or not", pushes.twice + pushes.missing, 0),
    ]


def lines(sockets: Sockets, pushes: Pushes) -> list[str]:
    return [
        "## Live rooms",
        "",
        f"On the deployed local stack, with real sockets. One push to {sockets.opened} sockets in a"
        f" room of {SHARDS} shards; then {pushes.pushes} pushes to {VIEWERS} viewers, of which some"
        " are planned more than two minutes ahead and begin with a timer. Lateness: from the time"
        " for which the push was planned to the arrival of its message, in ms.",
        "",
        "| | sockets | messages missing | came twice | p50 | p99 | earliest |",
        "|---|---|---|---|---|---|---|",
        f"| one push | {sockets.opened} | {sockets.opened - sockets.reached} | |"
        f" {sockets.p50:.0f} | {sockets.p99:.0f} | |",
        f"| {pushes.pushes} pushes | {VIEWERS} | {pushes.missing} | {pushes.twice} |"
        f" {pushes.p50:.0f} | {pushes.p99:.0f} | {pushes.earliest:.0f} |",
        "",
    ]


async def _sockets() -> Sockets:
    stack, live_id = read_stack(), f"bench-{uuid.uuid4().hex[:8]}"
    host = _enter(stack, "host-1")
    host.call("saveLive", liveId=live_id, title="1,000 viewers", startAt=_now(), shards=SHARDS)
    viewers = [_enter(stack, f"viewer-{live_id}-{n}") for n in range(USERS)]
    async with _room(viewers, live_id, SOCKETS) as opened:
        await asyncio.sleep(2)
        listening = [asyncio.create_task(_receive(socket, 1, WAIT_S)) for socket in opened]
        push = await asyncio.to_thread(_plan, host, live_id, _now() + 5_000)
        heard = [found for task in listening for found in await task]
    late = sorted(at - push["fireAt"] for at, push_id in heard if push_id == push["pushId"])
    return Sockets(SOCKETS, len(late), *_cuts(late))


async def _pushes() -> Pushes:
    stack, live_id = read_stack(), f"bench-{uuid.uuid4().hex[:8]}"
    host = _enter(stack, "host-1")
    viewers = [_enter(stack, f"viewer-{live_id}-{n}") for n in range(VIEWERS)]
    async with _room(viewers, live_id, VIEWERS) as opened:
        begin = _now() + int(AHEAD_S * 1000)
        fire_at = {}
        for n in range(PUSHES):
            # Odd milliseconds: a push for any moment, not only for whole seconds.
            at = begin + int(n * APART_S * 1000) + n * 17 % 1000
            fire_at[(await asyncio.to_thread(_plan, host, live_id, at))["pushId"]] = at
        last = max(fire_at.values()) - _now()
        listening = [
            asyncio.create_task(_receive(socket, None, last / 1000 + WAIT_S)) for socket in opened
        ]
        heard = [await task for task in listening]
    late = sorted(at - fire_at[push_id] for found in heard for at, push_id in found)
    counts = [Counter(push_id for _, push_id in found) for found in heard]
    twice = sum(number - 1 for each in counts for number in each.values())
    missing = sum(len(fire_at) - len(each) for each in counts)
    return Pushes(PUSHES, *_cuts(late), min(late), twice, missing)


def _enter(stack: dict[str, Any], openid: str) -> Shopper:
    shopper = Shopper(stack, openid)
    shopper.login()
    return shopper


def _plan(host: Shopper, live_id: str, at: int) -> dict[str, Any]:
    planned: dict[str, Any] = host.call(
        "scheduleGoodsPush", liveId=live_id, goodsId="goods-demo-1", timestamp=at
    )
    return planned


@asynccontextmanager
async def _room(
    viewers: list[Shopper], live_id: str, number: int
) -> AsyncIterator[list[ClientConnection]]:
    """That many open sockets in the room, spread over the viewers."""
    gate = asyncio.Semaphore(OPENING_AT_ONCE)

    async def enter(viewer: Shopper) -> ClientConnection:
        async with gate:
            url = f"{viewer.ws}?token={viewer.token}&liveId={live_id}"
            return await connect(url, open_timeout=120, ping_interval=None, max_queue=64)

    async with AsyncExitStack() as stack:
        opened = await asyncio.gather(*(enter(viewers[n % len(viewers)]) for n in range(number)))
        for socket in opened:
            stack.push_async_callback(socket.close)
        yield opened


async def _receive(
    socket: ClientConnection, number: int | None, seconds: float
) -> list[tuple[int, str]]:
    """The pushes that arrive in that time, with their times; not more than `number`."""
    found: list[tuple[int, str]] = []
    until = time.monotonic() + seconds
    while number is None or len(found) < number:
        try:
            text = await asyncio.wait_for(socket.recv(), until - time.monotonic())
        except TimeoutError:
            break
        message = json.loads(text)
        if message["type"] == "goodsPush":
            found.append((_now(), message["pushId"]))
    return found


def _cuts(late: list[int]) -> tuple[float, float]:
    if len(late) < 2:
        return float("nan"), float("nan")
    cuts = statistics.quantiles(late, n=100, method="inclusive")
    return cuts[49], cuts[98]


def _now() -> int:
    return time.time_ns() // 1_000_000
