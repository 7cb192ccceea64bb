"""Goods are moved in the feed: right behind other goods, or to its beginning.

The goods get a rank between those of their neighbours. Where there is none, the goods behind them
get the next ranks, as many as need them. The last of these is saved first, so the order is right at
each moment; whoever repeats a call that stopped half-way completes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from shop.catalog import saving
from shop.catalog.forms import GoodsPatch
from shop.catalog.goods import GOODS_CHANGED, GOODS_NOT_FOUND, Goods, get, get_all
from shop.catalog.shelf import Place, ShelfItem, shelf_of
from shop.catalog.views import Ranked, RankedGoods
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.transaction import retry

STEP = 10  # between the last goods and those that are put behind them
MAX_MOVED = 50  # goods that one call moves
_PAGE = 60

RANKS_FULL = Code(
    "RANKS_FULL", 409, "Too many goods have ranks without a gap here. Give them other ranks first."
)


class Neighbour(msgspec.Struct, frozen=True):
    """Goods on the shelf."""

    goods_id: str
    rank: int


def move(goods_id: str, after: str | None) -> Ranked:
    """Put the goods right behind `after`; None: first of all. GOODS_NOT_FOUND; RANKS_FULL."""
    if goods_id == after:
        raise BAD_REQUEST("after: Name other goods.", field="after")
    return retry(lambda: _move(goods_id, after), on=[GOODS_CHANGED])


def _move(goods_id: str, after: str | None) -> Ranked:
    goods = _need(goods_id)
    before = _need(after) if after is not None else None
    behind = _behind(before, goods_id)
    own = Neighbour(goods_id, goods.rank)
    if _stands_there(own, before, behind):
        return Ranked(items=[])
    wanted = ranks(own, before.rank if before else -1, behind)
    there = get_all([each.goods_id for each in wanted])
    saved = []
    for each in reversed(wanted):
        revision = there[each.goods_id].revision
        patched = saving.patch(each.goods_id, revision, GoodsPatch(rank=each.rank))
        saved.append(RankedGoods(goodsId=each.goods_id, rank=each.rank, revision=patched.revision))
    return Ranked(items=saved[::-1])


def ranks(own: Neighbour, before: int, behind: Sequence[Neighbour]) -> list[Neighbour]:
    """Which goods get which rank, when `own` goes behind goods of the rank `before` and in front of
    those `behind`. RANKS_FULL. Pure."""
    if not behind:
        return [Neighbour(own.goods_id, max(before, 0) + STEP)]
    gap = behind[0].rank - before
    if gap >= 2:
        return [Neighbour(own.goods_id, before + gap // 2)]
    moved = [Neighbour(own.goods_id, before + 1)]
    for each in behind:
        if each.rank > moved[-1].rank:
            return moved
        if len(moved) == MAX_MOVED:
            raise RANKS_FULL()
        moved.append(Neighbour(each.goods_id, moved[-1].rank + 1))
    return moved


def _stands_there(own: Neighbour, before: Goods | None, behind: Sequence[Neighbour]) -> bool:
    """Whether the goods are right behind those already."""
    mine = (own.rank, own.goods_id)
    is_behind = before is None or (before.rank, before.goodsId) < mine
    return is_behind and (not behind or mine < (behind[0].rank, behind[0].goods_id))


def _behind(before: Goods | None, goods_id: str) -> list[Neighbour]:
    """The goods behind those, without the ones that move: as many as may have to move, too."""
    others = (each for each in _places(before) if each.goods_id != goods_id)
    return list(islice(others, _PAGE))


def _places(before: Goods | None) -> Iterator[Neighbour]:
    after = Place.sk > f"{before.rank:010d}#{before.goodsId}#~" if before else None
    for item in ShelfItem.query(shelf_of(), after, consistent_read=True, page_size=_PAGE):
        if isinstance(item, Place) and item.until is None:
            yield Neighbour(item.goodsId, int(item.sk[:10]))


def _need(goods_id: str) -> Goods:
    goods = get(goods_id)
    if goods is None:
        raise GOODS_NOT_FOUND()
    return goods
