"""completeOrders: every 15 minutes, orders are completed that were shipped 14 days ago."""

from __future__ import annotations

from shop.orders.overdue import complete_due
from wxcloud import clock
from wxcloud.fields import Request
from wxcloud.triggers import timer


class CompleteOrders(Request):
    """Nothing is needed."""


@timer(CompleteOrders)
def main(data: CompleteOrders) -> None:
    complete_due(clock.now())
