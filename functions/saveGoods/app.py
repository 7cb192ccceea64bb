"""saveGoods: an operator saves goods: new ones, or all fields of goods that exist.

A field that is left out gets its default, also if it had another value before. Without `skus` the
goods are one SKU, whose id is the goods' own. To save another `stock` than the last time adds the
difference to what is left; a `stock` of 0 takes away all free units that no flash sale has.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, convert

from shop.catalog import saving
from shop.catalog.goods import GoodsForm
from shop.catalog.views import GoodsSaved
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Count, Fen, Id, Request, Text20, Text120, Time, Url
from wxcloud.function import cloud_function

Shards = Annotated[
    int,
    Meta(ge=1, le=64, description="items that share the stock, so that many can buy at once"),
]
UnitPrice = Annotated[Fen, Meta(description="fen per unit, bought without a group")]
SeatPrice = Annotated[int, Meta(ge=1, le=1_000_000_000, description="fen per seat, at least one")]
Stock = Annotated[Count, Meta(description="units")]


class CampaignSku(Request):
    """A SKU whose seats have another price. In a group that costs nothing there are none."""

    skuId: Annotated[Id, Meta(description="a SKU of these goods; each one once")]
    price: Annotated[SeatPrice, Meta(description="fen; more than what the last tier pays back")]


class CampaignTier(Request):
    """A lower price for groups with more paid members. From tier to tier, sizes rise and prices
    fall."""

    size: Annotated[int, Meta(ge=2, le=100, description="paid members; at most the group's size")]
    price: Annotated[SeatPrice, Meta(description="fen per seat; lower than the group's price")]


class Campaign(Request):
    """On which terms groups buy the goods."""

    size: Annotated[int, Meta(ge=2, le=100, description="seats of a group")]
    hours: Annotated[
        int, Meta(ge=1, le=720, description="hours that a group has to fill its seats")
    ]
    price: Annotated[Fen, Meta(description="fen per seat; 0: a seat costs nothing")]
    skus: (
        Annotated[
            list[CampaignSku],
            Meta(min_length=1, max_length=20, description="SKUs whose seats have another price"),
        ]
        | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=100, description="seats that one buyer may buy")] | None = (
        None
    )
    startAt: (
        Annotated[
            Time,
            Meta(
                description="ms UTC: groups can be opened from then on. Another `startAt` begins"
                " another campaign, in which `limit` counts anew"
            ),
        ]
        | None
    ) = None
    endAt: (
        Annotated[Time, Meta(description="ms UTC: no group can be opened from then on")] | None
    ) = None
    on: Annotated[bool, Meta(description="false: no group can be opened now")] | None = None
    tiers: (
        Annotated[
            list[CampaignTier],
            Meta(
                min_length=1,
                max_length=10,
                description="lower prices for groups with more paid members: when the group"
                " succeeds, each member gets the difference to `price` back",
            ),
        ]
        | None
    ) = None
    virtualFrom: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=99,
                description="with this many paid members at its deadline, a group succeeds although"
                " it is not full; smaller than `size`",
            ),
        ]
        | None
    ) = None


class GoodsSku(Request):
    """A SKU of the goods."""

    title: Annotated[Text120, Meta(description="such as a size or a colour")]
    price: UnitPrice
    stock: Stock
    skuId: (
        Annotated[Id, Meta(description="unique in the shop; without it, the SKU gets a new id")]
        | None
    ) = None
    shards: Shards = 1


class SaveGoods(Request):
    title: Annotated[Text120, Meta(description="what buyers read")]
    cover: Annotated[Url, Meta(description="a picture: a URL, a file id of the cloud, or a path")]
    price: UnitPrice
    category: Annotated[Text20, Meta(description="the goods are listed under it")]
    rank: Annotated[Count, Meta(description="the goods of the smallest rank are shown first")]
    stock: Annotated[Count, Meta(description="units; of goods with `skus`, only shown")]
    goodsId: (
        Annotated[Id, Meta(description="without it, or if it is not used yet, these are new goods")]
        | None
    ) = None
    shards: Shards = 1
    group: (
        Annotated[Campaign, Meta(description="without it, groups cannot buy the goods")] | None
    ) = None
    hidden: Annotated[bool, Meta(description="true: not shown, and not sold")] = False
    skus: Annotated[
        tuple[GoodsSku, ...], Meta(max_length=20, description="without any, the goods are one SKU")
    ] = ()


@cloud_function(SaveGoods, only=OPERATOR)
def main(data: SaveGoods, wx: WXContext) -> GoodsSaved:
    return saving.save(convert(data, GoodsForm, from_attributes=True), data.goodsId)
