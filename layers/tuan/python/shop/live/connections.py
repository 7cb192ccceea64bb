"""The WebSocket connections of a live room's viewers, kept in shards."""

from __future__ import annotations

from typing import NamedTuple, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from shop.live.timing import CONNECTION_LIFE
from wxcloud import clock
from wxcloud.model import GlobalSecondaryIndex, Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, commit_one, delete, put


class _ByConnection(GlobalSecondaryIndex["Connection"]):
    class Meta:
        index_name = "byConnection"
        projection = KeysOnlyProjection()

    connectionId = UnicodeAttribute(hash_key=True)


class Connection(Table):
    """One viewer's WebSocket. `room` is `<liveId>#<shard>`. Nobody needs to know whose it is."""

    class Meta(TableMeta):
        name = "connections"

    room = UnicodeAttribute(hash_key=True)
    connectionId = UnicodeAttribute(range_key=True)
    connectedAt = Integer()  # ms UTC
    ttl = Integer()  # seconds UTC
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


# --- writes --------------------------------------------------------------------------------------


def add(room: str, connection_id: str) -> Viewer:
    connection = Connection.new(room, connection_id, now=clock.now())
    commit_one(put(connection, otherwise=ALREADY_SO))
    return Viewer(connection_id, connection.connectedAt)


def forget(room: str, connection_id: str) -> None:
    commit_one(delete(Connection(room, connection_id)))
