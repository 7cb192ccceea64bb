"""patchGoods: an operator changes some fields of goods, and all others stay as they are.

The goods must still have the `revision` that the operator has seen (`getGoods` shows it, and saving
returns it): else the refusal is GOODS_CHANGED, and nothing is changed. `null` takes away what goods
can be without. Of goods with several SKUs, `skus` names those that change; to add or remove SKUs,
call `saveGoods`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, convert, to_builtins

from shop.catalog import forms, inputs, saving
from shop.catalog.views import GoodsSaved
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class PatchedSku(Request):
    """What changes of a SKU."""

    skuId: Annotated[Id, Meta(description="a SKU of these goods; each one once")]
    title: inputs.SkuTitle | UnsetType = UNSET
    price: inputs.UnitPrice | UnsetType = UNSET
    stock: inputs.Stock | UnsetType = UNSET
    shards: inputs.Shards | UnsetType = UNSET
    options: inputs.Options | UnsetType = UNSET
    weight: inputs.Weight | UnsetType = UNSET


class PatchGoods(Request):
    goodsId: Annotated[Id, Meta(description="the goods' id")]
    revision: Annotated[int, Meta(ge=1, description="of the goods as the operator has seen them")]
    title: inputs.Title | UnsetType = UNSET
    cover: inputs.Cover | UnsetType = UNSET
    price: inputs.UnitPrice | UnsetType = UNSET
    category: inputs.Category | UnsetType = UNSET
    rank: inputs.Rank | UnsetType = UNSET
    stock: inputs.Stock | UnsetType = UNSET
    shards: inputs.Shards | UnsetType = UNSET
    group: inputs.Campaign | UnsetType | None = UNSET
    hidden: inputs.Hidden | UnsetType = UNSET
    draft: inputs.Draft | UnsetType = UNSET
    images: inputs.Images | UnsetType = UNSET
    detailImages: inputs.DetailImages | UnsetType = UNSET
    description: inputs.Description | UnsetType | None = UNSET
    linePrice: inputs.LinePrice | UnsetType | None = UNSET
    unit: inputs.Unit | UnsetType | None = UNSET
    weight: inputs.Weight | UnsetType = UNSET
    delivery: inputs.Delivery | UnsetType = UNSET
    freightId: inputs.FreightId | UnsetType | None = UNSET
    skus: (
        Annotated[
            list[PatchedSku],
            Meta(max_length=inputs.MAX_SKUS, description="those that change; the others stay"),
        ]
        | UnsetType
    ) = UNSET


@cloud_function(PatchGoods, only=OPERATOR)
def main(data: PatchGoods, wx: WXContext) -> GoodsSaved:
    changes = convert(to_builtins(data), forms.GoodsPatch)  # without what is UNSET
    return saving.patch(data.goodsId, data.revision, changes)
