"""uploadShipping: tells WeChat that an order was shipped."""

from __future__ import annotations

from shop.orders.queues import SHIPPING, UploadShipping
from shop.orders.shipping import upload
from wxcloud.triggers import queue


@queue(SHIPPING)
def main(data: UploadShipping) -> None:
    upload(data.orderId)
