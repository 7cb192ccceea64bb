"""What is left of the goods on show: `pushGoods` looks, and viewers get a `stock` message.

It looks when an order has asked for it (`shop.live.shown`), and also by itself while goods are on
show: soon after the push, and then from time to time. That finds what no order has changed, as when
an operator saves more units.

There is a pause between two messages of a room: a second, and longer in a room of more than
`timing.POSTS_A_SECOND` viewers. `leftTold` is written under that condition, so messages of the
queue that arrive twice, or at once, keep the pause too.
"""

from __future__ import annotations

from shop.catalog import goods
from shop.catalog.goods import Goods
from shop.live import delivery, numbers, planning, rooms, timing
from shop.live.messages import GoodsPushMessage, StockMessage
from shop.live.planning import LOOK, Due
from shop.live.rooms import Live
from shop.stock import reads as stock
from wxcloud import clock, ids
from wxcloud.transaction import ALREADY_SO, Part, commit_one, update


def left_of(shown: Goods | None) -> int:
    """The units of these goods that can be bought, of all their SKUs; 0 if shoppers do not see
    them. One read unit for each shard of the stock."""
    if shown is None or not shown.is_shown:
        return 0
    looks = stock.get_all([sku.skuId for sku in shown.skus])
    return sum(look.view().remaining for look in looks)


def tell(due: Due) -> None:
    """Look at the stock of the goods on show, and send viewers what is left.

    If an order has asked, it is sent; else only if it has changed. Nothing is done if no goods are
    on show, or if these are looked at by a message of their own.
    """
    now = clock.now()
    if due.fireAt > now + timing.MARGIN:
        planning.look_later(due, due.fireAt)
        return
    room = rooms.get(due.liveId, consistent=True)
    if room is None:
        return
    push = room.current
    if push is None or push.bubbleEndsAt <= now or rooms.is_over(room):
        commit_one(_forget_request(room))
        return
    is_look = due.what == LOOK
    if is_look and due.pushId != push.pushId:
        return
    pause = timing.pause(numbers.of(room).viewers)
    mine = ids.new_id()
    told = commit_one(_begin(room, mine, ids.base32(now - pause + 1, 10)))
    if told is None or told.leftTold is None:
        return
    if told.leftTold != mine:  # somebody has told it a moment ago
        planning.look_later(due, ids.time_in(told.leftTold) + pause)
        return
    left = left_of(goods.get(push.goods.goodsId))
    if not is_look or left != rooms.left_in(told, push):
        _send(told, push, left, now)
    next_look = now + max(timing.LOOK_EVERY, pause)
    if is_look and next_look < push.bubbleEndsAt:
        planning.look_later(due, next_look)


def _send(room: Live, push: GoodsPushMessage, left: int, now: int) -> None:
    """It is written before it is sent: so a viewer who connects meanwhile gets it in one way or the
    other. After a crash between the two, the queue delivers the request again."""
    message = StockMessage(
        liveId=room.liveId,
        pushId=push.pushId,
        goodsId=push.goods.goodsId,
        left=left,
        at=now,
        now=now,
    )
    is_newest = Live.leftAt.does_not_exist() | (Live.leftAt <= now)
    commit_one(
        update(
            Live.key(room.liveId),
            Live.left.set(message),
            Live.leftAt.set(now),
            where=is_newest,
            otherwise=ALREADY_SO,
        )
    )
    delivery.send_out(room.liveId, rooms.shards_of(room), message)


def _begin(room: Live, mine: str, long_ago: str) -> Part[Live | None]:
    """This process tells it now, unless somebody has since `long_ago` (the beginning of an id).
    From now on, a change of the stock is a new request."""
    told = Live.leftTold
    return update(
        Live.key(room.liveId),
        told.set(mine),
        Live.leftAsk.remove(),
        where=told.does_not_exist() | (told < long_ago),
        otherwise=ALREADY_SO,
    )


def _forget_request(room: Live) -> Part[Live | None]:
    return update(
        Live.key(room.liveId),
        Live.leftAsk.remove(),
        where=Live.leftAsk.exists(),
        otherwise=ALREADY_SO,
    )
