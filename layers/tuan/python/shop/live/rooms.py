"""Live rooms: the host, the times, and the goods on show.

A room can be used before anybody saves it: viewers may connect to any id, and a host may push to
it. Such a room has no item in the table until the first push is scheduled, so `get` gives None. It
has one shard, no goods on show, no end, and belongs to the first host who uses it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from shop.live import rules
from shop.live.messages import GoodsPushMessage
from shop.live.rules import LIVE_ENDED, NOT_YOUR_LIVE, SHARDS_ONLY_GROW
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.fields import Id, Result
from wxcloud.ids import new_id
from wxcloud.model import Integer, Json, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, Refuse, commit_one, update

_SK = "live"


class Live(Table):
    """A room. Times are in ms UTC."""

    class Meta(TableMeta):
        name = "lives"

    liveId = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    host = UnicodeAttribute(null=True)  # absent: an operator saved it, no host has used it yet
    title = UnicodeAttribute(null=True)  # absent, as startAt: a host used it, nobody has saved it
    startAt = Integer(null=True)
    endAt = Integer(null=True)  # absent: no end
    shards = Integer(null=True)  # absent: one
    current = Json(GoodsPushMessage, null=True)  # the message on show
    currentAt = Integer(null=True)  # the time for which that message's push was planned
    createdAt = Integer()

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
    room = get(live_id, consistent=consistent)
    return 1 if room is None or room.shards is None else room.shards


def on_show(live_id: str, *, consistent: bool = False) -> GoodsPushMessage | None:
    """The goods on show in the room, if there are any."""
    room = get(live_id, consistent=consistent)
    return None if room is None else room.current


def push_refusal(room: Live | None, host: str, at: int) -> Code | None:
    """Why this host may not push to the room at the time `at`; None if they may."""
    if room is None:
        return None
    return rules.push_refusal(room.host, room.endAt, host, at)


# --- writes --------------------------------------------------------------------------------------


def save(
    live_id: str | None,
    *,
    host: str | None,
    title: str,
    start_at: int,
    end_at: int | None = None,
    shards: int | None = None,
) -> LiveSaved:
    """Open a room or change it. `host` None is an operator, who may change every room.

    `end_at` None removes the end; `shards` None leaves their number as it is. Refused with
    BAD_REQUEST, NOT_YOUR_LIVE or SHARDS_ONLY_GROW.
    """
    if end_at is not None and end_at <= start_at:
        raise BAD_REQUEST("endAt: It must be after startAt.", field="endAt")
    room = Live.key(live_id or new_id())
    actions = [
        Live.title.set(title),
        Live.startAt.set(start_at),
        Live.endAt.remove() if end_at is None else Live.endAt.set(end_at),
        Live.createdAt.set(Live.createdAt | clock.now()),
    ]
    where: Condition | None = None
    if host is not None:
        actions.append(Live.host.set(host))
        where = _is_free_for(host)
    if shards is not None:
        actions.append(Live.shards.set(shards))
        growing = Live.shards.does_not_exist() | (Live.shards <= shards)
        where = growing if where is None else where & growing

    def refused(old: Live | None) -> Refuse:
        is_theirs = host is None or old is None or rules.may_host(old.host, host)
        return Refuse(SHARDS_ONLY_GROW if is_theirs else NOT_YOUR_LIVE)

    if where is None:
        commit_one(update(room, *actions))
    else:
        commit_one(update(room, *actions, where=where, otherwise=refused))
    return LiveSaved(liveId=room.liveId)


def claim(live_id: str, host: str, at: int) -> Part[Live]:
    """The room is this host's (from now on, if it was nobody's) and is open at the time `at`."""
    return update(
        Live.key(live_id),
        Live.host.set(host),
        Live.createdAt.set(Live.createdAt | clock.now()),
        where=_is_free_for(host) & (Live.endAt.does_not_exist() | (Live.endAt >= at)),
        otherwise=lambda old: Refuse(push_refusal(old, host, at) or LIVE_ENDED),
    )


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
    condition: Condition = Live.host.does_not_exist() | (Live.host == host)
    return condition
