"""From which shards units are taken, and to which they go: arithmetic without a store."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from shop.stock.model import Allocation, Shard


def allocate(shards: Sequence[Shard], units: int, buyer: str) -> Allocation | None:
    """The shards that a buyer takes `units` from: one shard that has enough of them, or else the
    fullest shards together. None if all shards together have fewer.

    The search for the one shard begins at a place that the buyer's id chooses, so that buyers who
    come at once write to different shards.
    """
    start = zlib.crc32(buyer.encode()) % len(shards)
    turned = [*shards[start:], *shards[:start]]
    for shard in turned:
        if shard.remaining >= units:
            return {shard.pk: units}
    allocation: dict[str, int] = {}
    missing = units
    for shard in sorted(turned, key=lambda each: -each.remaining):
        part = min(missing, shard.remaining)
        if part > 0:
            allocation[shard.pk] = part
            missing -= part
    return None if missing else allocation


def change(shards: Sequence[Shard], difference: int) -> Allocation | None:
    """How a pool gets `difference` units more, or fewer (negative): shard → units that come to it,
    or go from it (negative). New units come to the first shard. None if too few units are free.
    """
    if difference >= 0:
        return {shards[0].pk: difference}
    taken = allocate(shards, -difference, "")
    return None if taken is None else {key: -n for key, n in taken.items()}


def change_sale(own: Sequence[Shard], sale: Sequence[Shard], difference: int) -> Allocation | None:
    """How the pool of a flash sale gets `difference` units more, or fewer (negative): as `change`.

    The units are taken from the SKU's `own` pool as far as it has free ones; the rest is new. Units
    that the sale gives up go back to the SKU's own pool.
    """
    moved = change(sale, difference)
    if moved is None:
        return None
    if difference < 0:
        return {**moved, own[0].pk: -difference}
    free = sum(shard.remaining for shard in own)
    return {**moved, **(change(own, -min(difference, free)) or {})}


def spread(shards: Sequence[Shard]) -> Allocation:
    """The units that move from the first shard to each of the others, so that all have about the
    same number of free units. Empty if the first shard does not have that many."""
    first, *others = shards
    share = sum(shard.remaining for shard in shards) // len(shards)
    moves = {shard.pk: share - shard.remaining for shard in others if shard.remaining < share}
    return moves if sum(moves.values()) <= first.remaining else {}
