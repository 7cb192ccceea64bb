"""Stock: units of SKUs, counted so that none is ever sold twice or lost.

A *pool* is the stock of a SKU (`sku#<skuId>`) or the own stock of a flash sale (`sale#<saleId>`).
Keys of the table `stock`, sort key `stock`:

    <pool>         the SKU or the sale itself, with the pool's first shard of units
    <pool>#<k>     its further shards: a hot pool is spread, so that buyers do not wait in one line

Every shard keeps `initial = remaining + held + sold`, in every single write:

    take        remaining → held       an order is placed           remaining >= n, else look again
    sell        held → sold            it is paid
    release     held → remaining       it is closed
    give_back   sold → remaining       it is refunded before shipping

An order takes its units from one shard, chosen by the buyer; when none holds enough, it puts the
last units of several together in one transaction, so nothing is stranded. What a pool holds is
looked up before taking, at most half a second ago: who comes when all is gone is refused without
a write, and mostly without a read. Units that a sale leaves over are sold at the SKU's own price
once it has ended: the SKU's buyers may take from the pools of ended sales.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from wxcloud import clock
from wxcloud.errors import Code, Refusal
from wxcloud.model import Table, TableMeta
from wxcloud.settings import TABLE_PREFIX
from wxcloud.transaction import Part, commit, put, update

SKU_NOT_FOUND = Code("SKU_NOT_FOUND", 404, "There is no such SKU, or it is not sold any more.")
SKU_TAKEN = Code("SKU_TAKEN", 409, "This skuId belongs to other goods.")
SOLD_OUT = Code("SOLD_OUT", 409, "Not enough of it is left.")
STOCK_IN_USE = Code("STOCK_IN_USE", 409, "More of it is sold or held than the new stock allows.")
STOCK_MOVED = Code("STOCK_MOVED", 503, "The shop is busy. Try again.")
# The order's own condition guards what is sold, released and given back: if the units are not
# there all the same, the books are wrong, and a human must look.
STOCK_BROKEN = Code("STOCK_BROKEN", 500, "Something failed on our side. Quote requestId.")

_FRESH_S = 0.5  # how old a look at the stock may be before it is taken
_MOST_HELD = 512

Takes = Mapping[str, int]  # key of a shard → units taken from it


class Shard(Table):
    """Units of a pool."""

    class Meta(TableMeta):
        name = "stock"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="stock")
    initial = NumberAttribute(default=0)
    remaining = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    sold = NumberAttribute(default=0)


class Sku(Shard):
    """What a buyer orders: price in fen, and which pools its units are in.

    `wanted` is the stock as the operator saved it last; saving another number adds the difference.
    `sales` are the SKU's flash sales: saleId → [shards, endAt].
    """

    class Meta(TableMeta):
        name = "stock"

    skuId = UnicodeAttribute()
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    price = NumberAttribute()
    shards = NumberAttribute(default=1)
    wanted = NumberAttribute(default=0)
    hidden = BooleanAttribute(default=False)
    sales = JSONAttribute(default=dict)


@dataclass(frozen=True)
class Look:
    """A SKU and its units as they were when we looked, pool by pool."""

    sku: Sku
    pools: Mapping[str, Sequence[Shard]]

    @property
    def own(self) -> list[Shard]:
        """The shards that the SKU's own price buys from: its pool, and those of ended sales."""
        now = clock.now()
        ended = [
            shard
            for sale_id, (_, end_at) in self.sku.sales.items()
            if end_at <= now
            for shard in self.pools[f"sale#{sale_id}"]
        ]
        return [*self.pools[self.sku.pk], *ended]

    def counts(self) -> dict[str, int]:
        shards = [shard for pool in self.pools.values() for shard in pool]
        return {
            name: sum(int(getattr(shard, name)) for shard in shards)
            for name in ("initial", "remaining", "held", "sold")
        }


# --- reads ---------------------------------------------------------------------------------------


def shard_key(pool: str, number: int) -> str:
    return f"{pool}#{number}" if number else pool


