"""completeOrders: every 15 minutes, orders are completed that were shipped 14 days ago, and the
shop forgets where the orders went that are over for long."""

from __future__ import annotations

from shop.orders.overdue import complete_due
from shop.orders.retention import forget_addresses
from wxcloud import clock
from wxcloud.fields import Request
from wxcloud.triggers import timer


class CompleteOrders(Request):
    """Nothing is needed."""


@timer(CompleteOrders)
def main(data: CompleteOrders) -> None:
    now = clock.now()
    complete_due(now)
    forget_addresses(now)
