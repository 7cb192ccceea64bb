"""The timeline of a live room: goods pushed to all its viewers at their time, once.

How a push travels, and why it is neither lost nor doubled: see `shop.live`.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from shop import goods
from shop.live import audience, rooms
from wxcloud import clock, cursor
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.fields import Id, Request, Time
from wxcloud.ids import id_of
from wxcloud.log import logger
from wxcloud.model import Table, TableMeta
from wxcloud.queues import MAX_DELAY_S, Queue
from wxcloud.timers import Timer
from wxcloud.transaction import Part, commit, put, update

PUSH_NOT_FOUND = Code("PUSH_NOT_FOUND", 404, "There is no such push in this live.")
PUSH_CANCELLED = Code(
    "PUSH_CANCELLED", 409, "This push was cancelled. Schedule it for another time."
)
PUSH_GONE_OUT = Code("PUSH_GONE_OUT", 409, "This push has gone out already.")

SCHEDULED, PUSHED, CANCELLED = "SCHEDULED", "PUSHED", "CANCELLED"

TOLERANCE = 2 * clock.SECOND  # a push "now" is this old by the time it gets here
FARTHEST = 366 * clock.DAY
NEAR = 2 * clock.MINUTE  # nearer than this a timer is too coarse
EARLY = 90 * clock.SECOND  # Scheduler fires up to 60 s late
NET = 5 * clock.SECOND  # a near push's timer fires this long after its time
LEAD = 2 * clock.SECOND  # the queue's message comes this early: time for a cold start
PATIENCE = 10 * clock.SECOND  # the longest that `pushGoods` waits by itself
LEASE = 20 * clock.SECOND  # PATIENCE + LEASE < the queue's visibility timeout
_WORTH_IT = clock.SECOND // 2  # so long before, those who deliver are told to be ready
_PAGE = 50


class Due(Request):
    """What timers and the delay queue carry: the push to be made, and when (ms UTC)."""

    liveId: Id
    pushId: Id
    fireAt: Time


DUE = Queue("PUSH_DUE_QUEUE_URL", Due)
TIMER = Timer("PUSH_GOODS_ARN", Due)


class GoodsPush(Table):
    """A push. Times are ms UTC; `payload` is what viewers got, kept for the replay; `sentAt` is
    when the last of the shards' messages was sent."""

    class Meta(TableMeta):
        name = "lives"

    liveId = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    pushId = UnicodeAttribute()
    goodsId = UnicodeAttribute()
    host = UnicodeAttribute()
    fireAt = NumberAttribute()
    bubbleSeconds = NumberAttribute()
    status = UnicodeAttribute()
    createdAt = NumberAttribute()
    pushedAt = NumberAttribute(null=True)
    payload = UnicodeAttribute(null=True)
    leaseUntil = NumberAttribute(null=True)
    sentAt = NumberAttribute(null=True)

    def marker(self) -> dict[str, Any]:
        """The push as the timeline, and a replay, show it."""
        marker = {
            "pushId": self.pushId,
            "goodsId": self.goodsId,
            "fireAt": self.fireAt,
            "bubbleSeconds": self.bubbleSeconds,
            "status": self.status,
        }
        return marker if self.pushedAt is None else marker | {"pushedAt": self.pushedAt}


# --- planning ------------------------------------------------------------------------------------


def schedule(host: str, live_id: str, goods_id: str, at: int, bubble_s: int) -> GoodsPush:
    """Plan a push. The same goods at the same time in the same room are the same push."""
    push_id = id_of(at, live_id, goods_id, str(at))
    known = find(live_id, push_id)
    if known is not None:
        if code := _other_intent(known, host):
            raise code()
        return known
    now = clock.now()
    if at < now - TOLERANCE:
        raise BAD_REQUEST("timestamp: In the past", field="timestamp")
    if at > now + FARTHEST:
        raise BAD_REQUEST("timestamp: More than a year from now", field="timestamp")
    goods.need(goods_id)
    if refusal := rooms.refusal(rooms.find(live_id), host, at):
        raise refusal
    push = GoodsPush(
        live_id,
        _sk(push_id),
        pushId=push_id,
        goodsId=goods_id,
        host=host,
        fireAt=at,
        bubbleSeconds=bubble_s,
        status=SCHEDULED,
        createdAt=now,
    )
    _arm(Due(liveId=live_id, pushId=push_id, fireAt=at))
    commit(
        rooms.hosted(live_id, host, at),
        put(push, otherwise=lambda old: _other_intent(old, host)),
    )
    return push


def cancel(host: str, live_id: str, push_id: str) -> GoodsPush:
    """Take a push back. One that is cancelled already stays so; one that is out stays out."""

    def refused(old: GoodsPush | None) -> Code | None:
        if old is None:
            return PUSH_NOT_FOUND
        if old.host != host:
            return rooms.NOT_YOUR_LIVE
        return PUSH_GONE_OUT if old.status == PUSHED else None

    theirs = GoodsPush.host == host
    push: GoodsPush = commit(
        update(
            GoodsPush(live_id, _sk(push_id)),
            GoodsPush.status.set(CANCELLED),
            where=theirs & (GoodsPush.status == SCHEDULED),
            otherwise=refused,
        )
    )[0]
    TIMER.cancel(_timer_name(push_id))
    return push