def shards_of(pool: str, shards: int) -> list[str]:
    return [shard_key(pool, number) for number in range(shards)]


def find(sku_id: str) -> Sku | None:
    return Sku.find(f"sku#{sku_id}", "stock", consistent=True)


def look(sku_id: str, *, fresh: bool = False) -> Look:
    """The SKU and its units, from memory if we looked just now. SKU_NOT_FOUND."""
    key = TABLE_PREFIX.get(), sku_id
    seen = _seen.get(key)
    if fresh or seen is None or time.monotonic() - seen[0] > _FRESH_S:
        if len(_seen) >= _MOST_HELD:
            _seen.clear()
        seen = _seen[key] = time.monotonic(), _look(sku_id)
    return seen[1]


def forget(*sku_ids: str) -> None:
    """Look again next time, at these or at all: units came back, or what we sell has changed."""
    if not sku_ids:
        _seen.clear()
    for sku_id in sku_ids:
        _seen.pop((TABLE_PREFIX.get(), sku_id), None)


def took(sku_id: str, takes: Takes) -> None:
    """Remember that we took these ourselves, as long as the last look is remembered."""
    seen = _seen.get((TABLE_PREFIX.get(), sku_id))
    for pool in seen[1].pools.values() if seen else ():
        for shard in pool:
            shard.remaining -= takes.get(shard.pk, 0)


_seen: dict[tuple[str, str], tuple[float, Look]] = {}


def _look(sku_id: str) -> Look:
    sku = find(sku_id)
    if sku is None:
        raise SKU_NOT_FOUND()
    pools = {sku.pk: shards_of(sku.pk, int(sku.shards))}
    for sale_id, (shards, _) in sku.sales.items():
        pools[f"sale#{sale_id}"] = shards_of(f"sale#{sale_id}", shards)
    wanted = [key for keys in pools.values() for key in keys if key != sku.pk]
    found = {shard.pk: shard for shard in _get(wanted)} | {sku.pk: sku}
    return Look(
        sku,
        {pool: [found.get(key) or Shard(pk=key) for key in keys] for pool, keys in pools.items()},
    )


def _get(keys: Iterable[str]) -> list[Shard]:
    wanted = [(key, "stock") for key in keys]
    return list(Shard.batch_get(wanted, consistent_read=True)) if wanted else []


def plan(shards: Sequence[Shard], units: int, buyer: str) -> Takes | None:
    """From which shards a buyer takes `units`: one that has enough, from the buyer's own on; or
    the fullest ones together. None if all hold less."""
    start = zlib.crc32(buyer.encode()) % len(shards)
    turned = [*shards[start:], *shards[:start]]
    for shard in turned:
        if shard.remaining >= units:
            return {shard.pk: units}
    takes: dict[str, int] = {}
    for shard in sorted(turned, key=lambda each: -each.remaining):
        part = min(units - sum(takes.values()), int(shard.remaining))
        if part > 0:
            takes[shard.pk] = part
    return takes if sum(takes.values()) == units else None


# --- parts ---------------------------------------------------------------------------------------


def take(takes: Takes) -> list[Part]:
    """Units are held for an order. STOCK_MOVED if they are gone: look again, and plan anew."""
    return [_move(key, n, "remaining", "held", STOCK_MOVED) for key, n in takes.items()]


def take_sold(takes: Takes) -> list[Part]:
    """Units are sold at once: the order costs nothing."""
    return [_move(key, n, "remaining", "sold", STOCK_MOVED) for key, n in takes.items()]


def sell(takes: Takes) -> list[Part]:
    return [_move(key, n, "held", "sold", STOCK_BROKEN) for key, n in takes.items()]


def release(takes: Takes) -> list[Part]:
    return [_move(key, n, "held", "remaining", STOCK_BROKEN) for key, n in takes.items()]


def give_back(takes: Takes) -> list[Part]:
    return [_move(key, n, "sold", "remaining", STOCK_BROKEN) for key, n in takes.items()]


