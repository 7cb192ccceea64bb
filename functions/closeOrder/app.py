"""closeOrder: the time to pay for an order is over. Early, late or twice, it does what is due."""

from __future__ import annotations

from shop.orders import closing
from wxcloud.fields import Id, Request
from wxcloud.function import queue


class CloseOrder(Request):
    orderId: Id


@queue(CloseOrder)
def main(data: CloseOrder) -> None:
    closing.close_if_due(data.orderId)
