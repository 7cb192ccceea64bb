"""Live rooms: whose they are, when they are open, and which goods are on show."""

from __future__ import annotations

from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import Part, commit, update

NOT_YOUR_LIVE = Code("NOT_YOUR_LIVE", 403, "This live room is another host's.")
LIVE_ENDED = Code("LIVE_ENDED", 409, "The live is over by then. Change its endAt first.")
SHARDS_ONLY_GROW = Code(
    "SHARDS_ONLY_GROW",
    409,
    "A live room keeps the shards it had, since viewers are in them: it can only get more.",
)

SK = "live"


class Live(Table):
    """A room. One that a host pushed to before anybody saved it has no title and no times; one that
    an operator saved has no host until the first host pushes to it. `current` is the payload of
    the push on show, `currentAt` the time it was planned for (ms UTC)."""

    class Meta(TableMeta):
        name = "lives"

    liveId = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    host = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    startAt = NumberAttribute(null=True)
    endAt = NumberAttribute(null=True)
    shards = NumberAttribute(null=True)
    current = UnicodeAttribute(null=True)
    currentAt = NumberAttribute(null=True)
    createdAt = NumberAttribute(null=True)

    @property
    def on_show(self) -> dict[str, Any] | None:
        shown: dict[str, Any] | None = msgspec.json.decode(self.current) if self.current else None
        return shown


def find(live_id: str, *, consistent: bool = False) -> Live:
    """The room; an empty one if nobody has opened it yet."""
    return Live.find(live_id, SK, consistent=consistent) or Live(live_id, SK)


def shards_of(live: Live) -> int:
    return int(live.shards or 1)


def save(
    live_id: str | None,
    *,
    host: str | None,
    title: str,
    start_at: int,
    end_at: int | None = None,
    shards: int | None = None,
) -> str:
    """Open a room or change it; the id. `host` None is an operator, who may change every room."""
    if end_at is not None and end_at <= start_at:
        raise BAD_REQUEST("endAt: Not after startAt", field="endAt")
    live = Live(live_id or new_id(), SK)
    wanted = [
        Live.title.set(title),
        Live.startAt.set(start_at),
        Live.endAt.set(end_at) if end_at is not None else Live.endAt.remove(),
        Live.createdAt.set(Live.createdAt | clock.now()),
    ]
    where = None
    if host is not None:
        wanted.append(Live.host.set(host))
        where = Live.host.does_not_exist() | (Live.host == host)
    if shards is not None:
        wanted.append(Live.shards.set(shards))
        growing = Live.shards.does_not_exist() | (Live.shards <= shards)
        where = growing if where is None else where & growing

    def refused(old: Live) -> Code:
        return NOT_YOUR_LIVE if host and old.host not in (None, host) else SHARDS_ONLY_GROW

    commit(update(live, *wanted, where=where, otherwise=refused))
    return live.liveId


def refusal(live: Live, host: str, at: int) -> Refusal | None:
    """Why this host may not push to the room at that time; None if they may."""
    if live.host not in (None, host):
        return NOT_YOUR_LIVE()
    return LIVE_ENDED() if live.endAt is not None and live.endAt < at else None


def hosted(live_id: str, host: str, at: int) -> Part:
    """The room is this host's (from now on, if it was nobody's) and still open at that time."""
    return update(
        Live(live_id, SK),
        Live.host.set(host),
        Live.createdAt.set(Live.createdAt | clock.now()),
        where=(Live.host.does_not_exist() | (Live.host == host))
        & (Live.endAt.does_not_exist() | (Live.endAt >= at)),
        otherwise=lambda old: refusal(old, host, at),
    )


def show(live_id: str, payload: str, at: int) -> Part:
    """These goods are on show, unless a later push's are already."""
    return update(
        Live(live_id, SK),
        Live.current.set(payload),
        Live.currentAt.set(at),
        where=Live.currentAt.does_not_exist() | (Live.currentAt <= at),
        otherwise=lambda _: None,
    )
