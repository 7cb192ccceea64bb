"""A flash sale as operators see it."""

from __future__ import annotations

from msgspec.structs import asdict

from shop.sales import reads
from shop.sales.model import SALE_NOT_FOUND, pool_of
from shop.sales.views import SaleView
from shop.stock import reads as stock
from shop.stock.model import shard_keys


def view(sale_id: str) -> SaleView:
    """The sale with its units and the SKU's, as they are now. SALE_NOT_FOUND.

    One read unit for each of their shards.
    """
    sale = reads.get(sale_id)
    if sale is None:
        raise SALE_NOT_FOUND()
    pool = pool_of(sale_id)
    shards = list(stock.get_shards(shard_keys(pool, sale.shards)).values())
    look = stock.look(sale.skuId, fresh=True)
    others = [shard for shard in look.own if shard.pk not in {each.pk for each in shards}]
    return SaleView(
        **asdict(sale.card()),
        payMinutes=sale.payMinutes,
        shards=sale.shards,
        remaining=sum(shard.remaining for shard in shards),
        held=sum(shard.held for shard in shards),
        sold=sum(shard.sold for shard in shards),
        skuFree=sum(shard.remaining for shard in others),
        skuPrice=look.sku.price,
    )
