"""Looking at the stock of a SKU."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shop.stock.model import SKU_NOT_FOUND, Allocation, Shard, Sku, pool_of, shard_keys
from shop.stock.views import StockView
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.value import Value


class Look(Value):
    """A SKU and its shards, pool by pool, as they were when we looked."""

    sku: Sku
    pools: Mapping[str, Sequence[Shard]]

    @property
    def ended(self) -> list[str]:
        """The pools of flash sales that are over."""
        now = clock.now()
        return [pool for pool, sale in self.sku.sales.items() if sale.endAt <= now]

    @property
    def own(self) -> list[Shard]:
        """The shards that are sold at the SKU's own price: its pool, and those of ended sales."""
        return [shard for pool in (self.sku.pk, *self.ended) for shard in self.pools[pool]]

    def view(self) -> StockView:
        shards = [shard for pool in self.pools.values() for shard in pool]
        return StockView(
            initial=sum(shard.initial for shard in shards),
            remaining=sum(shard.remaining for shard in shards),
            held=sum(shard.held for shard in shards),
            sold=sum(shard.sold for shard in shards),
        )


_looks: Cache[Look] = Cache(0.5, size=512)


def look(sku_id: str, *, fresh: bool = False) -> Look:
    """The SKU and its units, at most half a second old; as they are now if `fresh`. SKU_NOT_FOUND.

    One read unit for each shard; none from memory.
    """
    return _looks.get(sku_id, lambda: _need(sku_id), max_age_s=0 if fresh else None)


def look_at(sku_ids: Sequence[str]) -> dict[str, Look]:
    """Id → the SKU and its units, at most half a second old, of all these at once. SKU_NOT_FOUND.

    One read unit for each shard, in two calls; none from memory.
    """
    kept = {each: _looks.peek(each) for each in sku_ids}
    for each in get_all([sku_id for sku_id, seen in kept.items() if seen is None]):
        kept[each.sku.skuId] = _looks.set(each.sku.skuId, each)
    found = {sku_id: seen for sku_id, seen in kept.items() if seen is not None}
    if len(found) < len(kept):
        raise SKU_NOT_FOUND()
    return found


def forget(*sku_ids: str) -> None:
    """Look at these SKUs again at the next use: their units or their sales have changed."""
    _looks.forget(*sku_ids)


def note_taken(sku_id: str, allocation: Allocation) -> None:
    """Count units that this process has just taken off the look that it remembers."""
    kept = _looks.peek(sku_id)
    for pool in kept.pools.values() if kept else ():
        for shard in pool:
            shard.remaining -= allocation.get(shard.pk, 0)


def get(sku_id: str) -> Look | None:
    """The SKU and its units as they are now; None if there is no such SKU."""
    sku = Sku.get(pool_of(sku_id), "stock", consistent=True)
    return None if sku is None else _looks_of([sku])[0]


def get_all(sku_ids: Sequence[str]) -> list[Look]:
    """Those of these SKUs that there are, with their units as they are now."""
    if not sku_ids:
        return []
    keys = [(pool_of(each), "stock") for each in sku_ids]
    return _looks_of(list(Sku.batch_get(keys, consistent_read=True)))


def _looks_of(skus: Sequence[Sku]) -> list[Look]:
    """These SKUs with their shards."""
    pools = {sku.skuId: _pools(sku) for sku in skus}
    firsts: dict[str, Shard] = {sku.pk: sku for sku in skus}
    keys = (key for each in pools.values() for several in each.values() for key in several)
    found = get_shards(key for key in keys if key not in firsts) | firsts
    return [
        Look(sku, {pool: [found[key] for key in keys] for pool, keys in pools[sku.skuId].items()})
        for sku in skus
    ]


def _pools(sku: Sku) -> dict[str, list[str]]:
    """Pool → the keys of its shards."""
    sales = {pool: shard_keys(pool, sale.shards) for pool, sale in sku.sales.items()}
    return {sku.pk: shard_keys(sku.pk, sku.shards), **sales}


def get_shards(keys: Iterable[str]) -> dict[str, Shard]:
    """Key → shard as it is now; a shard that was never written is empty."""
    wanted = [(key, "stock") for key in keys]
    found = {key: Shard.at(key) for key, _ in wanted}
    if wanted:
        found |= {shard.pk: shard for shard in Shard.batch_get(wanted, consistent_read=True)}
    return found


def _need(sku_id: str) -> Look:
    found = get(sku_id)
    if found is None:
        raise SKU_NOT_FOUND()
    return found
