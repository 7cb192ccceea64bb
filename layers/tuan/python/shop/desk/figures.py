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
    paid = counts.paid_until(now)
    low = low_stock.listed()
    return TodayFigures(
        at=now,
        paidFen=paid.paidFen,
        paidOrders=paid.paidOrders,
        yesterday=counts.paid_until(now, days_ago=1),
        lastWeek=counts.paid_until(now, days_ago=7),
        toShip=orders.toShip,
        toShipLate=orders.toShipLate,
        refundsAsked=orders.refundsAsked,
        groupsEnding=ending_groups.count_soon(now),
        lowStock=len(low),
        lowSkus=low,
        drift=len(reconciling.list_differences(clock.day_of(now)).items),
        deadLetters=_dead.get("dead", dead_letters.count),
    )
