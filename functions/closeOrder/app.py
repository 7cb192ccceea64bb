"""closeOrder: the time to pay for an order is over. Early, late or twice, it does what is due."""

from __future__ import annotations

from shop.orders import closing
from shop.orders.queues import CLOSING, CloseOrder
from wxcloud.triggers import queue


@queue(CLOSING)
def main(data: CloseOrder) -> None:
    closing.close_if_due(data.orderId)
