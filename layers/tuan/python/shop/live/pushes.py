"""The pushes of a live room: the items."""

from __future__ import annotations

from typing import Annotated, Self

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.live import rules
from shop.live.messages import GoodsPushMessage
from shop.live.rules import SCHEDULED
from wxcloud.model import Integer, Json, Table, TableMeta

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
    movedTo = UnicodeAttribute(null=True)  # the push that goes out in its place; it is CANCELLED
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


def get(live_id: str, push_id: str, *, consistent: bool = False) -> GoodsPush | None:
    return GoodsPush.get(live_id, _sk(push_id), consistent=consistent)


def list_page(live_id: str, after: str | None, limit: int) -> list[GoodsPush]:
    """The room's pushes in the order of their planned times, without those that were moved: from
    the first one, or from the one behind the push `after`."""
    first = _sk(f"{after}0" if after else "0")
    is_here = GoodsPush.movedTo.does_not_exist()
    return list(
        GoodsPush.query(live_id, GoodsPush.sk.between(first, _sk("~")), is_here, limit=limit)
    )


def list_planned(live_id: str, most: int) -> list[GoodsPush]:
    """The room's pushes that are planned, in the order of their times."""
    is_planned = GoodsPush.status == SCHEDULED
    found = GoodsPush.query(live_id, GoodsPush.sk.startswith(_sk("")), is_planned, limit=most)
    return list(found)


def newest(live_id: str, most: int) -> list[GoodsPush]:
    """The last pushes of a room, in the order of their planned times."""
    found = GoodsPush.query(
        live_id, GoodsPush.sk.startswith(_sk("")), scan_index_forward=False, limit=most
    )
    return list(found)[::-1]


def _sk(push_id: str) -> str:
    return f"push#{push_id}"
