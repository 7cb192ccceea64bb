"""What operators do to the stock: saving and hiding SKUs, more units or fewer.

The functions that make parts take the code `changed`: the commit is refused with it if another call
has changed the stock meanwhile. The caller then does its work again.
"""

from __future__ import annotations

from collections.abc import Mapping

from shop.stock import allocation, moving
from shop.stock.model import SKU_REMOVED, SKU_TAKEN, STOCK_IN_USE, SalePool, Sku, pool_of
from wxcloud.errors import Code
from wxcloud.transaction import Part, put, update


def save_part(new: Sku, changed: Code, *, is_new: bool) -> Part[Sku]:
    """The part that saves a SKU. If its stock was saved before, the difference to that number comes
    to its free units or goes from them; with a stock of 0, all free units go that no flash sale has
    for itself. `is_new`: the goods do not have this SKU yet.

    SKU_TAKEN; SKU_REMOVED if the goods had it once: its orders go on, and their units would come to
    another thing. STOCK_IN_USE if fewer units are free.

    Before that, the units of flash sales that are over become the SKU's own again.
    """
    look = moving.fold(new.skuId, changed)
    if look is None:
        return put(new, otherwise=changed)
    known = look.sku
    if known.goodsId != new.goodsId:
        raise SKU_TAKEN()
    if is_new:
        raise SKU_REMOVED()
    own = look.pools[known.pk]
    difference = new.wanted - known.wanted
    if not new.wanted:
        difference = min(difference, -sum(shard.remaining for shard in own))
    units = allocation.change(own, difference)
    if units is None:
        raise STOCK_IN_USE()
    here = moving.gather(units, known.pk, changed)
    return update(
        Sku.at(known.pk),
        Sku.title.set(new.title),
        Sku.price.set(new.price),
        Sku.hidden.set(new.hidden),
        Sku.wanted.set(new.wanted),
        Sku.shards.set(max(new.shards, known.shards)),
        Sku.options.set(new.options),
        Sku.weight.set(new.weight),
        Sku.delivery.set(new.delivery) if new.delivery else Sku.delivery.remove(),
        Sku.freightId.set(new.freightId) if new.freightId else Sku.freightId.remove(),
        Sku.initial.add(here),
        Sku.remaining.add(here),
        where=(Sku.wanted == known.wanted) & (Sku.remaining >= -min(here, 0)),
        otherwise=changed,
    )


def hide_part(sku_id: str, changed: Code) -> Part[Sku]:
    """The SKU is no longer sold; the orders that were placed for it go on."""
    return update(
        Sku.at(pool_of(sku_id)),
        Sku.hidden.set(True),
        where=Sku.pk.exists(),
        otherwise=changed,
    )


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
