"""saveGoods: an operator puts goods on the shelf, changes, re-ranks or hides them.

The whole is given each time: what is left out is as if it had never been. A `goodsId` that is not
in use makes goods of that id; without `skus` the goods are one SKU, under their own id. Saving
another `stock` than the last time adds the difference to what is left. Rank 1 comes first.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import asdict

from shop import goods
from wxcloud.context import WXContext
from wxcloud.fields import Count, Fen, Id, Request, Text20, Text120, Url
from wxcloud.function import cloud_function

Shards = Annotated[int, Meta(ge=1, le=64, description="items that share a hot stock")]


class Group(Request):
    size: Annotated[int, Meta(ge=2, le=200, description="seats")]
    hours: Annotated[int, Meta(ge=1, le=720, description="hours it may take to fill")]
    price: Fen


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
    skus: Annotated[list[Sku], Meta(max_length=20)] = []


@cloud_function(SaveGoods, only="operator")
def main(data: SaveGoods, wx: WXContext) -> dict[str, Any]:
    fields = asdict(data) | {
        "group": data.group and goods.GroupTerms(**asdict(data.group)),
        "skus": [goods.Variant(**asdict(sku)) for sku in data.skus],
    }
    saved = goods.save(goods.Goods(**fields))
    return {"goodsId": saved.goodsId, "skuIds": [sku.skuId for sku in saved.skus]}
