"""The page of goods: the goods, with what is left of each SKU."""

from __future__ import annotations

from shop.catalog.goods import Goods
from shop.catalog.views import GoodsPage, SkuOnPage, goods_fields, sku_fields
from shop.stock import reads as stock


def goods_page(goods: Goods) -> GoodsPage:
    """The page of these goods. It looks at the stock of each SKU: one read unit for each shard, or
    none if that was looked at half a second ago."""
    skus = [
        SkuOnPage(**sku_fields(sku), remaining=stock.look(sku.skuId).view().remaining)
        for sku in goods.skus
    ]
    return GoodsPage(**goods_fields(goods), skus=skus)
