"""What operators do to the stock: saving and hiding SKUs, more units or fewer, more shards.

The functions that make parts take the code `changed`: the commit is refused with it if another call
has changed the stock meanwhile. The caller then does its work again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop.stock import allocation, reads
from shop.stock.model import (
    SKU_TAKEN,
    STOCK_IN_USE,
    STOCK_MOVED,
    SalePool,
    Shard,
    Sku,
    pool_of,
    shard_keys,
)
from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.transaction import Part, commit, put, retry, update


def save_parts(new: Sku, changed: Code) -> list[Part[Any]]:
    """The parts that save a SKU. If its stock was saved before, the difference to that number comes
    to its free units or goes from them. SKU_TAKEN; STOCK_IN_USE if fewer units are free."""
    look = reads.get(new.skuId)
    if look is None:
        return [put(new, otherwise=changed)]
    known = look.sku
    if known.goodsId != new.goodsId:
        raise SKU_TAKEN()
    units = _change(look, new.wanted - known.wanted)
    here = units.pop(known.pk, 0)
    saved = update(
        Sku.at(known.pk),
        Sku.title.set(new.title),
        Sku.price.set(new.price),
        Sku.hidden.set(new.hidden),
        Sku.wanted.set(new.wanted),
        Sku.shards.set(max(new.shards, known.shards)),
        Sku.initial.add(here),
        Sku.remaining.add(here),
        where=(Sku.wanted == known.wanted) & (Sku.remaining >= -min(here, 0)),
        otherwise=changed,
    )
    return [saved, *(units_part(key, n, changed) for key, n in units.items())]


def _change(look: reads.Look, difference: int) -> dict[str, int]:
    """Shard → units that come to it, or go from it."""
    if difference >= 0:
        return {look.sku.pk: difference}
    taken = allocation.withdraw(look.pools[look.sku.pk], -difference)
    if taken is None:
        raise STOCK_IN_USE()
    return {key: -n for key, n in taken.items()}


def hide_part(sku_id: str, changed: Code) -> Part[Sku]:
    """The SKU is no longer sold; the orders that were placed for it go on."""
    return update(
        Sku.at(pool_of(sku_id)),
        Sku.hidden.set(True),
        where=Sku.pk.exists(),
        otherwise=changed,
    )


def units_part(shard: str, units: int, changed: Code) -> Part[Shard]:
    """Free units come to a shard; or they go from it, if `units` is negative."""
    actions = Shard.initial.add(units), Shard.remaining.add(units)
    if units >= 0:
        return update(Shard.at(shard), *actions)
    return update(Shard.at(shard), *actions, where=Shard.remaining >= -units, otherwise=changed)


def sales_part(read: Sku, sales: Mapping[str, SalePool], units: int, changed: Code) -> Part[Sku]:
    """The SKU, as it was `read`, gets these pools of flash sales; `units` come to its first shard,
    or go from it."""
    return update(
        Sku.at(read.pk),
        Sku.sales.set(dict(sales)),
        Sku.initial.add(units),
        Sku.remaining.add(units),
        where=(Sku.sales == read.sales) & (Sku.remaining >= -min(units, 0)),
        otherwise=changed,
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


def _spread(keys: list[str]) -> None:
    moves = allocation.spread(list(reads.get_shards(keys).values()))
    if moves:
        commit(
            units_part(keys[0], -sum(moves.values()), STOCK_MOVED),
            *(units_part(key, n, STOCK_MOVED) for key, n in moves.items()),
        )
