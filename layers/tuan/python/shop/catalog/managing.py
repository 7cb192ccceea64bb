"""Lists of goods for operators: also those that shoppers do not see.

All goods, and those that are shown, come in the order of their rank, from the shelf of all goods;
hidden goods and drafts by their ids, from lists of their own (`shop.catalog.unshown`). What is
shown are the goods as they are now. Goods whose rank changes while somebody reads the pages may be
missing or come twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from shop.catalog import goods as catalog
from shop.catalog import unshown
from shop.catalog.goods import GoodsState
from shop.catalog.shelf import Place, ShelfItem, shelf_of
from shop.catalog.views import ManagedGoods, ManagedGoodsPage, managed_goods
from wxcloud import cursor

MAX_READ = 500  # places and goods that one call looks at
_LIST = "managedGoods"


def list_managed(state: GoodsState | None, limit: int, after: str | None) -> ManagedGoodsPage:
    """A page of the goods in that state, or of all goods; `after` is the last page's cursor. After
    MAX_READ places the page ends, and its cursor goes on from there."""
    last = _read(state, after)
    entries = islice(_entries(state, last, limit + 4), MAX_READ)
    found: list[ManagedGoods] = []
    looked_at = 0
    while len(found) < limit and (batch := list(islice(entries, limit - len(found)))):
        named = [goods_id for _, goods_id in batch if goods_id]
        there = catalog.get_all(named)
        found += [
            managed_goods(there[goods_id])
            for goods_id in named
            if goods_id in there and state in (None, there[goods_id].state)
        ]
        looked_at, last = looked_at + len(batch), batch[-1][0]
    if looked_at < MAX_READ and next(entries, None) is None:
        return ManagedGoodsPage(items=found, cursor=None)
    return ManagedGoodsPage(items=found, cursor=cursor.make(_LIST, {"of": state, "last": last}))


def _entries(state: GoodsState | None, after: str, page_size: int) -> Iterator[tuple[str, str]]:
    """Sort keys after `after`, with the goods of each; "" if the entry is to be passed over."""
    if state in ("hidden", "draft"):
        yield from ((goods_id, goods_id) for goods_id in unshown.ids(state, after, page_size))
        return
    following = Place.sk > after if after else None
    for item in ShelfItem.query(shelf_of(), following, page_size=page_size):
        if not isinstance(item, Place):
            continue
        is_left = item.until is not None
        is_passed = is_left or (state == "shown" and bool(item.hidden))
        yield item.sk, "" if is_passed else item.goodsId


def _read(state: GoodsState | None, after: str | None) -> str:
    if after is None:
        return ""
    return str(cursor.read(_LIST, after, of=state)["last"])
