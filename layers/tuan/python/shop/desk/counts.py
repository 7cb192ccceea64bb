"""How many orders there are: read from numbers that are kept, not from the orders."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from shop.desk import generations
from shop.desk.model import OrderRow, PaidSlot, StatusCounts, counts_key, moment_key, paid_key
from shop.desk.model import to_ship_key as ship_key
from shop.desk.rules import LATE, slot_of
from shop.desk.views import ByStatus, HourFigures, OrderCounts, PaidFigures
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


def paid_slots(at: int) -> list[PaidSlot]:
    """What was paid on the day of that time (ms UTC), in ten minutes each. About three read units
    of a whole day."""
    return list(PaidSlot.query(paid_key(generations.known().current, clock.day_of(at))))


def paid_until(slots: Iterable[PaidSlot], at: int) -> PaidFigures:
    """What was paid until the same time of day as `at`, to ten minutes."""
    until = f"{slot_of(at)}~"
    counted = [slot for slot in slots if slot.sk < until]
    return PaidFigures(
        paidFen=sum(slot.fen for slot in counted), paidOrders=sum(slot.orders for slot in counted)
    )


def by_hour(
    today: Iterable[PaidSlot], yesterday: Iterable[PaidSlot], now: int
) -> list[HourFigures]:
    """The hours of the day, of today and of the day before."""
    ours, theirs = _hours(today), _hours(yesterday)
    current = int(slot_of(now)[:2])
    return [
        HourFigures(
            hour=hour,
            paidFen=ours[hour][0] if hour <= current else UNSET,
            paidOrders=ours[hour][1] if hour <= current else UNSET,
            yesterdayFen=theirs[hour][0],
            yesterdayOrders=theirs[hour][1],
        )
        for hour in range(24)
    ]


def _hours(slots: Iterable[PaidSlot]) -> list[tuple[int, int]]:
    """Fen and orders of each hour."""
    fen, orders = [0] * 24, [0] * 24
    for slot in slots:
        hour = int(slot.sk[:2])
        fen[hour] += slot.fen
        orders[hour] += slot.orders
    return list(zip(fen, orders, strict=True))
