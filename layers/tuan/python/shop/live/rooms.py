"""Live rooms: the host, the times, the goods on show, and the room's numbers.

A room belongs to the host who made it, or to the shop if an operator made it. Operators may use
every room. They give a room to a host, or take it back (`saveLive`).

A room can be used before anybody saves it: viewers may connect to any id, and a host may push to
it. Such a room has no item in the table until the first push is scheduled, so `get` gives None. It
has one shard, no goods on show, no end, and belongs to the first host who uses it.

A room is planned until `startLive`, live until `endLive`, then over. The list that it is in
(`LISTS`) says which, so lists of one kind need no other index. `startAt` and `endAt` are the
planned times first, and the real ones from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, cast

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from shop.live import rules
from shop.live.messages import GoodsPushMessage, StockMessage
from shop.live.rules import (
    ENDED,
    LIVE_ENDED,
    LIVE_OVER,
    NOT_YOUR_LIVE,
    ON_AIR,
    PLANNED,
    SHARDS_ONLY_GROW,
    THE_SHOP,
    Caller,
    LiveStatus,
)
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, FORBIDDEN, NOT_FOUND, Code, Refusal
from wxcloud.fields import Id, Result
from wxcloud.ids import new_id
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Instead, Outcome, Part, Refuse, commit_one, update

_SK = "live"
# The lists of the index byStart, in the order in which users see them.
LISTS: Final[Mapping[LiveStatus, str]] = {
    ON_AIR: "lives#LIVE",
    PLANNED: "lives",
    ENDED: "lives#ENDED",
}


class ByStart(GlobalSecondaryIndex["Live"]):
    """The rooms that were saved, by when they begin. What a push changes is not in it."""

    class Meta:
        index_name = "byStart"
        projection = IncludeProjection(["host", "title", "endAt"])

    list = UnicodeAttribute(hash_key=True)
    startAt = Integer(range_key=True)


class Live(Table):
    """A room. Times are in ms UTC.

    `left` is what viewers were told last of the goods on show. `leftAsk` is the id of a request to
    tell them again (`shop.live.shown`)."""

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
    list = UnicodeAttribute(null=True)  # one of LISTS once it was saved
    viewers = Integer(default=0)
    likes = Integer(default=0)
    countedAt = Integer(null=True)  # when these two were counted
    left = Json(StockMessage, null=True)
    leftAt = Integer(null=True)  # when that was looked up
    leftAsk = UnicodeAttribute(null=True)
    leftTold = UnicodeAttribute(null=True)  # an id of the time when it was looked up last
    byStart = ByStart()

    @classmethod
    def key(cls, live_id: str) -> Live:
        return cls(live_id, _SK)


class LiveSaved(Result):
    """The room that was saved."""

    liveId: Annotated[Id, Meta(description="the room's id; a new one if none was given")]


# --- reads ---------------------------------------------------------------------------------------


def get(live_id: str, *, consistent: bool = False) -> Live | None:
    """The room; None if nobody has saved it or pushed to it yet."""
    return Live.get(live_id, _SK, consistent=consistent)


def count_shards(live_id: str, *, consistent: bool = False) -> int:
    """The number of shards in which the room's viewers are kept."""
    return shards_of(get(live_id, consistent=consistent))


def shards_of(room: Live | None) -> int:
    return 1 if room is None or room.shards is None else room.shards


def status_of(room: Live, now: int) -> LiveStatus:
    """Whether the room is planned, live or over."""
    return rules.status_of(_listed_as(room), room.endAt, now)


def _listed_as(room: Live) -> LiveStatus:
    return next((status for status, name in LISTS.items() if name == room.list), PLANNED)


def on_show(room: Live | None) -> GoodsPushMessage | None:
    """The goods on show in the room, if there are any, with what is left of them."""
    if room is None or room.current is None:
        return None
    return replace(room.current, left=left_in(room, room.current), now=clock.now())


