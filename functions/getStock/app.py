"""getStock: how many units of a SKU there are: free, held by unpaid orders, and sold."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import OPERATOR
from shop.stock import reads
from shop.stock.views import StockView
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetStock(Request):
    skuId: Annotated[Id, Meta(description="the SKU's id")]


@cloud_function(GetStock, only=OPERATOR, keeps_answer=False)
def main(data: GetStock, wx: WXContext) -> StockView:
    return reads.look(data.skuId, fresh=True).view()
