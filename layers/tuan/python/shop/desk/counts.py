"""How many orders there are: read from numbers that are kept, not from the orders."""

from __future__ import annotations

from shop.desk import generations
from shop.desk.model import OrderRow, PaidSlot, StatusCounts, counts_key, moment_key, paid_key
from shop.desk.model import to_ship_key as ship_key
from shop.desk.rules import LATE, slot_of
from shop.desk.views import ByStatus, OrderCounts, PaidFigures
from wxcloud import clock

MAX_LATE = 10_000


def count_orders() -> OrderCounts:
    """The numbers of orders. One query of a read unit, and half a unit for 30 late orders."""
    generation = generations.known().current
    shards = list(StatusCounts.query(counts_key(generation)))

    def total(name: str) -> int:
        return max(0, sum(int(getattr(shard, name)) for shard in shards))

    return OrderCounts(
        byStatus=ByStatus(**{name: total(name) for name in ByStatus.__struct_fields__}),
        toShip=total("toShipNow"),
        toShipLate=_late(generation, clock.now()),
        refundsAsked=total("asked"),
    )


def _late(generation: int, now: int) -> int:
    early_enough = OrderRow.since < moment_key(now - LATE)
    late = OrderRow.to_ship.query(ship_key(generation), early_enough, limit=MAX_LATE)
    return sum(1 for _ in late)


def paid_until(now: int, days_ago: int = 0) -> PaidFigures:
    """What was paid on that day, until the same time of day as `now`, to ten minutes."""
    at = now - days_ago * clock.DAY
    until = PaidSlot.sk < f"{slot_of(at)}~"
    slots = list(PaidSlot.query(paid_key(generations.known().current, clock.day_of(at)), until))
    return PaidFigures(
        paidFen=sum(slot.fen for slot in slots), paidOrders=sum(slot.orders for slot in slots)
    )
