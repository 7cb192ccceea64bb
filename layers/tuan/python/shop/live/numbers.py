"""The numbers of a live room: viewers, likes, clicks.

Viewers are counted from the room's connections, likes from sharded counters, when somebody asks and
the room's numbers are older than FRESH. One of all who ask at that moment counts. A large room is
counted from SAMPLED of its shards: connections are spread evenly, so the error is about a percent.

Keys of the table `lives`:

    <liveId>#<k>   likes            likes, in up to COUNTERS items
    <liveId>#<k>   click#<pushId>   clicks on a push
"""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Mapping
from typing import Final

from pynamodb.attributes import UnicodeAttribute

from shop.live import connections, pushes, rooms, rules
from shop.live.messages import RoomNumbers
from shop.live.rooms import Live
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, commit_one, update

FRESH: Final = 10 * clock.SECOND
COUNTERS: Final = 8  # 8,000 writes a second: more than API Gateway takes
SAMPLED: Final = 4


class RoomCounter(Table):
    """What the viewers in some shards of a room have done."""

    class Meta(TableMeta):
        name = "lives"

    room = UnicodeAttribute(hash_key=True, attr_name="liveId")
    sk = UnicodeAttribute(range_key=True)
    n = Integer()


_went_out: Cache[bool] = Cache(60.0, size=1024)


# --- reads ---------------------------------------------------------------------------------------


def of(room: Live) -> RoomNumbers:
    """The room's numbers, at most FRESH old."""
    now = clock.now()
    if room.countedAt is None or room.countedAt <= now - FRESH:
        room = _count(room, now) or room
    return RoomNumbers(liveId=room.liveId, viewers=room.viewers, likes=room.likes, now=now)


def clicks(live_id: str, shards: int, push_ids: list[str]) -> Mapping[str, int]:
    """Push → clicks on it, of these pushes. At most COUNTERS reads."""
    found: Tally[str] = Tally()
    if not push_ids:
        return found
    first, last = (f"click#{push_id}" for push_id in (min(push_ids), max(push_ids)))
    for number in range(min(shards, COUNTERS)):
        for each in RoomCounter.query(f"{live_id}#{number}", RoomCounter.sk.between(first, last)):
            found[each.sk.removeprefix("click#")] += each.n
    return found


def _count(room: Live, now: int) -> Live | None:
    """Count again, unless somebody else does. None then."""
    counted = Live.countedAt
    is_old = counted.does_not_exist() | (counted <= now - FRESH)
    claim = update(
        Live.key(room.liveId),
        counted.set(now),
        where=Live.createdAt.exists() & is_old,
        otherwise=ALREADY_SO,
    )
    claimed = commit_one(claim)
    if claimed is None or claimed.countedAt != now:
        return claimed
    return commit_one(
        update(
            Live.key(room.liveId),
            Live.viewers.set(_viewers(room.liveId, rooms.shards_of(room))),
            Live.likes.set(_likes(room.liveId, rooms.shards_of(room))),
        )
    )


def _viewers(live_id: str, shards: int) -> int:
    sample = random.sample(range(shards), min(shards, SAMPLED))
    found = sum(connections.count(connections.shard_key(live_id, each)) for each in sample)
    return found * shards // len(sample)


def _likes(live_id: str, shards: int) -> int:
    keys = [(f"{live_id}#{number}", "likes") for number in range(min(shards, COUNTERS))]
    return sum(each.n for each in RoomCounter.batch_get(keys))


# --- writes --------------------------------------------------------------------------------------


def like(connection_id: str, room: str, n: int) -> None:
    """Count likes of a viewer. NOT_CONNECTED, TOO_MANY_REQUESTS (once in LIKE_EVERY).

    The viewer's turn is written first, then the likes: after a crash between the two they are lost,
    never counted twice. A transaction would cost twice as much, and its conflicts would be as many
    as its viewers.
    """
    connections.take_turn(room, connection_id)
    commit_one(update(_counter(room, "likes"), RoomCounter.n.add(n)))


def click(connection_id: str, room: str, push_id: str) -> None:
    """Count a viewer's click on a push, once. PUSH_NOT_FOUND, NOT_CONNECTED, TOO_MANY_REQUESTS."""
    live_id = connections.live_id_in(room)
    if not _went_out.get((live_id, push_id), lambda: _is_pushed(live_id, push_id)):
        raise rules.PUSH_NOT_FOUND()
    if connections.click(room, connection_id, push_id):
        commit_one(update(_counter(room, f"click#{push_id}"), RoomCounter.n.add(1)))


def _counter(room: str, sk: str) -> RoomCounter:
    """The counter of a shard's viewers."""
    live_id, _, shard = room.rpartition("#")
    return RoomCounter(f"{live_id}#{int(shard) % COUNTERS}", sk)


def _is_pushed(live_id: str, push_id: str) -> bool:
    push = pushes.get(live_id, push_id)
    return push is not None and push.status == rules.PUSHED
