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


def withdraw(shards: Sequence[Shard], units: int) -> Allocation | None:
    """The shards from which the shop itself takes free units out. None if they have fewer."""
    return allocate(shards, units, "")


def withdraw_up_to(shards: Sequence[Shard], units: int) -> Allocation:
    """The same; all free units if there are fewer than `units`."""
    free = sum(shard.remaining for shard in shards)
    return withdraw(shards, min(units, free)) or {}


def spread(shards: Sequence[Shard]) -> Allocation:
    """The units that move from the first shard to each of the others, so that all have about the
    same number of free units. Empty if the first shard does not have that many."""
    first, *others = shards
    share = sum(shard.remaining for shard in shards) // len(shards)
    moves = {shard.pk: share - shard.remaining for shard in others if shard.remaining < share}
    return moves if sum(moves.values()) <= first.remaining else {}
