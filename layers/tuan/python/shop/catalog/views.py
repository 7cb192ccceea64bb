"""What users see of goods: the results of functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict

from shop.catalog.goods import Details, Goods, GoodsState, Variant
from shop.catalog.options import choices
from shop.catalog.terms import CampaignTerms, SkuPrice, TierPrice
from shop.stock.model import Delivery
from shop.stock.views import StockView
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

    options: Annotated[
        dict[str, str], Meta(description="option → this SKU's value; empty if there are no options")
    ]
    weight: Annotated[int, Meta(ge=0, description="grams per unit; 0: nobody has said")]
    remaining: Annotated[
        int,
        Meta(
            ge=0,
            description="units neither held by unpaid orders nor sold, those of flash sales"
            " included; at most half a second old",
        ),
    ]
    sold: Annotated[int, Meta(ge=0, description="units that are paid, less those paid back")]


class Option(Result):
    """What a buyer chooses, such as a colour."""

    name: str
    values: Annotated[list[str], Meta(description="one or more, in the order of the SKUs")]


Picture = Annotated[str, Meta(description="what `<image src>` takes: a URL, a file id or a path")]
Campaign = Annotated[CampaignView, Meta(description="absent if groups cannot buy the goods")]


class GoodsBase(Result):
    """What cards and pages of goods have in common."""

    goodsId: Id
    title: str
    cover: Picture
    price: UnitPrice
    category: str
    rank: Annotated[int, Meta(ge=0, description="the goods of the smallest rank are shown first")]
    stock: SavedStock
    linePrice: (
        Annotated[
            Fen,
            Meta(description="the price that is shown crossed out, above `price`; absent: none"),
        ]
        | UnsetType
    ) = UNSET
    unit: (
        Annotated[str, Meta(description="what one is called, as 盒; absent: nobody has said")]
        | UnsetType
    ) = UNSET


class GoodsCard(GoodsBase, kw_only=True):
    """Goods in the feed."""

    group: Campaign | UnsetType = UNSET
    skus: Annotated[list[SkuCard], Meta(description="one or more")]


class GoodsPage(GoodsBase, kw_only=True):
    """Goods on their own page."""

    group: Campaign | UnsetType = UNSET
    skus: Annotated[list[SkuOnPage], Meta(description="one or more")]
    options: Annotated[
        list[Option],
        Meta(
            description="what a buyer chooses; a value of each leads to one SKU, or to none. Empty"
            " if the SKUs have no options"
        ),
    ]
    images: Annotated[
        list[Picture], Meta(description="the pictures above; the cover alone if none were saved")
    ]
    detailImages: Annotated[list[Picture], Meta(description="the pictures below")]
    description: Annotated[str, Meta(description="a text with line breaks; empty: none")]
    delivery: Annotated[
        Delivery,
        Meta(
            description="express: sent to the buyer; pickup: the buyer fetches it; virtual: there"
            " is nothing to carry"
        ),
    ]
    freightId: (
        Annotated[Id, Meta(description="the freight template; absent: nothing for freight")]
        | UnsetType
    ) = UNSET
    sold: Annotated[int, Meta(ge=0, description="the sum of the SKUs' `sold`")]
    hidden: Annotated[bool, Meta(description="true: only operators see this page")]
    draft: Annotated[bool, Meta(description="true: not ready; only operators see this page")]
    revision: Annotated[
        int, Meta(ge=1, description="how often the goods were saved: what `patchGoods` asks for")
    ]


class GoodsFeed(Result):
    """A page of the feed, in the order of rank."""

    items: list[GoodsCard]
    cursor: Annotated[
        str | None, Meta(description="pass it as `cursor` for the next page; null on the last page")
    ]


class ManagedGoods(GoodsCard, kw_only=True):
    """Goods, as operators see them in a list."""

    state: Annotated[
        GoodsState, Meta(description="shown: shoppers see them; draft: they are not ready yet")
    ]
    revision: Annotated[
        int, Meta(ge=1, description="how often the goods were saved: what `patchGoods` asks for")
    ]
    createdAt: Time
    updatedAt: Time


class ManagedGoodsPage(Result):
    """A page of goods. A page may have fewer goods than asked for, and even none, though there are
    more: the cursor tells."""

    items: list[ManagedGoods]
    cursor: Annotated[
        str | None, Meta(description="pass it as `cursor` for the next page; null on the last page")
    ]


class GoodsFound(Result):
    """A page of what a search has found."""

    items: list[GoodsCard]
    cursor: Annotated[
        str | None,
        Meta(
            description="pass it as `cursor` for the next page, which may be empty; null on the"
            " last page"
        ),
    ]


class RankedGoods(Result):
    """Goods that have another rank now."""

    goodsId: Id
    rank: Annotated[int, Meta(ge=0)]
    revision: Annotated[int, Meta(ge=1, description="as it is now")]


class Ranked(Result):
    """The goods were moved."""

    items: Annotated[
        list[RankedGoods],
        Meta(description="all goods whose rank has changed; empty if they were there already"),
    ]


class GoodsSaved(Result):
    """The goods were saved."""

    goodsId: Annotated[Id, Meta(description="the goods' id: a new one if none was given")]
    skuIds: Annotated[
        list[Id],
        Meta(description="the ids of `skus`, in their order: new ones where none were given"),
    ]
    revision: Annotated[
        int, Meta(ge=1, description="how often the goods were saved: what `patchGoods` asks for")
    ]


def goods_card(goods: Goods) -> GoodsCard:
    skus = [SkuCard(**sku_fields(sku)) for sku in goods.skus]
    return GoodsCard(**goods_fields(goods), skus=skus)


def managed_goods(goods: Goods) -> ManagedGoods:
    skus = [SkuCard(**sku_fields(sku)) for sku in goods.skus]
    return ManagedGoods(
        **goods_fields(goods),
        skus=skus,
        state=goods.state,
        revision=goods.revision,
        createdAt=goods.createdAt,
        updatedAt=goods.updatedAt,
    )


def page_of(goods: Goods, details: Details, units: Mapping[str, StockView]) -> GoodsPage:
    """The page of these goods; `units` are those of each SKU."""
    skus = [
        SkuOnPage(
            **sku_fields(sku),
            options=sku.options,
            weight=sku.weight,
            remaining=units[sku.skuId].remaining,
            sold=units[sku.skuId].sold,
        )
        for sku in goods.skus
    ]
    chosen = choices(sku.options for sku in goods.skus)
    return GoodsPage(
        **goods_fields(goods),
        skus=skus,
        options=[Option(name=name, values=values) for name, values in chosen.items()],
        images=details.images or [goods.cover],
        detailImages=details.detailImages,
        description=details.description or "",
        delivery=goods.delivery or "express",
        freightId=goods.freightId or UNSET,
        sold=sum(sku.sold for sku in skus),
        hidden=goods.hidden,
        draft=goods.draft,
        revision=goods.revision,
    )


def goods_fields(goods: Goods) -> dict[str, Any]:
    """What cards and pages show of goods, but for their SKUs."""
    fields = {name: getattr(goods, name) for name in GoodsBase.__struct_fields__}
    for name in ("linePrice", "unit"):
        fields[name] = UNSET if fields[name] is None else fields[name]
    return fields | {"group": UNSET if goods.group is None else CampaignView.of(goods.group)}


def sku_fields(sku: Variant) -> dict[str, Any]:
    """What cards and pages show of a SKU."""
    return {name: getattr(sku, name) for name in SkuCard.__struct_fields__}
