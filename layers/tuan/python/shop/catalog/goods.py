"""The goods, as an operator saved them.

Keys of the table `goods`, beside those of `shop.catalog.shelf` and `shop.catalog.postings`:

    goods#<goodsId>   goods     what lists, orders and groups need to know
    goods#<goodsId>   page      what only the page of the goods shows: pictures and description
    unshown#<state>   <goodsId> that the goods are hidden, or a draft (`shop.catalog.unshown`)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shop.catalog.terms import CampaignTerms
from shop.stock.model import Delivery, DeliveryAttribute
from wxcloud.errors import Code
from wxcloud.model import Integer, Json, Table, TableMeta

GOODS_NOT_FOUND = Code("GOODS_NOT_FOUND", 404, "These goods do not exist or are not shown now.")
GOODS_CHANGED = Code(
    "GOODS_CHANGED", 409, "These goods were saved meanwhile. Load them again, then save."
)
GOODS_MOVED = Code("GOODS_MOVED", 503, "Other calls are saving goods. Try again in a moment.")


GoodsState = Literal["shown", "hidden", "draft"]


class SkuForm(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as an operator wants it. `price` is fen per unit, `stock` units, `weight` grams.
    Without a `title`, the values of its `options` are the title."""

    price: int
    stock: int
    title: str | None = None
    skuId: str | None = None
    shards: int = 1
    options: Mapping[str, str] = {}
    weight: int = 0


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
    draft: bool = False
    images: Sequence[str] = ()
    detailImages: Sequence[str] = ()
    description: str | None = None
    linePrice: int | None = None
    unit: str | None = None
    weight: int = 0
    delivery: Delivery | None = None
    freightId: str | None = None


class Variant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A SKU of goods. `skuId` is unique in the shop; `price` is fen per unit; `stock` units, as the
    operator saved them; `options` such as colour → red; `weight` grams per unit."""

    skuId: str
    title: str
    price: int
    stock: int
    shards: int
    options: dict[str, str] = {}
    weight: int = 0


class Goods(Table):
    """Goods. `price` is what a unit costs without a group, in fen. Rank 1 is shown first.

    `places` are their places: shelf → sort key (`shop.catalog.shelf`). `revision` counts how often
    the goods were saved. `titleKey` is the key of the postings that lead to them
    (`shop.catalog.postings`), if there are any.
    """

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="goods")
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    cover = UnicodeAttribute()
    price = Integer()
    linePrice = Integer(null=True)
    unit = UnicodeAttribute(null=True)
    category = UnicodeAttribute()
    rank = Integer()
    stock = Integer()
    shards = Integer()
    group = Json(CampaignTerms, null=True)
    skus = Json(list[Variant])
    delivery = DeliveryAttribute()
    freightId = UnicodeAttribute(null=True)
    hidden = BooleanAttribute()
    draft = BooleanAttribute(default=False)
    places = Json(dict[str, str])
    titleKey = UnicodeAttribute(null=True)
    revision = Integer()
    createdAt = Integer()
    updatedAt = Integer()

    @property
    def is_shown(self) -> bool:
        """Whether shoppers see the goods and can buy them."""
        return not (self.hidden or self.draft)

    @property
    def state(self) -> GoodsState:
        """A draft may be hidden too: it is a draft."""
        if self.draft:
            return "draft"
        return "hidden" if self.hidden else "shown"

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
            pk=pk_of(goods_id),
            goodsId=goods_id,
            title=form.title,
            cover=form.cover,
            price=form.price,
            linePrice=form.linePrice,
            unit=form.unit,
            category=form.category,
            rank=form.rank,
            stock=form.stock,
            shards=form.shards,
            group=form.group,
            skus=list(skus),
            delivery=form.delivery,
            freightId=form.freightId,
            hidden=form.hidden,
            draft=form.draft,
            places=dict(places),
            revision=old.revision + 1 if old else 1,
            createdAt=old.createdAt if old else now,
            updatedAt=now,
        )


class Details(Table):
    """What only the page of goods shows. Goods without pictures and description have none."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="page")
    images = Json(list[str], default=list)
    detailImages = Json(list[str], default=list)
    description = UnicodeAttribute(null=True)

    @classmethod
    def new(cls, goods_id: str, form: GoodsForm) -> Details:
        return cls(
            pk=pk_of(goods_id),
            images=list(form.images),
            detailImages=list(form.detailImages),
            description=form.description,
        )

    @classmethod
    def none(cls, goods_id: str) -> Details:
        return cls(pk=pk_of(goods_id))

    def says_the_same(self, other: Details) -> bool:
        return _said(self) == _said(other)


def get(goods_id: str) -> Goods | None:
    """The goods of that id as they are now, also those that are not shown."""
    return Goods.get(pk_of(goods_id), "goods", consistent=True)


def need(goods_id: str) -> Goods:
    """The goods of that id as they are now, if they are shown; GOODS_NOT_FOUND."""
    goods = get(goods_id)
    if goods is None or not goods.is_shown:
        raise GOODS_NOT_FOUND()
    return goods


def get_all(goods_ids: Sequence[str]) -> dict[str, Goods]:
    """Id → goods as they are now, also those that are not shown. One read unit per 4 KB of each."""
    if not goods_ids:
        return {}
    keys = [(pk_of(each), "goods") for each in goods_ids]
    return {each.goodsId: each for each in Goods.batch_get(keys, consistent_read=True)}


def get_with_details(goods_id: str) -> tuple[Goods, Details] | None:
    """The goods of that id as they are now, also those that are not shown, with their details: one
    query."""
    items: dict[str, Any] = {
        each.sk: each for each in _GoodsItem.query(pk_of(goods_id), consistent_read=True)
    }
    if "goods" not in items:
        return None
    return items["goods"], items.get("page") or Details.none(goods_id)


class _GoodsItem(Table):
    """An item of goods. A query gives each item as what it is."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        kind = {"goods": Goods, "page": Details}.get(data["sk"]["S"])
        return kind.from_raw_data(data) if kind else super().from_raw_data(data)


def pk_of(goods_id: str) -> str:
    return f"goods#{goods_id}"


def _said(details: Details) -> tuple[list[str], list[str], str | None]:
    return details.images, details.detailImages, details.description
