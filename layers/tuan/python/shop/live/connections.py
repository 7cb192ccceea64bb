"""The WebSocket connections of a live room's viewers, kept in shards."""

from __future__ import annotations

from typing import NamedTuple, Self

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import size
from pynamodb.indexes import KeysOnlyProjection

from shop.live.timing import CONNECTION_LIFE, LIKE_EVERY
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.errors import TOO_MANY_REQUESTS, Code, Refusal
from wxcloud.model import GlobalSecondaryIndex, Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Outcome, Refuse, commit_one, delete, put, update

NOT_CONNECTED = Code("NOT_CONNECTED", 409, "This connection is in no live room. Connect again.")
MAX_CLICKED = 30  # pushes that one connection clicks: its item stays below 1 KB


class _ByConnection(GlobalSecondaryIndex["Connection"]):
    class Meta:
        index_name = "byConnection"
        projection = KeysOnlyProjection()

    connectionId = UnicodeAttribute(hash_key=True)


class Connection(Table):
    """One viewer's WebSocket. `room` is `<liveId>#<shard>`. Nobody needs to know whose it is.

    `likedAt` is when it last sent likes (ms UTC), `clicked` are the pushes that it has clicked."""

    class Meta(TableMeta):
        name = "connections"

    room = UnicodeAttribute(hash_key=True)
    connectionId = UnicodeAttribute(range_key=True)
    connectedAt = Integer()  # ms UTC
    ttl = Integer()  # seconds UTC
    likedAt = Integer(null=True)
    clicked = UnicodeSetAttribute(null=True)
    byConnection = _ByConnection()

    @classmethod
    def new(cls, room: str, connection_id: str, *, now: int) -> Self:
        return cls(
            room,
            connection_id,
            connectedAt=now,
            ttl=(now + CONNECTION_LIFE) // clock.SECOND,
        )


class Viewer(NamedTuple):
    """A connection, and since when it exists (ms UTC)."""

    connectionId: str
    connectedAt: int


# --- keys ----------------------------------------------------------------------------------------


def shard_key(live_id: str, shard: int) -> str:
    return f"{live_id}#{shard}"


def live_id_in(room: str) -> str:
    """The live room that a key of a shard belongs to."""
    return room.rpartition("#")[0]


# --- reads ---------------------------------------------------------------------------------------


def find_room(connection_id: str) -> str | None:
    """The key of the shard in which the connection is. The index may not know it for a moment."""
    found = Connection.byConnection.query(connection_id, limit=1)
    return next((connection.room for connection in found), None)


def list_viewers(room: str, *, after: str, limit: int) -> tuple[Viewer, ...]:
    """The viewers of a shard, behind the connection `after` ("": from the first). The read is
    consistent: a viewer whose connection is written gets the push."""
    condition = Connection.connectionId > after if after else None
    found = Connection.query(room, condition, consistent_read=True, limit=limit)
    return tuple(Viewer(each.connectionId, each.connectedAt) for each in found)


def count(room: str) -> int:
    """How many viewers a shard has. Half a read unit per 4 KB: about 30 connections."""
    return Connection.count(room)


# --- writes --------------------------------------------------------------------------------------


def add(room: str, connection_id: str) -> Viewer:
    connection = Connection.new(room, connection_id, now=clock.now())
    commit_one(put(connection, otherwise=ALREADY_SO))
    return Viewer(connection_id, connection.connectedAt)


def forget(room: str, connection_id: str) -> None:
    commit_one(delete(Connection(room, connection_id)))


_waiting: Cache[int] = Cache(60.0, size=10_000)  # connection → until when it sends no more likes


def take_turn(room: str, connection_id: str) -> None:
    """The viewer may send likes now, and not again for LIKE_EVERY. NOT_CONNECTED,
    TOO_MANY_REQUESTS: without a write, if this process knows it."""
    now = clock.now()
    if (_waiting.peek(connection_id) or 0) > now:
        raise _too_often()

    def otherwise(viewer: Connection | None) -> Refuse:
        if viewer is None or viewer.likedAt is None:
            return Refuse(NOT_CONNECTED)
        _waiting.set(connection_id, viewer.likedAt + LIKE_EVERY)
        return Refuse(_too_often())

    liked = Connection.likedAt
    rested = liked.does_not_exist() | (liked <= now - LIKE_EVERY)
    commit_one(
        update(
            Connection(room, connection_id),
            liked.set(now),
            where=Connection.connectedAt.exists() & rested,
            otherwise=otherwise,
        )
    )
    _waiting.set(connection_id, now + LIKE_EVERY)


def click(room: str, connection_id: str, push_id: str) -> bool:
    """Note that the viewer has clicked a push; whether it is the first time. NOT_CONNECTED,
    TOO_MANY_REQUESTS after MAX_CLICKED of them."""
    is_first = True

    def otherwise(viewer: Connection | None) -> Outcome:
        nonlocal is_first
        if viewer is None:
            return Refuse(NOT_CONNECTED)
        is_first = False
        known = push_id in (viewer.clicked or ())
        return ALREADY_SO if known else Refuse(TOO_MANY_REQUESTS("You have clicked too often."))

    clicked = Connection.clicked
    is_new = clicked.does_not_exist() | ((size(clicked) < MAX_CLICKED) & ~clicked.contains(push_id))
    commit_one(
        update(
            Connection(room, connection_id),
            clicked.add({push_id}),
            where=Connection.connectedAt.exists() & is_new,
            otherwise=otherwise,
        )
    )
    return is_first


def _too_often() -> Refusal:
    return TOO_MANY_REQUESTS("Send likes together, at most every two seconds.")
