"""Units move from shard to shard of a SKU. Their sum does not change.

    fold          the units of flash sales that are over go to the SKU's own pool
    gather        free units go to the first shard of their pool, so that one write can take them
    concentrate   free units go to one shard, so that one order can take them
    spread        free units go from the first shard of a pool to all its shards

A transaction has at most 100 items. So the units of many shards are brought together before the
transaction that needs them, which then has one part for each pool. The functions are refused with
the code `changed`, or with STOCK_MOVED, if other calls change the units meanwhile: the caller then
does its work again.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop.stock import allocation, reads
from shop.stock.model import (
    STOCK_MOVED,
    Allocation,
    Shard,
    Sku,
    pool_of_shard,
    shard_keys,
)
from shop.stock.reads import Look
from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.transaction import MAX_ITEMS, Part, commit, retry, update

_COUNTS = ("initial", "remaining", "held", "sold")


def fold(sku_id: str, changed: Code, *, but: str = "") -> Look | None:
    """Move all units of the SKU's sales that are over to the SKU's first shard, and forget the
    pools, except the pool `but`; the SKU as it is then. None if there is no such SKU.

    Orders that hold or have bought units of such a sale find them there (`shop.stock.parts`). One
    transaction for each sale: an item for each shard that has units, and the SKU.
    """
    look = reads.get(sku_id)
    over = [pool for pool in look.ended if pool != but] if look is not None else []
    if look is None or not over:
        return look
    sales = look.sku.sales
    for pool in over:
        left = {each: sale for each, sale in sales.items() if each != pool}
        shards = [each for each in look.pools[pool] if each.initial or each.pk == pool]
        sku = update(
            Sku.at(look.sku.pk),
            Sku.sales.set(left),
            *(
                getattr(Sku, name).add(sum(getattr(shard, name) for shard in shards))
                for name in _COUNTS
            ),
            where=Sku.sales == sales,
            otherwise=changed,
        )
        commit(sku, *(_empty(shard, look.sku.pk, changed) for shard in shards))
        sales = left
    return fold(sku_id, changed, but=but)


def _empty(shard: Shard, target: str, changed: Code) -> Part[Shard]:
    """The shard's units, as they were read, are at the shard `target` from now on."""
    as_read = Shard.initial == shard.initial
    for name in _COUNTS[1:]:
        count, units = getattr(Shard, name), getattr(shard, name)
        # A shard that never had such units has no such attribute.
        as_read &= (count == units) if units else (count == 0) | count.does_not_exist()
    return update(
        Shard.at(shard.pk),
        *(getattr(Shard, name).set(0) for name in _COUNTS),
        Shard.movedTo.set(target),
        where=as_read,
        otherwise=changed,
    )


def gather(units: Allocation, pool: str, changed: Code) -> int:
    """How many of these units (shard → units; negative: they go) come to the pool, or go from it.

    The caller changes the first shard of the pool by that number. What goes from other shards is
    moved to the first one before: one transaction, with an item for each of these shards.
    """
    here = {key: n for key, n in units.items() if pool_of_shard(key) == pool}
    others = {key: n for key, n in here.items() if key != pool}
    if others:
        commit(
            units_part(pool, -sum(others.values()), changed),
            *(units_part(key, n, changed) for key, n in others.items()),
        )
    return sum(here.values())


def concentrate(units: Allocation) -> None:
    """Move these free units (shard → units) to the one of the shards that has the most of them.
    STOCK_MOVED. Transactions of at most 100 items."""
    target = max(units, key=lambda key: units[key])
    others = [(key, n) for key, n in units.items() if key != target]
    for start in range(0, len(others), MAX_ITEMS - 1):
        some = others[start : start + MAX_ITEMS - 1]
        commit(
            units_part(target, sum(n for _, n in some), STOCK_MOVED),
            *(units_part(key, -n, STOCK_MOVED) for key, n in some),
        )


def spread(pool: str, shards: int) -> None:
    """Spread the free units in a pool's first shard over all its shards.

    Buyers may take units meanwhile: then it is tried again a few times. Units that stay in the
    first shard are sold from there.
    """
    if shards == 1:
        return
    try:
        retry(lambda: _spread(shard_keys(pool, shards)), on=[STOCK_MOVED], attempts=3)
    except Refusal as refusal:
        if refusal.code is not BUSY:
            raise


def _spread(keys: Sequence[str]) -> None:
    moves = allocation.spread(list(reads.get_shards(keys).values()))
    if moves:
        commit(
            units_part(keys[0], -sum(moves.values()), STOCK_MOVED),
            *(units_part(key, n, STOCK_MOVED) for key, n in moves.items()),
        )


def units_part(shard: str, units: int, changed: Code) -> Part[Shard]:
    """Free units come to a shard; or they go from it, if `units` is negative. None of a pool that
    was folded: its units are elsewhere."""
    actions = Shard.initial.add(units), Shard.remaining.add(units)
    where = Shard.movedTo.does_not_exist()
    if units < 0:
        where &= Shard.remaining >= -units
    return update(Shard.at(shard), *actions, where=where, otherwise=changed)
