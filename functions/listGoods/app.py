"""listGoods: the waterfall page, a page at a time, in the order of the goods' rank.

Pass `cursor` of the answer for the next page; it is null behind the last. Goods that are on the
shelf all the while show exactly once, whatever is inserted, re-ranked or hidden meanwhile.

Gives `{items: [{goodsId, title, cover, price, category, rank, stock, group?: {size, hours, price,
skus?: [{skuId, price}], limit?, startAt?, endAt?, on?, tiers?: [{size, price}], virtualFrom?},
skus: [{skuId, title, price, stock}]}], cursor}`: goods as `getGoods` shows them, without
`remaining`. `stock` is as the operator saved it, not what is left.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop import goods
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request, Text20
from wxcloud.function import cloud_function


class ListGoods(Request):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20
    category: Text20 | None = None


@cloud_function(ListGoods, guests=True)
def main(data: ListGoods, wx: WXContext) -> dict[str, Any]:
    return goods.page(data.category, data.limit, data.cursor)
