"""The pushes of a live room: the items, and the timeline."""

from __future__ import annotations

from typing import Annotated, Self, cast

from msgspec import UNSET, Meta, UnsetType
from pynamodb.attributes import UnicodeAttribute

from shop.live import rules
from shop.live.messages import GoodsPushMessage
from shop.live.rules import SCHEDULED, PushStatus
from wxcloud import cursor
from wxcloud.fields import Cursor, Id, Result, Time
from wxcloud.model import Integer, Json, Table, TableMeta

_PAGE = 50

BubbleSeconds = Annotated[
    int, Meta(ge=1, le=3600, description="how long clients show the goods, in seconds")
]


class GoodsPush(Table):
    """A push. Times are in ms UTC."""

    class Meta(TableMeta):
        name = "lives"

    liveId = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    pushId = UnicodeAttribute()
    goodsId = UnicodeAttribute()
    host = UnicodeAttribute()  # who planned it
    fireAt = Integer()
    bubbleSeconds = Integer()
    status = UnicodeAttribute()
    createdAt = Integer()
    # A push has these only after it went out.
    pushedAt = Integer(null=True)
    payload = Json(GoodsPushMessage, null=True)  # what viewers got
    leaseUntil = Integer(null=True)
    sentAt = Integer(null=True)  # when the last message to the shards was sent

    @classmethod
    def key(cls, live_id: str, push_id: str) -> Self:
        return cls(live_id, _sk(push_id))

    @classmethod
    def new(
        cls,
        live_id: str,
        push_id: str,
        *,
        goods_id: str,
        host: str,
        fire_at: int,
        bubble_seconds: int,
        created_at: int,
    ) -> Self:
        return cls(
            live_id,
            _sk(push_id),
            pushId=push_id,
            goodsId=goods_id,
            host=host,
            fireAt=fire_at,
            bubbleSeconds=bubble_seconds,
            status=SCHEDULED,
            createdAt=created_at,
        )

    @property
    def is_finished(self) -> bool:
        return rules.is_finished(self.status, self.sentAt)


class PushMarker(Result):
    """A push in the timeline of a live room, and a marker in its replay."""

    pushId: Id
    goodsId: Id
    fireAt: Annotated[Time, Meta(description="ms UTC: the time for which the push is planned")]
    bubbleSeconds: BubbleSeconds
    status: PushStatus
    pushedAt: (
        Annotated[Time, Meta(description="ms UTC: when it went out; absent before that")]
        | UnsetType
    ) = UNSET


class PushTimeline(Result):
    """Pushes in the order of their planned times: one page of the timeline."""

    items: Annotated[list[PushMarker], Meta(description="at most 50; the last page may be empty")]
    cursor: Annotated[
        Cursor | None, Meta(description="send it to get the next page; null on the last page")
    ]


def get(live_id: str, push_id: str, *, consistent: bool = False) -> GoodsPush | None:
    return GoodsPush.get(live_id, _sk(push_id), consistent=consistent)


def list_pushes(live_id: str, after: str | None) -> PushTimeline:
    """A page of the room's timeline: the first one, or the one that the cursor `after` names."""
    list_name = f"pushes#{live_id}"
    start = _sk(cursor.read(list_name, after)["push"] + "0" if after else "0")
    found = list(GoodsPush.query(live_id, GoodsPush.sk.between(start, _sk("~")), limit=_PAGE))
    more = len(found) == _PAGE
    return PushTimeline(
        items=[_marker(push) for push in found],
        cursor=cursor.make(list_name, {"push": found[-1].pushId}) if more else None,
    )


def newest(live_id: str, most: int) -> list[GoodsPush]:
    """The last pushes of a room, in the order of their planned times."""
    found = GoodsPush.query(
        live_id, GoodsPush.sk.startswith(_sk("")), scan_index_forward=False, limit=most
    )
    return list(found)[::-1]


def _marker(push: GoodsPush) -> PushMarker:
    return PushMarker(
        pushId=push.pushId,
        goodsId=push.goodsId,
        fireAt=push.fireAt,
        bubbleSeconds=push.bubbleSeconds,
        status=cast(PushStatus, push.status),
        pushedAt=UNSET if push.pushedAt is None else push.pushedAt,
    )


def _sk(push_id: str) -> str:
    return f"push#{push_id}"
