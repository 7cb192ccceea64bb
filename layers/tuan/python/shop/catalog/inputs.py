"""What operators send about goods: the inputs that saveGoods and patchGoods have in common."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.stock.model import Delivery as DeliveryName
from wxcloud.fields import Count, Fen, Id, Lines5000, Request, Text20, Text50, Text120, Time, Url

MAX_SKUS = 20
Title = Annotated[Text120, Meta(description="what buyers read")]
Cover = Annotated[Url, Meta(description="a picture: a URL, a file id of the cloud, or a path")]
Category = Annotated[Text20, Meta(description="the goods are listed under it")]
Rank = Annotated[Count, Meta(description="the goods of the smallest rank are shown first")]
Shards = Annotated[
    int,
    Meta(ge=1, le=64, description="items that share the stock, so that many can buy at once"),
]
UnitPrice = Annotated[Fen, Meta(description="fen per unit, bought without a group")]
SeatPrice = Annotated[int, Meta(ge=1, le=1_000_000_000, description="fen per seat, at least one")]
Stock = Annotated[Count, Meta(description="units")]
Weight = Annotated[int, Meta(ge=0, le=1_000_000, description="grams per unit, for freight")]
LinePrice = Annotated[
    Fen, Meta(description="a price that is shown crossed out; higher than `price`")
]
Unit = Annotated[Text20, Meta(description="what one is called, as 盒")]
Description = Annotated[Lines5000, Meta(description="a text; line breaks are allowed")]
Images = Annotated[list[Url], Meta(max_length=9, description="pictures, the first one first")]
DetailImages = Annotated[
    list[Url], Meta(max_length=30, description="the pictures below the description")
]
Delivery = Annotated[
    DeliveryName,
    Meta(
        description="express: sent to the buyer; pickup: the buyer fetches it; virtual: there is"
        " nothing to carry"
    ),
]
FreightId = Annotated[Id, Meta(description="the freight template")]
Hidden = Annotated[bool, Meta(description="true: not shown, and not sold")]
Draft = Annotated[bool, Meta(description="true: not ready, so not shown, and not sold")]
SkuTitle = Annotated[Text120, Meta(description="such as a size or a colour")]
Options = Annotated[
    dict[Text20, Text50],
    Meta(
        max_length=5,
        description="option → value, as 颜色 → 红. All SKUs have the same options, and no two the"
        " same values",
    ),
]


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
