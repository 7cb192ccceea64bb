"""listSales: the flash sales that are on or to come, those that end soonest first.

Gives `{items: [{saleId, skuId, goodsId, title, price, limit, startAt, endAt, stock}]}`.
- `price`: fen; times ms UTC; `limit` units per buyer
- `stock`: units, as the operator saved it, not what is left
"""

from __future__ import annotations

from typing import Any

from shop import sales
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListSales(Request):
    pass


@cloud_function(ListSales, guests=True)
def main(data: ListSales, wx: WXContext) -> dict[str, Any]:
    return {"items": sales.coming()}
