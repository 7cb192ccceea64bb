"""Live rooms: the host, the times, and the goods on show.

A room belongs to the host who made it, or to the shop if an operator made it. Operators may use
every room. They give a room to a host, or take it back (`saveLive`).

A room can be used before anybody saves it: viewers may connect to any id, and a host may push to
it. Such a room has no item in the table until the first push is scheduled, so `get` gives None. It
has one shard, no goods on show, no end, and belongs to the first host who uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from shop.live import rules
from shop.live.messages import GoodsPushMessage
from shop.live.rules import LIVE_ENDED, NOT_YOUR_LIVE, SHARDS_ONLY_GROW, THE_SHOP, Caller
from wxcloud import clock, cursor
from wxcloud.errors import BAD_REQUEST, FORBIDDEN, NOT_FOUND, Code
from wxcloud.fields import Id, Result, Time
from wxcloud.ids import new_id
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Instead, Part, Refuse, commit_one, update

_SK = "live"
_LIST = "lives"
_PAGE = 20


class ByStart(GlobalSecondaryIndex["Live"]):
    """The rooms that were saved, by when they begin. What a push changes is not in it."""

    class Meta:
        index_name = "byStart"
        projection = IncludeProjection(["host", "title", "endAt"])

    list = UnicodeAttribute(hash_key=True)
    startAt = Integer(range_key=True)


class Live(Table):
    """A room. Times are in ms UTC."""

    class Meta(TableMeta):
        name = "lives"

    liveId = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    host = UnicodeAttribute(null=True)  # absent: it is the shop's
    title = UnicodeAttribute(null=True)  # absent, as startAt: a host used it, nobody has saved it
    startAt = Integer(null=True)
    endAt = Integer(null=True)  # absent: no end
    shards = Integer(null=True)  # absent: one
    current = Json(GoodsPushMessage, null=True)  # the message on show
    currentAt = Integer(null=True)  # the time for which that message's push was planned
    createdAt = Integer()
    list = UnicodeAttribute(null=True)  # _LIST once it was saved
    byStart = ByStart()

    @classmethod
    def key(cls, live_id: str) -> Live:
        return cls(live_id, _SK)


class LiveSaved(Result):
    """The room that was saved."""

    liveId: Annotated[Id, Meta(description="the room's id; a new one if none was given")]


class LiveView(Result):
    """A live room."""

    liveId: Id
    title: Annotated[str | None, Meta(description="null: a host pushes there, nobody has saved it")]
    startAt: Annotated[Time | None, Meta(description="null: as the title")]
    endAt: Annotated[Time | None, Meta(description="null: it has no end")]
    host: Annotated[
        str | UnsetType | None,
        Meta(description="the host's openid, null: the shop's; only operators and hosts see it"),
    ] = UNSET


class LiveList(Result):
    """A page of rooms, the one that begins last at the top."""

    items: list[LiveView]
    cursor: Annotated[str | None, Meta(description="for the next page; null on the last one")]


# --- reads ---------------------------------------------------------------------------------------


def get(live_id: str, *, consistent: bool = False) -> Live | None:
    """The room; None if nobody has saved it or pushed to it yet."""
    return Live.get(live_id, _SK, consistent=consistent)


def need_view(live_id: str, *, with_host: bool) -> LiveView:
    """The room as users see it; NOT_FOUND. `with_host`: with its host."""
    room = get(live_id)
    if room is None:
        raise NOT_FOUND("There is no such live room.")
    return _view(room, with_host=with_host)


def list_lives(after: str | None, *, with_host: bool) -> LiveList:
    """A page of the rooms that were saved: the first one, or the one that the cursor names."""
    last = cursor.read(_LIST, after) if after else None
    found = Live.byStart.query(
        _LIST, limit=_PAGE, scan_index_forward=False, last_evaluated_key=last
    )
    items = [_view(room, with_host=with_host) for room in found]
    key = found.last_evaluated_key
    return LiveList(items=items, cursor=cursor.make(_LIST, key) if key else None)


def _view(room: Live, *, with_host: bool) -> LiveView:
    return LiveView(
        liveId=room.liveId,
        title=room.title,
        startAt=room.startAt,
        endAt=room.endAt,
        host=room.host if with_host else UNSET,
    )


def count_shards(live_id: str, *, consistent: bool = False) -> int:
    """The number of shards in which the room's viewers are kept."""
    room = get(live_id, consistent=consistent)
    return 1 if room is None or room.shards is None else room.shards


def on_show(live_id: str, *, consistent: bool = False) -> GoodsPushMessage | None:
    """The goods on show in the room, if there are any."""
    room = get(live_id, consistent=consistent)
    return None if room is None else room.current


