"""getGoods: one thing the shop sells, as its page shows it.

Gives `{goodsId, title, cover, price, category, rank, stock, group?: {size, hours, price, skus?:
[{skuId, price}], limit?, startAt?, endAt?, on?, tiers?: [{size, price}], virtualFrom?}, skus:
[{skuId, title, price, stock, remaining}]}`: the goods.
- `stock`: units, as the operator saved it, not what is left
- `remaining`: units of the SKU neither held nor sold, those set aside for flash sales included
- `price`: fen; of the goods and their SKUs what one pays alone, of `group` what a seat costs
- `group`: absent if the goods are not sold to groups; its times are ms UTC, and what the operator
  left out is absent
"""

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
