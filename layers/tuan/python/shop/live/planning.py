"""Hosts schedule pushes and cancel them. A timer and a delay queue call `pushGoods` in time.

Why the timer is set before the push is written: see `shop.live`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from shop.catalog import goods
from shop.live import pushes, rooms, rules, timing
from shop.live.pushes import GoodsPush
from shop.live.rules import CANCELLED, PUSH_NOT_FOUND, SCHEDULED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.fields import Id, Request, Result, Time
from wxcloud.ids import id_of
from wxcloud.queues import Queue
from wxcloud.timers import Timer
from wxcloud.transaction import ALREADY_SO, Outcome, Refuse, commit, commit_one, put, update


class Due(Request):
    """The message of timers and of the delay queue: a push, and its time (ms UTC)."""

    liveId: Id
    pushId: Id
    fireAt: Time


DUE = Queue("PUSH_DUE_QUEUE_URL", Due)
TIMER = Timer("PUSH_GOODS_ARN", Due)


class PushScheduled(Result):
    """A push that is planned. The same goods at the same time in the same room are one push."""

    pushId: Id
    fireAt: Annotated[Time, Meta(description="ms UTC: the `timestamp` of the request")]


class PushCancelled(Result):
    """A push that viewers will not get."""

    pushId: Id
    status: Literal["CANCELLED"]


def schedule(host: str, live_id: str, goods_id: str, at: int, bubble_s: int) -> PushScheduled:
    """Plan a push for the time `at` (ms UTC); clients show it for `bubble_s` seconds.

    Refused with BAD_REQUEST, GOODS_NOT_FOUND, NOT_YOUR_LIVE, LIVE_ENDED or PUSH_CANCELLED.
    """
    push_id = id_of(at, live_id, goods_id, str(at))
    planned = PushScheduled(pushId=push_id, fireAt=at)
    known = pushes.get(live_id, push_id)
    if known is not None:
        if code := rules.repeat_refusal(known.host, known.status, host):
            raise code()
        return planned
    now = clock.now()
    if timing.is_past(at, now):
        raise BAD_REQUEST("timestamp: It is in the past.", field="timestamp")
    if timing.is_too_far(at, now):
        raise BAD_REQUEST("timestamp: It is more than a year from now.", field="timestamp")
    goods.need(goods_id)
    if code := rooms.push_refusal(rooms.get(live_id), host, at):
        raise code()
    push = GoodsPush.new(
        live_id,
        push_id,
        goods_id=goods_id,
        host=host,
        fire_at=at,
        bubble_seconds=bubble_s,
        created_at=now,
    )

    def exists(old: GoodsPush | None) -> Outcome:
        return _allowed(rules.repeat_refusal(old.host, old.status, host)) if old else ALREADY_SO

    _arm(Due(liveId=live_id, pushId=push_id, fireAt=at))
    commit(rooms.claim(live_id, host, at), put(push, otherwise=exists))
    return planned


def cancel(host: str, live_id: str, push_id: str) -> PushCancelled:
    """Cancel a push. To cancel it twice is no error.

    Refused with PUSH_NOT_FOUND, NOT_YOUR_LIVE or PUSH_GONE_OUT.
    """

    def not_cancelled(old: GoodsPush | None) -> Outcome:
        if old is None:
            return Refuse(PUSH_NOT_FOUND)
        return _allowed(rules.cancel_refusal(old.host, old.status, host))

    commit_one(
        update(
            GoodsPush.key(live_id, push_id),
            GoodsPush.status.set(CANCELLED),
            where=(GoodsPush.host == host) & (GoodsPush.status == SCHEDULED),
            otherwise=not_cancelled,
        )
    )
    TIMER.cancel(_timer_name(push_id))
    return PushCancelled(pushId=push_id, status=CANCELLED)


def wait_in_queue(due: Due) -> None:
    """Let the delay queue deliver the push shortly before its time."""
    DUE.send(due, delay_s=timing.queue_delay_s(due.fireAt, clock.now()))


def _arm(due: Due) -> None:
    """Make sure that `pushGoods` is called in time."""
    now = clock.now()
    TIMER.set(_timer_name(due.pushId), timing.timer_at(due.fireAt, now), due)
    if timing.is_near(due.fireAt, now):
        wait_in_queue(due)


def _allowed(refusal: Code | None) -> Outcome:
    return Refuse(refusal) if refusal else ALREADY_SO


def _timer_name(push_id: str) -> str:
    return f"push-{push_id}"