def host_of(room: Live | None) -> str | None:
    """The room's host: an openid, THE_SHOP, or None if nobody has saved the room or used it."""
    return None if room is None else room.host or THE_SHOP


def push_refusal(room: Live | None, caller: Caller, at: int) -> Code | None:
    """Why the caller may not push to the room at the time `at`; None if they may."""
    ends_at = None if room is None else room.endAt
    return rules.push_refusal(host_of(room), ends_at, caller, at)


# --- writes --------------------------------------------------------------------------------------


def save(
    live_id: str | None,
    caller: Caller,
    *,
    title: str,
    start_at: int,
    end_at: int | None = None,
    shards: int | None = None,
    host: str | UnsetType | None = UNSET,
) -> LiveSaved:
    """Open a room or change it. A new room belongs to the caller, or to the shop if the caller is
    an operator and no host.

    `end_at` None removes the end; `shards` None leaves their number as it is. An operator gives the
    room to a `host`, or takes it back (None). Refused with BAD_REQUEST, FORBIDDEN, NOT_YOUR_LIVE or
    SHARDS_ONLY_GROW.
    """
    if end_at is not None and end_at <= start_at:
        raise BAD_REQUEST("endAt: It must be after startAt.", field="endAt")
    if host is not UNSET and not caller.is_operator:
        raise FORBIDDEN("Only an operator gives a live room to a host.", field="host")
    room = Live.key(live_id or new_id())
    actions = [
        Live.title.set(title),
        Live.startAt.set(start_at),
        Live.endAt.remove() if end_at is None else Live.endAt.set(end_at),
        Live.createdAt.set(Live.createdAt | clock.now()),
        Live.list.set(_LIST),
    ]
    if host is None:
        actions.append(Live.host.remove())
    elif isinstance(host, str):
        actions.append(Live.host.set(host))
    if shards is not None:
        actions.append(Live.shards.set(shards))
    as_own = caller.is_host and host is UNSET
    commit_one(_save(room, caller, actions, shards, as_own=as_own))
    return LiveSaved(liveId=room.liveId)


def _save(
    room: Live, caller: Caller, actions: Sequence[Action], shards: int | None, *, as_own: bool
) -> Part[Live]:
    """The change of a room. `as_own`: the room is the caller's, or becomes theirs because it is
    nobody's."""
    where: Condition | None = _is_free_for(caller.openid) if as_own else None
    if shards is not None:
        growing = Live.shards.does_not_exist() | (Live.shards <= shards)
        where = growing if where is None else where & growing
    if where is None:
        return update(room, *actions)

    def otherwise(old: Live | None) -> Refuse | Instead:
        is_own = not as_own or host_of(old) in (None, caller.openid)
        if is_own:
            return Refuse(SHARDS_ONLY_GROW)
        if caller.is_operator:
            return Instead(_save(room, caller, actions, shards, as_own=False))
        return Refuse(NOT_YOUR_LIVE)

    own = [Live.host.set(caller.openid)] if as_own else []
    return update(room, *actions, *own, where=where, otherwise=otherwise)


def claim(live_id: str, caller: Caller, at: int, *, as_own: bool | None = None) -> Part[Live]:
    """The caller may use the room, and it is open at the time `at`. A host gets a room that was
    nobody's; an operator who is no host gets it for the shop."""
    mine = caller.is_host if as_own is None else as_own
    is_open = Live.endAt.does_not_exist() | (Live.endAt >= at)
    actions = [Live.createdAt.set(Live.createdAt | clock.now())]
    if mine:
        actions.append(Live.host.set(caller.openid))

    def otherwise(old: Live | None) -> Refuse | Instead:
        refusal = push_refusal(old, caller, at)
        if refusal is None and mine:
            return Instead(claim(live_id, caller, at, as_own=False))
        return Refuse(refusal or LIVE_ENDED)

    where = _is_free_for(caller.openid) & is_open if mine else is_open
    return update(Live.key(live_id), *actions, where=where, otherwise=otherwise)


def show(live_id: str, message: GoodsPushMessage) -> Part[Live | None]:
    """The message's goods are on show, unless those of a later push are already."""
    return update(
        Live.key(live_id),
        Live.current.set(message),
        Live.currentAt.set(message.at),
        where=Live.currentAt.does_not_exist() | (Live.currentAt <= message.at),
        otherwise=ALREADY_SO,
    )


def _is_free_for(host: str) -> Condition:
    condition: Condition = Live.createdAt.does_not_exist() | (Live.host == host)
    return condition
