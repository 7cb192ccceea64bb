"""uploadShipping: tells WeChat of the parcels of an order."""

from __future__ import annotations

from shop.orders.queues import SHIPPING, UploadShipping
from shop.orders.uploading import upload
from wxcloud.triggers import queue


@queue(SHIPPING)
def main(data: UploadShipping) -> None:
    upload(data.orderId)
