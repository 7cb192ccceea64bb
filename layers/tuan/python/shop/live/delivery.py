"""A message on its way to a room's viewers: a queue message per shard, then a post per viewer."""

from __future__ import annotations

import random
import time
from itertools import count

from msgspec import json
from msgspec.structs import replace

from shop.live import connections, timing
from shop.live.connections import Viewer
from shop.live.messages import Message, StockMessage
from wxcloud import clock, posts
from wxcloud.fields import Request
from wxcloud.log import logger
from wxcloud.posts import Posted
from wxcloud.queues import Queue

PAGE = 250  # viewers that one invocation posts to
THREADS = 32


class PushDelivery(Request):
    """A message for the viewers of one shard: for those behind the connection `after`, or only for
    those in `to`. Without a message, the function only gets ready for one."""

    room: str
    push: Message | None = None
    after: str = ""
    to: tuple[Viewer, ...] = ()
    attempt: int = 1
    rounds: int = 0  # how often the message went back because posts were throttled


DELIVERIES = Queue("PUSH_QUEUE_URL", PushDelivery)


def send_out(live_id: str, shards: int, message: Message) -> None:
    """Send a message to all viewers of a room: one queue message per shard."""
    DELIVERIES.send_all(
        PushDelivery(room=connections.shard_key(live_id, shard), push=message)
        for shard in range(shards)
    )


def get_ready(live_id: str, shards: int) -> None:
    """Start as many `deliverGoods` as a push will need, so that the push meets no cold start."""
    DELIVERIES.send_all(
        PushDelivery(room=connections.shard_key(live_id, shard)) for shard in range(shards)
    )


def welcome(room: str, viewer: Viewer, push: Message) -> None:
    """Send the push on show to a viewer whose connection is about to open."""
    DELIVERIES.send(PushDelivery(room=room, push=push, to=(viewer,)), delay_s=timing.WELCOME_S)


def deliver(delivery: PushDelivery) -> None:
    """Post to one page of a shard's viewers.

    The message for the next page is sent first, so that pages are posted at the same time. Posts
    that failed are repeated after a pause, without those that succeeded; but not what is left of
    the stock, because another message about it is soon sent. Posts that are throttled wait in their
    threads, and count as no attempt.
    """
    if delivery.push is None:
        _warm_up(delivery.room)
        return
    viewers = delivery.to or connections.list_viewers(
        delivery.room, after=delivery.after, limit=PAGE
    )
    if not delivery.to and len(viewers) == PAGE:
        DELIVERIES.send(replace(delivery, after=viewers[-1].connectionId))
    message = replace(delivery.push, now=clock.now())
    is_stock = isinstance(delivery.push, StockMessage)
    failed, throttled = _post_to_all(
        delivery.room, viewers, json.encode(message), waits=not is_stock
    )
    if throttled and not is_stock and delivery.rounds < timing.ROUNDS:
        again = replace(delivery, to=throttled, after="", rounds=delivery.rounds + 1)
        DELIVERIES.send(again, delay_s=1)
    else:
        failed += throttled
    if not failed:
        return
    delay_s = None if is_stock else timing.retry_delay_s(delivery.attempt)
    if delay_s is None:
        logger.warning("viewers not reached", extra={"viewers": len(failed)})
        return
    again = replace(delivery, to=failed, after="", attempt=delivery.attempt + 1)
    DELIVERIES.send(again, delay_s=delay_s)


def _warm_up(room: str) -> None:
    """Load what a push needs, and connect to DynamoDB. No id sorts behind `~`, so no viewer is
    read."""
    posts.warm_up()
    connections.list_viewers(room, after="~", limit=PAGE)


_Viewers = tuple[Viewer, ...]


def _post_to_all(
    room: str, viewers: _Viewers, message: bytes, *, waits: bool
) -> tuple[_Viewers, _Viewers]:
    """Post to each viewer. Gives those for whom it failed, and those for whom it was throttled, if
    `waits` after waiting. Forgets connections that are gone."""
    now, until = clock.now(), time.monotonic() + timing.WAIT_S

    def post(viewer: Viewer) -> Posted:
        for waited in count():
            posted = posts.post(viewer.connectionId, message)
            if posted is not Posted.THROTTLED or not waits or time.monotonic() >= until:
                break
            wait_s = timing.throttled_s(waited, random.random())  # noqa: S311 - jitter
            if wait_s is None:
                break
            time.sleep(wait_s)
        if posted is Posted.GONE:
            if timing.is_opening(viewer.connectedAt, now):
                return Posted.FAILED
            connections.forget(room, viewer.connectionId)
        return posted

    if not viewers:
        return (), ()
    from concurrent.futures import ThreadPoolExecutor  # functions that post nothing do not load it

    with ThreadPoolExecutor(min(THREADS, len(viewers))) as pool:
        found = list(zip(viewers, pool.map(post, viewers), strict=True))
    failed = tuple(viewer for viewer, posted in found if posted is Posted.FAILED)
    return failed, tuple(viewer for viewer, posted in found if posted is Posted.THROTTLED)
