"""Hosts and operators schedule pushes, move them and cancel them. A timer and a delay queue call
`pushGoods` in time.

Why the timer is set before the push is written: see `shop.live`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from shop.catalog import goods
from shop.live import pushes, rooms, rules, timing
from shop.live.pushes import GoodsPush
from shop.live.rules import CANCELLED, NOT_YOUR_LIVE, PUSH_NOT_FOUND, SCHEDULED, Caller
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.fields import Id, Request, Result, Time
from wxcloud.ids import id_of
from wxcloud.queues import Queue
from wxcloud.rates import Rate
from wxcloud.timers import Timer
from wxcloud.transaction import ALREADY_SO, Outcome, Refuse, commit, commit_one, put, update

PUSH: Final = "push"
ASKED: Final = "asked"
LOOK: Final = "look"


class Due(Request):
    """The message of timers and of the delay queue: a push, and its time (ms UTC). What is due is
    the push itself; or to look at what is left of its goods, because an order has `asked` for it,
    or just to `look` (`shop.live.left`)."""

    liveId: Id
    pushId: Id
    fireAt: Time
    what: Literal["push", "asked", "look"] = PUSH


DUE = Queue("PUSH_DUE_QUEUE_URL", Due)
TIMER = Timer("PUSH_GOODS_ARN", Due)

# In a room, by the minute of the planned time: a cancelled push counts too, because the message in
# the delay queue stays.
PUSHES_OF_A_ROOM = Rate(
    "pushes-room", 20, clock.MINUTE, "Too many pushes are planned in this room for this minute."
)
PUSHES_OF_A_HOST = Rate(
    "pushes-host", 60, clock.MINUTE, "You have planned too many pushes in one minute."
)


class PushScheduled(Result):
    """A push that is planned. The same goods at the same time in the same room are one push."""

    pushId: Id
    fireAt: Annotated[Time, Meta(description="ms UTC: the `timestamp` of the request")]


class PushCancelled(Result):
    """A push that viewers will not get."""

    pushId: Id
    status: Literal["CANCELLED"]


class PushMoved(Result):
    """A push that goes out at another time. It has a new id, because ids are in the order of the
    times; the old one is not in the timeline any more."""

    pushId: Annotated[Id, Meta(description="the new id")]
    fireAt: Annotated[Time, Meta(description="ms UTC: the `timestamp` of the request")]
    movedFrom: Annotated[Id, Meta(description="the id that the push had")]


def schedule(caller: Caller, live_id: str, goods_id: str, at: int, bubble_s: int) -> PushScheduled:
    """Plan a push for the time `at` (ms UTC); clients show it for `bubble_s` seconds.

    Refused with BAD_REQUEST, GOODS_NOT_FOUND, NOT_YOUR_LIVE, LIVE_ENDED, PUSH_CANCELLED or
    TOO_MANY_REQUESTS.
    """
    push_id = id_of(at, live_id, goods_id, str(at))
    planned = PushScheduled(pushId=push_id, fireAt=at)
    room = rooms.get(live_id, consistent=True)
    known = pushes.get(live_id, push_id)
    if known is not None:
        if not caller.may_use(rooms.host_of(room)):
            raise NOT_YOUR_LIVE()
        if code := rules.repeat_refusal(known.status):
            raise code()
        return planned
    now = clock.now()
    _check_time(at, now)
    goods.need(goods_id)
    if code := rooms.push_refusal(room, caller, at):
        raise code()
    _count(caller, live_id, at)
    push = GoodsPush.new(
        live_id,
        push_id,
        goods_id=goods_id,
        host=caller.openid,
        fire_at=at,
        bubble_seconds=bubble_s,
        created_at=now,
    )

    def exists(old: GoodsPush | None) -> Outcome:
        return _allowed(rules.repeat_refusal(old.status)) if old else ALREADY_SO

    _arm(Due(liveId=live_id, pushId=push_id, fireAt=at))
    commit(rooms.claim(live_id, caller, at), put(push, otherwise=exists))
    return planned


def move(caller: Caller, live_id: str, push_id: str, at: int) -> PushMoved:
    """Let a push go out at another time (ms UTC). The same request again changes nothing.

    In one transaction the push is cancelled and another one is planned, whose id is made of the old
    one's and the new time. So the timer and the message of the old one find nothing to do, and if
    the push goes out at this moment, one of the two writes is refused.

    Refused with BAD_REQUEST, PUSH_NOT_FOUND, NOT_YOUR_LIVE, LIVE_ENDED, LIVE_OVER, PUSH_CANCELLED,
    PUSH_GONE_OUT or TOO_MANY_REQUESTS.
    """
    new_id = id_of(at, live_id, push_id, str(at))
    moved = PushMoved(pushId=new_id, fireAt=at, movedFrom=push_id)
    room = rooms.get(live_id, consistent=True)
    old = pushes.get(live_id, push_id, consistent=True)
    if not caller.may_use(rooms.host_of(room)):
        raise NOT_YOUR_LIVE()
    if old is None:
        raise PUSH_NOT_FOUND()
    if old.movedTo == new_id:
        return moved
    if old.fireAt == at and old.status == SCHEDULED:
        return PushMoved(pushId=push_id, fireAt=at, movedFrom=push_id)
    if code := rules.move_refusal(old.status) or rooms.push_refusal(room, caller, at):
        raise code()
    now = clock.now()
    _check_time(at, now)
    _count(caller, live_id, at)
    push = GoodsPush.new(
        live_id,
        new_id,
        goods_id=old.goodsId,
        host=caller.openid,
        fire_at=at,
        bubble_seconds=old.bubbleSeconds,
        created_at=now,
    )

    def not_moved(found: GoodsPush | None) -> Outcome:
        if found is None:
            return Refuse(PUSH_NOT_FOUND)
        return _allowed(rules.move_refusal(found.status) if found.movedTo != new_id else None)

    _arm(Due(liveId=live_id, pushId=new_id, fireAt=at))
    commit(
        update(
            GoodsPush.key(live_id, push_id),
            GoodsPush.status.set(CANCELLED),
            GoodsPush.movedTo.set(new_id),
            where=GoodsPush.status == SCHEDULED,
            otherwise=not_moved,
        ),
        put(push, otherwise=ALREADY_SO),
        rooms.claim(live_id, caller, at),
    )
    TIMER.cancel(_timer_name(push_id))
    return moved


def cancel(caller: Caller, live_id: str, push_id: str) -> PushCancelled:
    """Cancel a push. To cancel it twice is no error. The room's host may, whoever planned the push.

    Refused with PUSH_NOT_FOUND, NOT_YOUR_LIVE or PUSH_GONE_OUT.
    """
    if not caller.may_use(rooms.host_of(rooms.get(live_id, consistent=True))):
        raise NOT_YOUR_LIVE()

    def not_cancelled(old: GoodsPush | None) -> Outcome:
        return Refuse(PUSH_NOT_FOUND) if old is None else _allowed(rules.cancel_refusal(old.status))

    commit_one(
        update(
            GoodsPush.key(live_id, push_id),
            GoodsPush.status.set(CANCELLED),
            where=GoodsPush.status == SCHEDULED,
            otherwise=not_cancelled,
        )
    )
    TIMER.cancel(_timer_name(push_id))
    return PushCancelled(pushId=push_id, status=CANCELLED)


def wait_in_queue(due: Due) -> None:
    """Let the delay queue deliver the push shortly before its time."""
    DUE.send(due, delay_s=timing.queue_delay_s(due.fireAt, clock.now()))


def look_later(look: Due, at: int) -> None:
    """Let the delay queue deliver `look` at a time (ms UTC), or later."""
    DUE.send(replace(look, fireAt=at), delay_s=timing.delay_s(at, clock.now()))


def withdraw(push: GoodsPush) -> None:
    """SCHEDULED → CANCELLED, without its timer: viewers do not get the push any more."""
    commit_one(
        update(
            push,
            GoodsPush.status.set(CANCELLED),
            where=GoodsPush.status == SCHEDULED,
            otherwise=ALREADY_SO,
        )
    )


def _check_time(at: int, now: int) -> None:
    if timing.is_past(at, now):
        raise BAD_REQUEST("timestamp: It is in the past.", field="timestamp")
    if timing.is_too_far(at, now):
        raise BAD_REQUEST("timestamp: It is more than a year from now.", field="timestamp")


def _count(caller: Caller, live_id: str, at: int) -> None:
    """One more push is planned for the time `at`."""
    PUSHES_OF_A_HOST.use(caller.openid)
    PUSHES_OF_A_ROOM.use(live_id, at=at)


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
