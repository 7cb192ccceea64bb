"""The timeline of a live room: its pushes, planned, made and cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, cast

from msgspec import UNSET, Meta, UnsetType

from shop.live import numbers, pushes, rooms
from shop.live.pushes import BubbleSeconds, GoodsPush
from shop.live.rules import PUSHED, PushStatus
from wxcloud import cursor
from wxcloud.fields import Count, Cursor, Id, Result, Time

_PAGE = 50


class PushMarker(Result):
    """A push in the timeline of a live room, and a marker in its replay."""

    pushId: Id
    goodsId: Id
    fireAt: Annotated[Time, Meta(description="ms UTC: the time for which the push is planned")]
    bubbleSeconds: BubbleSeconds
    status: PushStatus
    clicks: (
        Annotated[
            Count,
            Meta(
                description="viewers who tapped it; only operators and hosts see it, once it is out"
            ),
        ]
        | UnsetType
    ) = UNSET
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


def list_pushes(live_id: str, after: str | None, *, as_staff: bool = False) -> PushTimeline:
    """A page of the room's timeline: the first one, or the one that the cursor `after` names."""
    list_name = f"pushes#{live_id}"
    last = cursor.read(list_name, after)["push"] if after else None
    found = pushes.list_page(live_id, last, _PAGE)
    clicks = _clicks(live_id, found) if as_staff else None
    more = len(found) == _PAGE
    return PushTimeline(
        items=[_marker(push, clicks) for push in found],
        cursor=cursor.make(list_name, {"push": found[-1].pushId}) if more else None,
    )


def _clicks(live_id: str, found: list[GoodsPush]) -> Mapping[str, int]:
    """Push → clicks on it, of those that went out."""
    out = [push.pushId for push in found if push.status == PUSHED]
    return numbers.clicks(live_id, rooms.count_shards(live_id), out) if out else {}


def _marker(push: GoodsPush, clicks: Mapping[str, int] | None) -> PushMarker:
    return PushMarker(
        pushId=push.pushId,
        goodsId=push.goodsId,
        fireAt=push.fireAt,
        bubbleSeconds=push.bubbleSeconds,
        status=cast(PushStatus, push.status),
        clicks=UNSET if clicks is None or push.status != PUSHED else clicks.get(push.pushId, 0),
        pushedAt=UNSET if push.pushedAt is None else push.pushedAt,
    )
