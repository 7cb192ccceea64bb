"""saveGoods: an operator saves goods: new ones, or all fields of goods that exist.

A field that is left out gets its default, also if it had another value before: to change a few
fields, call `patchGoods`. Without `skus` the goods are one SKU, whose id is the goods' own. To save
another `stock` than the last time adds the difference to what is left; a `stock` of 0 takes away
all free units that no flash sale has. A SKU that is left out is no longer sold, and its id is never
used again; orders keep what was bought as it was then.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, convert, field

from shop.catalog import inputs, saving
from shop.catalog.goods import GoodsForm
from shop.catalog.views import GoodsSaved
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Count, Id, Request
from wxcloud.function import cloud_function


class GoodsSku(Request):
    """A SKU of the goods."""

    price: inputs.UnitPrice
    stock: inputs.Stock
    title: (
        Annotated[inputs.SkuTitle, Meta(description="without it, the values of `options`")] | None
    ) = None
    skuId: (
        Annotated[Id, Meta(description="unique in the shop; without it, the SKU gets a new id")]
        | None
    ) = None
    shards: inputs.Shards = 1
    options: inputs.Options = field(default_factory=dict)
    weight: inputs.Weight = 0


class SaveGoods(Request):
    title: inputs.Title
    cover: inputs.Cover
    price: inputs.UnitPrice
    category: inputs.Category
    rank: inputs.Rank
    stock: Annotated[Count, Meta(description="units; of goods with `skus`, only shown")]
    goodsId: (
        Annotated[Id, Meta(description="without it, or if it is not used yet, these are new goods")]
        | None
    ) = None
    revision: (
        Annotated[int, Meta(ge=1, description="save only if the goods still have this revision")]
        | None
    ) = None
    shards: inputs.Shards = 1
    group: (
        Annotated[inputs.Campaign, Meta(description="without it, groups cannot buy the goods")]
        | None
    ) = None
    hidden: inputs.Hidden = False
    draft: inputs.Draft = False
    images: inputs.Images = field(default_factory=list)
    detailImages: inputs.DetailImages = field(default_factory=list)
    description: inputs.Description | None = None
    linePrice: inputs.LinePrice | None = None
    unit: inputs.Unit | None = None
    weight: Annotated[inputs.Weight, Meta(description="of goods without `skus`")] = 0
    delivery: (
        Annotated[
            inputs.Delivery,
            Meta(
                description="express: sent to the buyer, and ordered with an address; pickup: the"
                " buyer fetches it; virtual: there is nothing to carry. Without it, as express, but"
                " an order needs no address"
            ),
        ]
        | None
    ) = None
    freightId: (
        Annotated[inputs.FreightId, Meta(description="without it, nothing for freight")] | None
    ) = None
    skus: Annotated[
        tuple[GoodsSku, ...],
        Meta(max_length=inputs.MAX_SKUS, description="without any, the goods are one SKU"),
    ] = ()


@cloud_function(SaveGoods, only=OPERATOR)
def main(data: SaveGoods, wx: WXContext) -> GoodsSaved:
    form = convert(data, GoodsForm, from_attributes=True)
    return saving.save(form, data.goodsId, data.revision)