def _move(key: str, units: int, source: str, target: str, otherwise: Code) -> Part:
    left, right = getattr(Shard, source), getattr(Shard, target)
    return update(
        Shard(pk=key, sk="stock"),
        left.add(-units),
        right.add(units),
        where=left >= units,
        otherwise=otherwise,
    )


# --- what operators do ---------------------------------------------------------------------------


def add(key: str, units: int, otherwise: Code, *actions: Any) -> Part:
    """New units come to a shard; or, if negative, free ones go."""
    return update(
        Shard(pk=key, sk="stock"),
        Shard.initial.add(units),
        Shard.remaining.add(units),
        *actions,
        where=(Shard.remaining >= -units) if units < 0 else None,
        otherwise=otherwise,
    )


def save_sku(new: Sku, changed: Code) -> list[Part]:
    """A SKU as its operator wants it; `changed` if it was taken from or saved meanwhile."""
    if find(new.skuId) is None:
        new.initial = new.remaining = new.wanted
        return [put(new, otherwise=changed)]
    old = look(new.skuId, fresh=True)
    known = old.sku
    if known.goodsId != new.goodsId:
        raise SKU_TAKEN()
    delta = int(new.wanted) - int(known.wanted)
    taken = {known.pk: delta} if delta >= 0 else _fewer(old.pools[known.pk], -delta)
    here = taken.get(known.pk, 0)
    renewed = update(
        Sku(pk=known.pk, sk="stock"),
        Sku.title.set(new.title),
        Sku.price.set(new.price),
        Sku.hidden.set(new.hidden),
        Sku.wanted.set(new.wanted),
        Sku.shards.set(max(int(new.shards), int(known.shards))),
        Sku.initial.add(here),
        Sku.remaining.add(here),
        where=(Sku.wanted == known.wanted) & (Sku.remaining >= -min(here, 0)),
        otherwise=changed,
    )
    return [renewed, *(add(key, n, changed) for key, n in taken.items() if key != known.pk)]


def _fewer(shards: Sequence[Shard], units: int) -> dict[str, int]:
    takes = plan(shards, units, "")
    if takes is None:
        raise STOCK_IN_USE()
    return {key: -n for key, n in takes.items()}


def update_sku(seen: Sku, *, sales: Mapping[str, Any], units: int, changed: Code) -> Part:
    """A SKU's sales change, and with them the units in its first shard."""
    return update(
        Sku(pk=seen.pk, sk="stock"),
        Sku.sales.set(sales),
        Sku.initial.add(units),
        Sku.remaining.add(units),
        where=_same_sales(seen) & (Sku.remaining >= -min(units, 0)),
        otherwise=changed,
    )


def _same_sales(seen: Sku) -> Condition:
    same: Condition = Sku.sales == seen.sales
    return same


def hide(sku_id: str, changed: Code) -> Part:
    """A SKU is sold no more; what was ordered of it goes on."""
    return update(
        Sku(pk=f"sku#{sku_id}", sk="stock"),
        Sku.hidden.set(True),
        where=Sku.pk.exists(),
        otherwise=changed,
    )


def spread(pool: str, shards: int) -> None:
    """Share out what lies in a pool's first shard. Buyers may take meanwhile: what they took is
    shared out no more, and what is left in the first shard is no loss."""
    for _ in range(3 if shards > 1 else 0):
        keys = shards_of(pool, shards)
        found = {shard.pk: int(shard.remaining) for shard in _get(keys)}
        share = sum(found.values()) // shards
        moves = {key: share - found.get(key, 0) for key in keys[1:]}
        moves = {key: n for key, n in moves.items() if n > 0}
        total = sum(moves.values())
        if not moves or total > found[pool]:
            return
        try:
            commit(
                add(pool, -total, STOCK_MOVED),
                *(add(key, n, STOCK_MOVED) for key, n in moves.items()),
            )
        except Refusal as refusal:
            if refusal.code is not STOCK_MOVED:
                raise
        else:
            return
