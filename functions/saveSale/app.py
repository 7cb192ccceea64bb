"""saveSale: an operator makes a flash sale, or changes one.

Its `stock` comes out of the SKU's free units; what they lack is new stock. What is left when the
sale ends is the SKU's again. Times are ms UTC, prices fen; `limit` is units per buyer.

Gives `{saleId}`: the id of the sale, a new one if none was given.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import asdict

from shop import sales
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Count, Fen, Id, Request, Time
from wxcloud.function import cloud_function


class SaveSale(Request):
    skuId: Id
    price: Fen
    stock: Count
    limit: Annotated[int, Meta(ge=1, le=999, description="units per buyer")]
    startAt: Time
    endAt: Time
    saleId: Id | None = None
    shards: Annotated[int, Meta(ge=1, le=64)] = 1
    payMinutes: Annotated[int, Meta(ge=1, le=60)] = 5


@cloud_function(SaveSale, only=OPERATOR)
def main(data: SaveSale, wx: WXContext) -> dict[str, Any]:
    fields = asdict(data)
    return {"saleId": sales.save(sales.Sale(wanted=fields.pop("stock"), **fields)).saleId}
