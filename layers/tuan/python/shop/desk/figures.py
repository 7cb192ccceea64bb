"""The figures of today."""

from __future__ import annotations

from shop import reconciling
from shop.alerts import dead_letters
from shop.desk import counts, ending_groups, low_stock
from shop.desk.views import TodayFigures
from wxcloud import clock
from wxcloud.cache import Cache

_dead: Cache[int] = Cache(10.0)


def today(now: int) -> TodayFigures:
    """Today's figures, at most some seconds old. Each number is kept or bounded: nothing is
    counted from the orders."""
    orders = counts.count_orders()
    paid_today, paid_before, paid_last_week = (
        counts.paid_slots(now - days * clock.DAY) for days in (0, 1, 7)
    )
    paid = counts.paid_until(paid_today, now)
    low = low_stock.listed()
    return TodayFigures(
        at=now,
        paidFen=paid.paidFen,
        paidOrders=paid.paidOrders,
        yesterday=counts.paid_until(paid_before, now),
        lastWeek=counts.paid_until(paid_last_week, now),
        byHour=counts.by_hour(paid_today, paid_before, now),
        toShip=orders.toShip,
        toShipLate=orders.toShipLate,
        refundsAsked=orders.refundsAsked,
        groupsEnding=ending_groups.count_soon(now),
        lowStock=len(low),
        lowSkus=low,
        drift=len(reconciling.list_differences(clock.day_of(now)).items),
        deadLetters=_dead.get("dead", dead_letters.count),
    )
