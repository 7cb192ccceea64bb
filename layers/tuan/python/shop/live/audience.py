"""The viewers of live rooms: their WebSocket connections, and how a push reaches each of them.

Source: API Gateway Developer Guide, "Quotas for WebSocket APIs" (a connection lives 2 hours).
"""

from __future__ import annotations

import zlib
from typing import Any

from msgspec.structs import replace
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import KeysOnlyProjection

from shop.live import rooms
from wxcloud import clock, websocket
from wxcloud.errors import Code
from wxcloud.fields import Request
from wxcloud.log import logger
from wxcloud.model import GlobalSecondaryIndex, Table, TableMeta
from wxcloud.queues import Queue
from wxcloud.transaction import commit, delete, put
from wxcloud.websocket import Posted

NOT_CONNECTED = Code("NOT_CONNECTED", 409, "This connection is in no live room. Connect again.")

PAGE = 250  # viewers that one invocation posts to
THREADS = 32
LIFE = 3 * clock.HOUR
OPENING = 10 * clock.SECOND  # so long a connection may be "gone" because it is not open yet
WELCOME_S = 1
TRIES = 5  # a failed post is repeated after 1, 2, 4 and 8 s


class _ByConnection(GlobalSecondaryIndex["Connection"]):
    class Meta:
        index_name = "byConnection"
        projection = KeysOnlyProjection()

    connectionId = UnicodeAttribute(hash_key=True)


class Connection(Table):
    """One viewer's WebSocket. `room` is `<liveId>#<shard>`; `ttl` in seconds."""

    class Meta(TableMeta):
        name = "connections"

    room = UnicodeAttribute(hash_key=True)
    connectionId = UnicodeAttribute(range_key=True)
    openid = UnicodeAttribute(null=True)
    connectedAt = NumberAttribute(null=True)
    ttl = NumberAttribute(null=True)
    byConnection = _ByConnection()


class Delivery(Request):
    """A piece of the way to the viewers of one shard: those after the connection `after`, or only
    those in `to` (id, connected at) who are still to get it. Without a payload: be ready."""

    room: str
    payload: str
    after: str = ""
    to: tuple[tuple[str, int], ...] = ()
    attempt: int = 1


DELIVERIES = Queue("PUSH_QUEUE_URL", Delivery)


# --- coming and going ----------------------------------------------------------------------------


def connect(connection_id: str, openid: str, live_id: str) -> None:
    """Let a viewer into a room; the goods on show follow in a moment, since nothing can be posted
    to a connection before its $connect is through."""
    now = clock.now()
    shard = zlib.crc32(connection_id.encode()) % rooms.shards_of(rooms.find(live_id))
    viewer = Connection(
        _room(live_id, shard),
        connection_id,
        openid=openid,
        connectedAt=now,
        ttl=(now + LIFE) // clock.SECOND,
    )
    commit(put(viewer, otherwise=lambda _: None))
    shown = rooms.find(live_id, consistent=True).current  # after the write: see shop.live
    if shown:
        welcome = Delivery(room=viewer.room, payload=shown, to=((connection_id, now),))
        DELIVERIES.send(welcome, delay_s=WELCOME_S)


def disconnect(connection_id: str) -> None:
    """Forget a viewer. One whom the index does not know yet is forgotten at the next push."""
    room = _room_of(connection_id)
    if room:
        _forget(room, connection_id)


def on_show(connection_id: str) -> dict[str, Any]:
    """The push on show in the viewer's room, or `{"type": "noGoods"}`."""
    room = _room_of(connection_id)
    if not room:
        raise NOT_CONNECTED()
    return rooms.find(room.rpartition("#")[0]).on_show or {"type": "noGoods"}


def _room(live_id: str, shard: int) -> str:
    return f"{live_id}#{shard}"


def _room_of(connection_id: str) -> str:
    found = Connection.byConnection.query(connection_id, limit=1)
    return next((viewer.room for viewer in found), "")


def _forget(room: str, connection_id: str) -> None:
    commit(delete(Connection(room, connection_id), where=None, otherwise=lambda _: None))


# --- a push on its way ---------------------------------------------------------------------------


def send_out(live: rooms.Live, payload: str = "") -> None:
    """Send a payload on its way to all viewers of a room, a message for each shard. Sent without
    one a moment ahead, it spares the viewers the cold starts of those who deliver."""
    DELIVERIES.send_all(
        Delivery(room=_room(live.liveId, shard), payload=payload)
        for shard in range(rooms.shards_of(live))
    )


def deliver(delivery: Delivery) -> None:
    """Post to one page of a shard's viewers. The next page goes on its way first, so that pages
    are posted side by side; posts that failed are sent on their way again, alone, after a pause."""
    if not delivery.payload:
        websocket.warm_up()
        _page(delivery.room, after="~")  # nobody, over the connection that the push will use
        return
    viewers = delivery.to or _page(delivery.room, delivery.after)
    if not delivery.to and len(viewers) == PAGE:
        DELIVERIES.send(replace(delivery, after=viewers[-1][0]))
    failed = _post_to_all(delivery.room, viewers, delivery.payload.encode())
    if not failed:
        return
    if delivery.attempt >= TRIES:
        logger.warning("viewers not reached", extra={"viewers": len(failed)})
        return
    again = replace(delivery, to=failed, after="", attempt=delivery.attempt + 1)
    DELIVERIES.send(again, delay_s=2 ** (delivery.attempt - 1))


def _page(room: str, after: str) -> tuple[tuple[str, int], ...]:
    """Viewers of a shard. Read consistently: who is written down gets the push."""
    condition = Connection.connectionId > after if after else None
    found = Connection.query(room, condition, consistent_read=True, limit=PAGE)
    return tuple((viewer.connectionId, int(viewer.connectedAt)) for viewer in found)


def _post_to_all(
    room: str, viewers: tuple[tuple[str, int], ...], payload: bytes
) -> tuple[tuple[str, int], ...]:
    """Post to each viewer; those to try again. Who is gone is forgotten."""
    now = clock.now()

    def reach(viewer: tuple[str, int]) -> bool:
        connection_id, since = viewer
        posted = websocket.post(connection_id, payload)
        if posted is Posted.GONE and now - since > OPENING:
            _forget(room, connection_id)
            return True
        return posted is Posted.DONE

    if not viewers:
        return ()
    from concurrent.futures import ThreadPoolExecutor  # whoever only connects does without

    with ThreadPoolExecutor(min(THREADS, len(viewers))) as pool:
        reached = list(pool.map(reach, viewers))
    return tuple(viewer for viewer, got_it in zip(viewers, reached, strict=True) if not got_it)
