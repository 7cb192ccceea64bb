"""closeOrder: the time to pay for an order is nearly over, or over. An early, late or repeated call
does what is due."""

from __future__ import annotations

from shop.checkout.close import close_if_due
from shop.orders.queues import CLOSING, CloseOrder
from wxcloud.triggers import queue


@queue(CLOSING)
def main(data: CloseOrder) -> None:
    close_if_due(data)
