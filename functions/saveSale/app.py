"""saveSale: an operator saves a flash sale: a new one, or all fields of one that exists.

The sale's `stock` is taken from the SKU's free units. If they are too few, the rest is new stock.
Units that the sale leaves over are sold at the SKU's own price when the sale has ended.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, convert

from shop.roles import OPERATOR
from shop.sales import saving
from shop.sales.model import SaleTerms
from shop.sales.views import SaleSaved
from wxcloud.context import WXContext
from wxcloud.fields import Count, Fen, Id, Request, Time
from wxcloud.function import cloud_function


class SaveSale(Request):
    skuId: Annotated[Id, Meta(description="the SKU that is sold; it cannot be changed later")]
    price: Annotated[Fen, Meta(description="fen per unit")]
    stock: Annotated[Count, Meta(description="units that the sale sells in all")]
    limit: Annotated[int, Meta(ge=1, le=999, description="units that one buyer may buy")]
    startAt: Annotated[Time, Meta(description="ms UTC: orders can be placed from then on")]
    endAt: Annotated[Time, Meta(description="ms UTC: no orders from then on")]
    saleId: Annotated[Id, Meta(description="without it, the sale gets a new id")] | None = None
    shards: Annotated[
        int,
        Meta(
            ge=1, le=64, description="items that share the stock: more let more buyers in at once"
        ),
    ] = 1
    payMinutes: Annotated[
        int, Meta(ge=1, le=60, description="minutes to pay; then the order is closed")
    ] = 5


@cloud_function(SaveSale, only=OPERATOR)
def main(data: SaveSale, wx: WXContext) -> SaleSaved:
    return saving.save(convert(data, SaleTerms, from_attributes=True), data.saleId)
