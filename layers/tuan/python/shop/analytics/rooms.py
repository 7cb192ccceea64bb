"""The question about a live room, made from the room and its pushes."""

from __future__ import annotations

from shop.analytics.broadcasts import MOST, LiveQuestion, PlannedPush
from shop.analytics.ranges import LONGEST
from shop.catalog import goods as catalog
from shop.live import pushes, rooms
from shop.live.rules import NOT_YOUR_LIVE, Caller
from wxcloud import clock

AFTER = 7 * clock.DAY  # for which orders still come from a push


def of_room(live_id: str, caller: Caller) -> LiveQuestion:
    """The question about that room, from its beginning to a week after its last push. NOT_FOUND,
    NOT_YOUR_LIVE.

    One read of the room, one query of its pushes, and a read unit for each of the goods.
    """
    room = rooms.get(live_id)
    if room is None:
        raise rooms.no_live()
    if not caller.may_use(rooms.host_of(room)):
        raise NOT_YOUR_LIVE()
    found = pushes.newest(live_id, MOST)
    known = catalog.get_all(sorted({each.goodsId for each in found}))
    planned = [
        PlannedPush(
            pushId=each.pushId,
            goodsId=each.goodsId,
            title=known[each.goodsId].title if each.goodsId in known else each.goodsId,
            at=each.pushedAt or each.fireAt,
        )
        for each in found
    ]
    times = [each.at for each in planned]
    last = max([*times, room.endAt or room.startAt or room.createdAt])
    until = min(clock.now() + 1, last + AFTER)
    since = min([*times, room.startAt or room.createdAt, room.createdAt])
    return LiveQuestion(
        liveId=live_id,
        since=max(since, until - LONGEST),
        until=max(until, since + 1),
        pushes=planned,
    )