def find(live_id: str, push_id: str, *, consistent: bool = False) -> GoodsPush | None:
    return GoodsPush.find(live_id, _sk(push_id), consistent=consistent)


def timeline(live_id: str, after: str | None) -> tuple[list[GoodsPush], str | None]:
    """The room's pushes by their time, a page of them, and the cursor of the next page."""
    list_name = f"pushes#{live_id}"
    start = _sk(cursor.read(list_name, after)["push"] + "0" if after else "0")
    found = list(GoodsPush.query(live_id, GoodsPush.sk.between(start, _sk("~")), limit=_PAGE))
    more = len(found) == _PAGE
    return found, cursor.make(list_name, {"push": found[-1].pushId}) if more else None


def _other_intent(old: GoodsPush, host: str) -> Code | None:
    """What to say to a repeat; None if it is one, since then all is as they wish."""
    if old.host != host:
        return rooms.NOT_YOUR_LIVE
    return PUSH_CANCELLED if old.status == CANCELLED else None


def _arm(due: Due) -> None:
    """See to it that `pushGoods` is called in time."""
    near = due.fireAt - clock.now() < NEAR
    TIMER.set(_timer_name(due.pushId), due.fireAt + NET if near else due.fireAt - EARLY, due)
    if near:
        _wait_in_queue(due)


def _wait_in_queue(due: Due) -> None:
    away = (due.fireAt - LEAD - clock.now()) // clock.SECOND
    delay_s = max(0, min(away, MAX_DELAY_S))
    DUE.send(due, delay_s=delay_s)


def _sk(push_id: str) -> str:
    return f"push#{push_id}"


def _timer_name(push_id: str) -> str:
    return f"push-{push_id}"


# --- pushing -------------------------------------------------------------------------------------


def hand_over(due: Due) -> None:
    """What a timer's call comes to: the queue takes care of the rest, if there is any."""
    push = _await_commit(due)
    if push is not None and push.status != CANCELLED and push.sentAt is None:
        _wait_in_queue(due)


def fire(due: Due) -> None:
    """Make the push when it is time, if nobody else has, and send it on its way to the viewers."""
    if due.fireAt - clock.now() > PATIENCE:
        _wait_in_queue(due)  # a delay of 15 minutes was not enough
        return
    push = _await_commit(due)
    if push is None or push.status == CANCELLED or push.sentAt is not None:
        return
    _wait_until(due.fireAt, push.liveId)
    payload = push.payload or _payload(push)
    if payload is None:
        commit(_withdraw(push))
        return
    commit(_make(push, payload), rooms.show(push.liveId, payload, push.fireAt))
    audience.send_out(rooms.find(push.liveId, consistent=True), payload)
    commit(_sent(push))


def _await_commit(due: Due) -> GoodsPush | None:
    """The push of that timer; None if its schedule was refused. Timers are set before pushes are
    written, so one that is due at once may have to wait for the writer."""
    for _ in range(30):  # 3 s: a commit that takes longer has failed
        push = find(due.liveId, due.pushId, consistent=True)
        if push is not None:
            return push
        time.sleep(0.1)
    return None


def _wait_until(at: int, live_id: str) -> None:
    if at - clock.now() > _WORTH_IT:
        try:
            audience.send_out(rooms.find(live_id))
        except Exception:
            logger.exception("nobody was told to be ready")  # then the push pays for cold starts
    rest = at - clock.now()
    if rest > 0:
        time.sleep(rest / 1000)


def _payload(push: GoodsPush) -> str | None:
    """What viewers get, with the price and the stock of this moment; None if the goods are gone."""
    shown = goods.get(push.goodsId)
    if shown is None or shown.hidden:
        return None
    card = shown.card()
    payload = {
        "type": "goodsPush",
        "pushId": push.pushId,
        "liveId": push.liveId,
        "goods": {name: card[name] for name in ("goodsId", "title", "cover", "price", "stock")},
        "at": push.fireAt,
        "bubbleEndsAt": max(clock.now(), push.fireAt) + push.bubbleSeconds * clock.SECOND,
    }
    return msgspec.json.encode(payload).decode()


def _make(push: GoodsPush, payload: str) -> Part:
    """SCHEDULED → PUSHED under a lease, or the lease of one who died before sending it out."""
    now = clock.now()
    lapsed = (
        (GoodsPush.status == PUSHED)
        & GoodsPush.sentAt.does_not_exist()
        & (GoodsPush.leaseUntil < now)
    )
    return update(
        push,
        GoodsPush.status.set(PUSHED),
        GoodsPush.pushedAt.set(GoodsPush.pushedAt | now),
        GoodsPush.payload.set(payload),
        GoodsPush.leaseUntil.set(now + LEASE),
        where=(GoodsPush.status == SCHEDULED) | lapsed,
        otherwise=lambda old: PUSH_CANCELLED if old.status == CANCELLED else PUSH_GONE_OUT,
    )


def _sent(push: GoodsPush) -> Part:
    return update(push, GoodsPush.sentAt.set(clock.now()), where=None, otherwise=PUSH_NOT_FOUND)


def _withdraw(push: GoodsPush) -> Part:
    """SCHEDULED → CANCELLED: its goods are off the shelf, so there is nothing to show."""
    return update(
        push,
        GoodsPush.status.set(CANCELLED),
        where=GoodsPush.status == SCHEDULED,
        otherwise=lambda _: None,
    )
