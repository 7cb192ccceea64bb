"""uploadShipping: WeChat is told that an order was shipped."""

from __future__ import annotations

from shop.orders import shipping
from shop.orders.queues import SHIPPING, UploadShipping
from wxcloud.triggers import queue


@queue(SHIPPING)
def main(data: UploadShipping) -> None:
    shipping.upload(data.orderId)
