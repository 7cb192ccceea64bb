"""The goods, as an operator saved them.

Keys of the table `goods`, beside those of `shop.catalog.shelf`:

    goods#<goodsId>   goods
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shop.catalog.terms import CampaignTerms
from wxcloud.errors import Code
from wxcloud.model import Integer, Json, Table, TableMeta

GOODS_NOT_FOUND = Code("GOODS_NOT_FOUND", 404, "These goods do not exist or are not shown now.")
GOODS_CHANGED = Code(
    "GOODS_CHANGED", 409, "Another operator is saving these goods. Load them again, then save."
)


class SkuForm(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as an operator wants it. `price` is fen per unit, `stock` units."""

    title: str
    price: int
    stock: int
    skuId: str | None = None
    shards: int = 1


class GoodsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Goods as an operator wants them. Without `skus` the goods are one SKU, under their own id."""

    title: str
    cover: str
    price: int
    category: str
    rank: int
    stock: int
    shards: int = 1
    group: CampaignTerms | None = None
    hidden: bool = False
    skus: Sequence[SkuForm] = ()


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU of goods. `skuId` is unique in the shop; `price` is fen per unit; `stock` units, as the
    operator saved them."""

    skuId: str
    title: str
    price: int
    stock: int
    shards: int


class Goods(Table):
    """Goods. `price` is what a unit costs without a group, in fen. Rank 1 is shown first.

    `places` are their places: shelf → sort key (`shop.catalog.shelf`). `revision` counts how often
    the goods were saved.
    """

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="goods")
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    cover = UnicodeAttribute()
    price = Integer()
    category = UnicodeAttribute()
    rank = Integer()
    stock = Integer()
    shards = Integer()
    group = Json(CampaignTerms, null=True)
    skus = Json(list[Variant])
    hidden = BooleanAttribute()
    places = Json(dict[str, str])
    revision = Integer()
    createdAt = Integer()
    updatedAt = Integer()

    @classmethod
    def new(
        cls,
        goods_id: str,
        form: GoodsForm,
        skus: Sequence[Variant],
        places: Mapping[str, str],
        *,
        now: int,
        old: Goods | None,
    ) -> Goods:
        """The goods as they will be after this saving; `old` are the goods before it."""
        return cls(
            pk=_key(goods_id),
            goodsId=goods_id,
            title=form.title,
            cover=form.cover,
            price=form.price,
            category=form.category,
            rank=form.rank,
            stock=form.stock,
            shards=form.shards,
            group=form.group,
            skus=list(skus),
            hidden=form.hidden,
            places=dict(places),
            revision=old.revision + 1 if old else 1,
            createdAt=old.createdAt if old else now,
            updatedAt=now,
        )


def get(goods_id: str) -> Goods | None:
    """The goods of that id as they are now, hidden ones too."""
    return Goods.get(_key(goods_id), "goods", consistent=True)


def need(goods_id: str) -> Goods:
    """The goods of that id as they are now, if they are shown; GOODS_NOT_FOUND."""
    goods = get(goods_id)
    if goods is None or goods.hidden:
        raise GOODS_NOT_FOUND()
    return goods


def _key(goods_id: str) -> str:
    return f"goods#{goods_id}"
