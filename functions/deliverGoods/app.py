"""deliverGoods: post a push to the viewers in one shard of a live room."""

from __future__ import annotations

from shop.live import audience
from shop.live.audience import DELIVERIES, Delivery
from wxcloud.triggers import queue


@queue(DELIVERIES)
def main(delivery: Delivery) -> None:
    audience.deliver(delivery)
