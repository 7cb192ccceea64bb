"""The page of goods: the goods, with their details and what is left of each SKU."""

from __future__ import annotations

from shop.catalog.goods import GOODS_NOT_FOUND, get_with_details
from shop.catalog.views import GoodsPage, page_of
from shop.stock import reads as stock


def goods_page(goods_id: str, *, for_operators: bool) -> GoodsPage:
    """The page of the goods of that id; GOODS_NOT_FOUND, also if they are not shown, except
    `for_operators`.

    One query for the goods, and one read unit for each shard of their SKUs, or none if that was
    looked at half a second ago.
    """
    found = get_with_details(goods_id)
    if found is None or not (for_operators or found[0].is_shown):
        raise GOODS_NOT_FOUND()
    goods, details = found
    looks = stock.look_at([sku.skuId for sku in goods.skus])
    return page_of(goods, details, {sku_id: look.view() for sku_id, look in looks.items()})
