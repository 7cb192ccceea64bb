"""The job that completes orders whose time has come.

It works through an index that an order leaves when it is complete. So a run that was interrupted is
finished by the next one, and two runs at once complete each order once. An order of which a refund
is asked for stays in the index until that is decided.
"""

from __future__ import annotations

from shop.orders import due
from shop.orders.completing import complete_if_due
from shop.orders.model import Order, Row
from wxcloud.batch import run_batch


def complete_due(now: int) -> int:
    """Complete the orders that are due; how many were looked at."""
    return run_batch(due.until("complete", now), _complete, "orders completed by time")


def _complete(row: Row) -> None:
    order = Order.get(row.pk, row.sk, consistent=True)
    if order is not None:
        complete_if_due(order)
