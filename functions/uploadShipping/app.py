"""uploadShipping: WeChat is told that an order was shipped."""

from __future__ import annotations

from shop.orders import shipping
from wxcloud.fields import Id, Request
from wxcloud.function import queue


class UploadShipping(Request):
    orderId: Id


@queue(UploadShipping)
def main(data: UploadShipping) -> None:
    shipping.upload(data.orderId)
