"""deliverGoods: post a push to the viewers in one shard of a live room."""

from __future__ import annotations

from shop.live import audience
from shop.live.audience import Delivery
from wxcloud.function import queue


@queue(Delivery)
def main(delivery: Delivery) -> None:
    audience.deliver(delivery)
