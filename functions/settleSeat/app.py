"""settleSeat: brings one member's order in line with its group: on to shipping, or money back."""

from __future__ import annotations

from shop.groups import settling
from shop.groups.queues import SEATS, SettleSeat
from wxcloud.triggers import queue


@queue(SEATS)
def main(data: SettleSeat) -> None:
    settling.settle(data.orderId)
