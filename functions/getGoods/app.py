"""getGoods: goods as their own page shows them, with what is left of each SKU.

Goods that are hidden or a draft exist for operators only.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.catalog.page import goods_page
from shop.catalog.views import GoodsPage
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetGoods(Request):
    goodsId: Annotated[Id, Meta(description="the goods' id")]


@cloud_function(GetGoods, guests=True, asks_roles=True, keeps_answer=False)
def main(data: GetGoods, wx: WXContext) -> GoodsPage:
    return goods_page(data.goodsId, for_operators=OPERATOR in wx.ROLES)
