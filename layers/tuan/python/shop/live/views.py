"""What users see of live rooms: one room, and the lists."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType
from pynamodb.pagination import ResultIterator

from shop.live import numbers, rooms
from shop.live.messages import GoodsPushMessage, Likes, Now, Viewers
from shop.live.rooms import LISTS, Live
from shop.live.rules import ENDED, PLANNED, LiveStatus
from wxcloud import clock, cursor
from wxcloud.fields import Count, Cursor, Id, Result, Time

_PAGE = 20
_LIST = "lives"
_LATE = 6 * clock.HOUR  # a room that has not begun so long after its time is not announced any more


class LiveView(Result):
    """A live room."""

    liveId: Id
    title: Annotated[str | None, Meta(description="null: a host pushes there, nobody has saved it")]
    status: Annotated[
        LiveStatus,
        Meta(description="LIVE from startLive on; ENDED from endLive on, or when `endAt` is over"),
    ]
    startAt: Annotated[
        Time | None,
        Meta(description="when it begins; once it is live, when it began. null: as the title"),
    ]
    endAt: Annotated[
        Time | None,
        Meta(description="when it ends; once it is over, when it ended. null: it has no end"),
    ]
    host: Annotated[
        str | UnsetType | None,
        Meta(description="the host's openid, null: the shop's; only operators and hosts see it"),
    ] = UNSET


class LiveRoom(LiveView, kw_only=True):
    """A live room as it is now."""

    onShow: Annotated[
        GoodsPushMessage | None,
        Meta(
            description="the last goods that were pushed; hide them at their `bubbleEndsAt`. null:"
            " none were"
        ),
    ]
    viewers: Viewers
    likes: Likes
    now: Now
    shards: (
        Annotated[
            Count,
            Meta(description="in how many shards its viewers are; only operators and hosts see it"),
        ]
        | UnsetType
    ) = UNSET


class LiveList(Result):
    """A page of rooms."""

    items: list[LiveView]
    cursor: Annotated[Cursor | None, Meta(description="for the next page; null on the last one")]


def see(live_id: str, *, as_staff: bool) -> LiveRoom:
    """The room as it is now; NOT_FOUND. `as_staff`: with what only operators and hosts see."""
    room = rooms.get(live_id)
    if room is None:
        raise rooms.no_live()
    counted, now = numbers.of(room), clock.now()
    return LiveRoom(
        liveId=live_id,
        title=room.title,
        status=rooms.status_of(room, now),
        startAt=room.startAt,
        endAt=room.endAt,
        onShow=rooms.on_show(room),
        viewers=counted.viewers,
        likes=counted.likes,
        now=now,
        host=room.host if as_staff else UNSET,
        shards=rooms.shards_of(room) if as_staff else UNSET,
    )


def list_lives(status: LiveStatus | None, after: str | None, *, as_staff: bool) -> LiveList:
    """A page of the rooms that were saved: the first one, or the one that the cursor names.

    Without a status: those that are live, those that are planned, those that are over. In each of
    these lists the one that begins last is at the top; only those that are planned, if they are
    asked for alone, are in the order of their times, from now on.
    """
    name, lists = (f"{_LIST}#{status}", [status]) if status else (_LIST, list(LISTS))
    start: dict[str, Any] = cursor.read(name, after) if after else {"list": 0, "key": None}
    at, key = int(start["list"]), start["key"]
    found: list[Live] = []
    while at < len(lists) and len(found) < _PAGE:
        page = _query(lists[at], key, _PAGE - len(found), alone=status is not None)
        found += page
        key = page.last_evaluated_key
        at += key is None
    state = {"list": at, "key": key}
    return LiveList(
        items=[_view(room, as_staff=as_staff) for room in found],
        cursor=cursor.make(name, state) if at < len(lists) else None,
    )


def _query(
    status: LiveStatus, key: dict[str, Any] | None, limit: int, *, alone: bool
) -> ResultIterator[Live]:
    """A page of one list. If it is asked for `alone`, without those whose time is over."""
    now = clock.now()
    is_planned, is_over = status == PLANNED, status == ENDED
    not_ended = Live.endAt.does_not_exist() | (Live.endAt > now)
    return Live.byStart.query(
        LISTS[status],
        Live.startAt >= now - _LATE if alone and is_planned else None,
        not_ended if alone and not is_over else None,
        scan_index_forward=alone and is_planned,
        limit=limit,
        last_evaluated_key=key,
    )


def _view(room: Live, *, as_staff: bool) -> LiveView:
    return LiveView(
        liveId=room.liveId,
        title=room.title,
        status=rooms.status_of(room, clock.now()),
        startAt=room.startAt,
        endAt=room.endAt,
        host=room.host if as_staff else UNSET,
    )
