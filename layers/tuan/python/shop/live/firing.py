"""Make a push at its time, once, and send it to the viewers.

Why a push is neither lost nor made twice: see `shop.live`.
"""

from __future__ import annotations

import time

from shop.catalog import goods
from shop.live import delivery, left, planning, pushes, rooms, shown, timing
from shop.live.messages import GoodsPushMessage, PushedGoods
from shop.live.planning import LOOK, Due
from shop.live.pushes import GoodsPush
from shop.live.rules import (
    CANCELLED,
    LIVE_OVER,
    PUSH_CANCELLED,
    PUSH_GONE_OUT,
    PUSHED,
    SCHEDULED,
)
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.log import logger
from wxcloud.transaction import Part, Refuse, commit, commit_one, update


def hand_over(due: Due) -> None:
    """A timer has fired: the queue delivers the push in time, if it is not finished."""
    push = _await_commit(due)
    if push is not None and not push.is_finished:
        planning.wait_in_queue(due)


def fire(due: Due) -> None:
    """Wait for the push's time, make the push, and send it to all shards of the room.

    Does nothing if the push is finished. Refused with PUSH_CANCELLED or PUSH_GONE_OUT if another
    delivery or the host was faster.
    """
    if timing.is_early(due.fireAt, clock.now()):
        planning.wait_in_queue(due)  # the queue cannot wait longer than 15 minutes
        return
    push = _await_commit(due)
    if push is None or push.is_finished:
        return
    _wait_for(due)
    message = push.payload or _message(push)
    if message is None:
        planning.withdraw(push)
        return
    commit_one(shown.show(message))  # first: then no order's change is missed
    try:
        commit(_make(push, message), rooms.show(push.liveId, message))
    except Refusal as refusal:
        if refusal.code is LIVE_OVER:
            planning.withdraw(push)
        raise
    delivery.send_out(push.liveId, rooms.count_shards(push.liveId, consistent=True), message)
    commit_one(update(push, GoodsPush.sentAt.set(clock.now())))
    look = Due(liveId=push.liveId, pushId=push.pushId, fireAt=push.fireAt, what=LOOK)
    planning.look_later(look, clock.now() + timing.FIRST_LOOK)


def _await_commit(due: Due) -> GoodsPush | None:
    """The push; None if it was not scheduled in the end. Timers are set before pushes are written,
    so the message of a push that is due at once may arrive before the push is there."""
    for _ in range(30):  # 3 s: a commit that takes longer has failed
        push = pushes.get(due.liveId, due.pushId, consistent=True)
        if push is not None:
            return push
        time.sleep(0.1)
    return None


def _wait_for(due: Due) -> None:
    if timing.can_warm_up(due.fireAt, clock.now()):
        try:
            delivery.get_ready(due.liveId, rooms.count_shards(due.liveId))
        except Exception:  # the push only comes later, by the time of the cold starts
            logger.exception("deliverGoods was not told to get ready")
    rest = due.fireAt - clock.now()
    if rest > 0:
        time.sleep(rest / 1000)


def _message(push: GoodsPush) -> GoodsPushMessage | None:
    """What viewers get, with the price and stock of this moment; None if the goods are hidden."""
    found = goods.get(push.goodsId)
    if found is None or not found.is_shown:
        return None
    now = clock.now()
    return GoodsPushMessage(
        pushId=push.pushId,
        liveId=push.liveId,
        goods=PushedGoods(
            goodsId=found.goodsId,
            title=found.title,
            cover=found.cover,
            price=found.price,
            stock=found.stock,
        ),
        at=push.fireAt,
        bubbleEndsAt=timing.bubble_ends_at(push.fireAt, now, push.bubbleSeconds),
        left=left.left_of(found),
        now=now,
    )


def _make(push: GoodsPush, message: GoodsPushMessage) -> Part[GoodsPush]:
    """SCHEDULED → PUSHED, with a lease; or a new lease, if a delivery crashed after PUSHED."""
    now = clock.now()
    abandoned = (
        (GoodsPush.status == PUSHED)
        & GoodsPush.sentAt.does_not_exist()
        & (GoodsPush.leaseUntil < now)
    )

    def refused(old: GoodsPush | None) -> Refuse:
        is_cancelled = old is not None and old.status == CANCELLED
        return Refuse(PUSH_CANCELLED if is_cancelled else PUSH_GONE_OUT)

    return update(
        push,
        GoodsPush.status.set(PUSHED),
        GoodsPush.pushedAt.set(GoodsPush.pushedAt | now),
        GoodsPush.payload.set(message),
        GoodsPush.leaseUntil.set(now + timing.LEASE),
        where=(GoodsPush.status == SCHEDULED) | abandoned,
        otherwise=refused,
    )
