"""Viewers connect to a live room, send what they like and click, ask, and disconnect."""

from __future__ import annotations

from shop.live import connections, delivery, numbers, rooms, rules
from shop.live.connections import NOT_CONNECTED
from shop.live.messages import Clicked, GoodsPushMessage, NoGoods, RoomNumbers
from shop.live.rooms import Live
from wxcloud import clock
from wxcloud.rates import Rate

CONNECTS = Rate("connect", 30, 10 * clock.MINUTE, "You have connected too often.")


def connect(connection_id: str, openid: str, live_id: str) -> None:
    """Let a viewer into a room. The goods on show follow in a moment, because nothing can be posted
    to a connection before its $connect has ended. TOO_MANY_REQUESTS if the user connects too often.
    """
    CONNECTS.use(openid)
    shard = rules.shard_of(connection_id, rooms.count_shards(live_id))
    room = connections.shard_key(live_id, shard)
    viewer = connections.add(room, connection_id)
    shown = rooms.on_show(rooms.get(live_id, consistent=True))  # after the write: see shop.live
    if shown is not None:
        delivery.welcome(room, viewer, shown)


def disconnect(connection_id: str) -> None:
    """Forget a viewer. If the index does not know the connection yet, the next push forgets it."""
    room = connections.find_room(connection_id)
    if room is not None:
        connections.forget(room, connection_id)


def on_show(connection_id: str) -> GoodsPushMessage | NoGoods:
    """The goods on show in the viewer's room. NOT_CONNECTED if the viewer is in no room."""
    live_id = connections.live_id_in(_room(connection_id))
    return rooms.on_show(rooms.get(live_id)) or NoGoods(now=clock.now())


def numbers_of(connection_id: str) -> RoomNumbers:
    """The numbers of the viewer's room, at most ten seconds old. NOT_CONNECTED."""
    return _numbers(connections.live_id_in(_room(connection_id)))


def like(connection_id: str, n: int) -> RoomNumbers:
    """Count likes of the viewer; the room's numbers. NOT_CONNECTED, TOO_MANY_REQUESTS."""
    room = _room(connection_id)
    numbers.like(connection_id, room, n)
    return _numbers(connections.live_id_in(room))


def click(connection_id: str, push_id: str) -> Clicked:
    """The viewer has tapped the goods of a push: counted once. NOT_CONNECTED, PUSH_NOT_FOUND,
    TOO_MANY_REQUESTS."""
    numbers.click(connection_id, _room(connection_id), push_id)
    return Clicked(pushId=push_id)


def _room(connection_id: str) -> str:
    room = connections.find_room(connection_id)
    if room is None:
        raise NOT_CONNECTED()
    return room


def _numbers(live_id: str) -> RoomNumbers:
    return numbers.of(rooms.get(live_id) or Live.key(live_id))
