"""What users see of goods: the results of functions."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict

from shop.catalog.goods import Goods, Variant
from shop.catalog.terms import CampaignTerms, SkuPrice, TierPrice
from wxcloud.fields import Fen, Id, Result, Time

SavedStock = Annotated[
    int, Meta(ge=0, description="units, as the operator saved them; not what is left")
]
UnitPrice = Annotated[Fen, Meta(description="fen per unit, bought without a group")]


class CampaignView(Result):
    """On which terms groups buy the goods. What the operator left out is absent."""

    size: Annotated[int, Meta(ge=2, description="seats of a group")]
    hours: Annotated[int, Meta(ge=1, description="hours that a group has to fill its seats")]
    price: Annotated[Fen, Meta(description="fen per seat; 0: a seat costs nothing")]
    skus: (
        Annotated[list[SkuPrice], Meta(description="SKUs whose seats have another price")]
        | UnsetType
    ) = UNSET
    limit: (
        Annotated[int, Meta(ge=1, description="seats that one buyer may buy in this campaign")]
        | UnsetType
    ) = UNSET
    startAt: (
        Annotated[Time, Meta(description="ms UTC: groups can be opened from then on")] | UnsetType
    ) = UNSET
    endAt: (
        Annotated[Time, Meta(description="ms UTC: no group can be opened from then on")] | UnsetType
    ) = UNSET
    on: Annotated[bool, Meta(description="false: no group can be opened now")] | UnsetType = UNSET
    tiers: (
        Annotated[
            list[TierPrice],
            Meta(
                description="lower prices for groups with more paid members: when the group"
                " succeeds, each member gets the difference to `price` back"
            ),
        ]
        | UnsetType
    ) = UNSET
    virtualFrom: (
        Annotated[
            int,
            Meta(
                ge=1,
                description="with this many paid members at its deadline, a group succeeds although"
                " it is not full",
            ),
        ]
        | UnsetType
    ) = UNSET

    @classmethod
    def of(cls, terms: CampaignTerms) -> CampaignView:
        return cls(**{name: value for name, value in asdict(terms).items() if value is not None})


class SkuCard(Result):
    """A SKU of goods."""

    skuId: Id
    title: str
    price: UnitPrice
    stock: SavedStock


class SkuOnPage(SkuCard):
    """A SKU of goods, with what is left of it."""

    remaining: Annotated[
        int,
        Meta(
            ge=0,
            description="units neither held by unpaid orders nor sold, those of flash sales"
            " included; at most half a second old",
        ),
    ]


Campaign = Annotated[CampaignView, Meta(description="absent if groups cannot buy the goods")]


class GoodsBase(Result):
    """What cards and pages of goods have in common."""

    goodsId: Id
    title: str
    cover: Annotated[str, Meta(description="what `<image src>` takes: a URL, a file id or a path")]
    price: UnitPrice
    category: str
    rank: Annotated[int, Meta(ge=0, description="the goods of the smallest rank are shown first")]
    stock: SavedStock


class GoodsCard(GoodsBase, kw_only=True):
    """Goods in the feed."""

    group: Campaign | UnsetType = UNSET
    skus: Annotated[list[SkuCard], Meta(description="one or more")]


class GoodsPage(GoodsBase, kw_only=True):
    """Goods on their own page."""

    group: Campaign | UnsetType = UNSET
    skus: Annotated[list[SkuOnPage], Meta(description="one or more")]


class GoodsFeed(Result):
    """A page of the feed, in the order of rank."""

    items: list[GoodsCard]
    cursor: Annotated[
        str | None, Meta(description="pass it as `cursor` for the next page; null on the last page")
    ]


class GoodsSaved(Result):
    """The goods were saved."""

    goodsId: Annotated[Id, Meta(description="the goods' id: a new one if none was given")]
    skuIds: Annotated[
        list[Id],
        Meta(description="the ids of `skus`, in their order: new ones where none were given"),
    ]


def goods_card(goods: Goods) -> GoodsCard:
    skus = [SkuCard(**sku_fields(sku)) for sku in goods.skus]
    return GoodsCard(**goods_fields(goods), skus=skus)


def goods_fields(goods: Goods) -> dict[str, Any]:
    """What cards and pages show of goods, but for their SKUs."""
    fields = {name: getattr(goods, name) for name in GoodsBase.__struct_fields__}
    return fields | {"group": UNSET if goods.group is None else CampaignView.of(goods.group)}


def sku_fields(sku: Variant) -> dict[str, Any]:
    """What cards and pages show of a SKU."""
    return {name: getattr(sku, name) for name in SkuCard.__struct_fields__}