def left_in(room: Live, push: GoodsPushMessage) -> int:
    """What viewers were told last of the goods on show."""
    is_of_it = room.left is not None and room.left.pushId == push.pushId
    return room.left.left if room.left is not None and is_of_it else push.left


def is_over(room: Live | None) -> bool:
    """Whether somebody has ended the live."""
    return room is not None and room.list == LISTS[ENDED]


def host_of(room: Live | None) -> str | None:
    """The room's host: an openid, THE_SHOP, or None if nobody has saved the room or used it."""
    return None if room is None else room.host or THE_SHOP


def push_refusal(room: Live | None, caller: Caller, at: int) -> Code | None:
    """Why the caller may not push to the room at the time `at`; None if they may."""
    ends_at = None if room is None else room.endAt
    refusal = rules.push_refusal(host_of(room), ends_at, caller, at)
    return LIVE_OVER if is_over(room) and refusal is not NOT_YOUR_LIVE else refusal


def no_live() -> Refusal:
    return NOT_FOUND("There is no such live room.")


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
        Live.list.set(Live.list | LISTS[PLANNED]),
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
    is_open = (Live.endAt.does_not_exist() | (Live.endAt >= at)) & _is_not_over()
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
    """The message's goods are on show, unless those of a later push are already. LIVE_OVER."""

    def otherwise(room: Live | None) -> Outcome:
        return Refuse(LIVE_OVER) if is_over(room) else ALREADY_SO

    is_newest = Live.currentAt.does_not_exist() | (Live.currentAt <= message.at)
    return update(
        Live.key(live_id),
        Live.current.set(message),
        Live.currentAt.set(message.at),
        where=is_newest & _is_not_over(),
        otherwise=otherwise,
    )


def start(live_id: str, caller: Caller) -> Part[Live]:
    """PLANNED → LIVE, with the real time. To start a live twice is no error. NOT_FOUND,
    NOT_YOUR_LIVE, LIVE_ENDED, LIVE_OVER."""
    now = clock.now()

    def otherwise(room: Live | None) -> Outcome:
        if room is None or room.title is None:
            return Refuse(no_live())
        if refusal := push_refusal(room, caller, now):
            return Refuse(refusal)
        return ALREADY_SO

    in_time = Live.endAt.does_not_exist() | (Live.endAt >= now)
    part = update(
        Live.key(live_id),
        Live.list.set(LISTS[ON_AIR]),
        Live.startAt.set(now),
        where=_is_theirs(caller) & (Live.list == LISTS[PLANNED]) & in_time,
        otherwise=otherwise,
    )
    return cast("Part[Live]", part)  # if it is already so, there is a room


def end(live_id: str, caller: Caller) -> Part[Live]:
    """The room is over, from now on. To end a live twice is no error. NOT_FOUND, NOT_YOUR_LIVE."""

    def otherwise(room: Live | None) -> Outcome:
        if room is None:
            return Refuse(no_live())
        return ALREADY_SO if caller.may_use(host_of(room)) else Refuse(NOT_YOUR_LIVE)

    part = update(
        Live.key(live_id),
        Live.list.set(LISTS[ENDED]),
        Live.endAt.set(clock.now()),
        where=_is_theirs(caller) & _is_not_over(),
        otherwise=otherwise,
    )
    return cast("Part[Live]", part)  # if it is already so, there is a room


def _is_theirs(caller: Caller) -> Condition:
    """The room is there, and the caller may use it."""
    exists: Condition = Live.createdAt.exists()
    return exists if caller.is_operator else exists & (Live.host == caller.openid)


def _is_not_over() -> Condition:
    condition: Condition = Live.list.does_not_exist() | (Live.list != LISTS[ENDED])
    return condition


def _is_free_for(host: str) -> Condition:
    condition: Condition = Live.createdAt.does_not_exist() | (Live.host == host)
    return condition
