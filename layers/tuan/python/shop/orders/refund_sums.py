"""How much money and how many points a refund of some units pays back. Pure arithmetic.

A line's money and points are spread over its units so that any chain of part refunds adds up to
what was paid: after k of n units were refunded, floor(paid * k / n) has gone back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from shop.orders.model import Line


class RefundSum(NamedTuple):
    """What goes back: fen and points."""

    amount: int
    points: int


def units_left(lines: Sequence[Line]) -> dict[str, int]:
    """SKU → units that are not refunded; SKUs without any are left out."""
    return {line.skuId: line.left for line in lines if line.left}


def refund_sum(lines: Sequence[Line], wanted: Mapping[str, int]) -> RefundSum:
    """What goes back for these units (SKU → units)."""
    amount = sum(_share(line.paid, line, wanted.get(line.skuId, 0)) for line in lines)
    points = sum(_share(line.points, line, wanted.get(line.skuId, 0)) for line in lines)
    return RefundSum(amount, points)


class Payback(NamedTuple):
    """What a refund pays back of an order: fen, how many of them are freight, and points."""

    amount: int
    freight: int
    points: int


def payback(
    lines: Sequence[Line], wanted: Mapping[str, int], *, left: int, freight_left: int
) -> Payback:
    """What goes back for these units, of the `left` fen that were paid and not paid back, of which
    `freight_left` are freight. The last units bring back all that is left; others no freight."""
    share = refund_sum(lines, wanted)
    if dict(wanted) == units_left(lines):
        return Payback(left, min(freight_left, left), share.points)
    return Payback(min(share.amount, max(0, left - freight_left)), 0, share.points)


def _share(total: int, line: Line, units: int) -> int:
    """The share of `units` more units of the line in its total."""
    before, after = line.refunded, line.refunded + units
    return total * after // line.quantity - total * before // line.quantity


def refunded(lines: Sequence[Line], wanted: Mapping[str, int]) -> tuple[list[Line], dict[str, int]]:
    """The lines with these units marked as refunded, and the units' shards: shard → units. Units
    come off a line's shards in their order, after those that were refunded before."""
    after, allocation = [], {}
    for line in lines:
        skip, units = line.refunded, wanted.get(line.skuId, 0)
        after.append(replace(line, refunded=line.refunded + units))
        for shard, held in line.allocation.items():
            skipped = min(skip, held)
            skip -= skipped
            part = min(units, held - skipped)
            units -= part
            if part:
                allocation[shard] = part
    return after, allocation
