"""getGoods: one thing the shop sells, as its page shows it."""

from __future__ import annotations

from typing import Any

from shop import goods
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetGoods(Request):
    goodsId: Id


@cloud_function(GetGoods, guests=True)
def main(data: GetGoods, wx: WXContext) -> dict[str, Any]:
    return goods.page_of(data.goodsId)
