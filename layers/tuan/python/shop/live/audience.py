"""Viewers connect to a live room, ask for the goods on show, and disconnect."""

from __future__ import annotations

from shop.live import connections, delivery, rooms, rules
from shop.live.messages import GoodsPushMessage, NoGoods
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.rates import Rate

CONNECTS = Rate("connect", 30, 10 * clock.MINUTE, "You have connected too often.")
NOT_CONNECTED = Code("NOT_CONNECTED", 409, "This connection is in no live room. Connect again.")


def connect(connection_id: str, openid: str, live_id: str) -> None:
    """Let a viewer into a room. The goods on show follow in a moment, because nothing can be posted
    to a connection before its $connect has ended. TOO_MANY_REQUESTS if the user connects too often.
    """
    CONNECTS.use(openid)
    shard = rules.shard_of(connection_id, rooms.count_shards(live_id))
    room = connections.shard_key(live_id, shard)
    viewer = connections.add(room, connection_id)
    shown = rooms.on_show(live_id, consistent=True)  # after the write: see shop.live
    if shown is not None:
        delivery.welcome(room, viewer, shown)


def disconnect(connection_id: str) -> None:
    """Forget a viewer. If the index does not know the connection yet, the next push forgets it."""
    room = connections.find_room(connection_id)
    if room is not None:
        connections.forget(room, connection_id)


def on_show(connection_id: str) -> GoodsPushMessage | NoGoods:
    """The goods on show in the viewer's room. NOT_CONNECTED if the viewer is in no room."""
    room = connections.find_room(connection_id)
    if room is None:
        raise NOT_CONNECTED()
    return rooms.on_show(connections.live_id_in(room)) or NoGoods()
