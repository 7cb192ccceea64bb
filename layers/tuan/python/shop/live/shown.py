"""Which rooms show goods now, and requests to tell their viewers what is left.

An order that takes units, or gives some back, asks: the first one writes its request into the room
(`leftAsk`) and sends a message to the delay queue. Others find the request and do nothing, until
`shop.live.left` has removed it and looks at the stock. So a change after that look makes a request
of its own, and none is lost.

Keys of the table `lives`:

    goods#<goodsId>   shown#<until>#<liveId>   the room shows the goods until then

It is written before the push is made. Without the push, it leads to a look that finds nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute

from shop.live import planning, timing
from shop.live.messages import GoodsPushMessage
from shop.live.planning import ASKED, Due
from shop.live.rooms import Live
from shop.stock import reads as stock
from wxcloud import clock, ids
from wxcloud.cache import Cache
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, commit_one, update

if TYPE_CHECKING:
    from shop.orders.events import OrderChanged

_goods_of: Cache[str] = Cache(3600.0, size=4096)  # SKU → its goods, which never change
_rooms: Cache[tuple[ShownGoods, ...]] = Cache(1.0, size=4096)  # goods → where they are shown
_asked: Cache[int] = Cache(60.0, size=1024)  # room → until when its request is there


class ShownGoods(Table):
    """A room shows goods. `ttl` is in seconds UTC."""

    class Meta(TableMeta):
        name = "lives"

    pk = UnicodeAttribute(hash_key=True, attr_name="liveId")
    sk = UnicodeAttribute(range_key=True)
    room = UnicodeAttribute()
    pushId = UnicodeAttribute()
    ttl = Integer()

    @classmethod
    def key(cls, push: GoodsPushMessage) -> Self:
        return cls(f"goods#{push.goods.goodsId}", f"{_until(push.bubbleEndsAt)}#{push.liveId}")


def _until(at: int) -> str:
    return f"shown#{at:013}"


def show(push: GoodsPushMessage) -> Part[ShownGoods]:
    """The room shows the goods from now on, until the push's bubble ends."""
    return update(
        ShownGoods.key(push),
        ShownGoods.room.set(push.liveId),
        ShownGoods.pushId.set(push.pushId),
        ShownGoods.ttl.set((push.bubbleEndsAt + clock.DAY) // clock.SECOND),
    )


def note(event: OrderChanged) -> None:
    """Handler: what is left of the order's goods has changed. Half a read unit for each of them, at
    most once a second in a process, and nothing more if no room shows them."""
    for goods_id in _goods(event.skus):
        for shown in _rooms.get(goods_id, partial(_find, goods_id)):
            ask(shown.room, shown.pushId)


def ask(live_id: str, push_id: str) -> None:
    """Ask to tell the room's viewers what is left, unless somebody has asked."""
    now = clock.now()
    if (_asked.peek(live_id) or 0) > now:
        return
    mine = ids.new_id()
    asked = Live.leftAsk
    is_free = asked.does_not_exist() | (asked < ids.base32(now - timing.ASKED, 10))
    room = commit_one(
        update(
            Live.key(live_id),
            asked.set(mine),
            where=Live.createdAt.exists() & is_free,
            otherwise=ALREADY_SO,
        )
    )
    if room is None or room.leftAsk is None:
        return
    tell_at = ids.time_in(room.leftAsk) + timing.pause(room.viewers)
    if room.leftAsk == mine:
        due = Due(liveId=live_id, pushId=push_id, fireAt=tell_at, what=ASKED)
        planning.look_later(due, tell_at)
    _asked.set(live_id, tell_at - timing.MARGIN)


def _goods(sku_ids: list[str]) -> set[str]:
    """The goods that these SKUs belong to."""
    unknown = [each for each in sku_ids if _goods_of.peek(each) is None]
    for look in stock.get_all(unknown):
        _goods_of.set(look.sku.skuId, look.sku.goodsId)
    found = {_goods_of.peek(each) for each in sku_ids}
    return {goods_id for goods_id in found if goods_id}


def _find(goods_id: str) -> tuple[ShownGoods, ...]:
    found = ShownGoods.query(f"goods#{goods_id}", ShownGoods.sk > _until(clock.now()))
    return tuple(found)
