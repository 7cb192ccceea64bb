"""The goods that shoppers do not see: a list of those that are hidden, and one of the drafts.

    unshown#<state>   <goodsId>

A list changes in the transaction that saves the goods, and only if their state changes. It leads to
the goods, which decide: so an item that is not true any more does no harm, and the rebuild of the
desk can add those that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from shop.catalog.goods import Goods, GoodsState
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import ALREADY_SO, Part, commit_one, delete, put


class Unshown(Table):
    """That goods are not shown."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def new(cls, state: GoodsState, goods_id: str) -> Unshown:
        return cls(pk=f"unshown#{state}", sk=goods_id)


def parts(goods: Goods, old: Goods | None) -> Iterator[Part[Any]]:
    """The lists say what the goods are after this saving; `old` are the goods before it."""
    before = old.state if old is not None else "shown"
    if before == goods.state:
        return
    if before != "shown":
        yield delete(Unshown.new(before, goods.goodsId))
    if goods.state != "shown":
        yield put(Unshown.new(goods.state, goods.goodsId), otherwise=ALREADY_SO)


def note(goods: Goods) -> None:
    """The list names the goods, if they are not shown. A repeat changes nothing."""
    if goods.state != "shown":
        commit_one(put(Unshown.new(goods.state, goods.goodsId), otherwise=ALREADY_SO))


def ids(state: GoodsState, after: str, page_size: int) -> Iterator[str]:
    """The ids of the goods that are listed in this state, in their order."""
    following = Unshown.sk > after if after else None
    rows = Unshown.query(f"unshown#{state}", following, page_size=page_size)
    return (row.sk for row in rows)
