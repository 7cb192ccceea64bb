"""deliverGoods: post a push to the viewers in one shard of a live room."""

from __future__ import annotations

from shop.live import delivery
from shop.live.delivery import DELIVERIES, PushDelivery
from wxcloud.triggers import queue


@queue(DELIVERIES)
def main(message: PushDelivery) -> None:
    delivery.deliver(message)
