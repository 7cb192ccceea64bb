"""saveGoods: an operator puts goods on the shelf, changes, re-ranks or hides them.

The whole is given each time: what is left out is as if it had never been. A `goodsId` that is not
in use makes goods of that id; without `skus` the goods are one SKU, under their own id. Saving
another `stock` than the last time adds the difference to what is left. Rank 1 comes first.

Gives `{goodsId, skuIds}`: the ids, new ones where none were given; `skuIds` in the order of `skus`.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, to_builtins
from msgspec.structs import asdict

from shop import goods
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Count, Fen, Id, Request, Text20, Text120, Time, Url
from wxcloud.function import cloud_function

Shards = Annotated[int, Meta(ge=1, le=64, description="items that share a hot stock")]


Price = Annotated[int, Meta(ge=1, le=1_000_000_000, description="fen, at least one")]


class GroupSku(Request):
    skuId: Id
    price: Price


class Tier(Request):
    size: Annotated[int, Meta(ge=2, le=100, description="members who have paid")]
    price: Price


class Group(Request):
    size: Annotated[int, Meta(ge=2, le=100, description="seats")]
    hours: Annotated[int, Meta(ge=1, le=720, description="hours it may take to fill")]
    price: Fen
    skus: Annotated[list[GroupSku], Meta(min_length=1, max_length=20)] | None = None
    limit: Annotated[int, Meta(ge=1, le=100, description="seats that one may buy")] | None = None
    startAt: Time | None = None
    endAt: Time | None = None
    on: bool | None = None
    tiers: Annotated[list[Tier], Meta(min_length=1, max_length=10)] | None = None
    virtualFrom: (
        Annotated[int, Meta(ge=1, le=99, description="members that are enough at the deadline")]
        | None
    ) = None


class Sku(Request):
    title: Text120
    price: Fen
    stock: Count
    skuId: Id | None = None
    shards: Shards = 1


class SaveGoods(Request):
    title: Text120
    cover: Url
    price: Fen
    category: Text20
    rank: Count
    stock: Count
    goodsId: Id | None = None
    shards: Shards = 1
    group: Group | None = None
    hidden: bool = False
    skus: Annotated[tuple[Sku, ...], Meta(max_length=20)] = ()


@cloud_function(SaveGoods, only=OPERATOR)
def main(data: SaveGoods, wx: WXContext) -> dict[str, Any]:
    fields = asdict(data) | {
        "group": data.group and goods.GroupTerms(**to_builtins(data.group)),
        "skus": [goods.Variant(**asdict(sku)) for sku in data.skus],
    }
    saved = goods.save(goods.Goods(**fields))
    return {"goodsId": saved.goodsId, "skuIds": [sku.skuId for sku in saved.skus]}
