"""settleSeat: settles a member's order with its group: it may be shipped, or is paid back."""

from __future__ import annotations

from shop.groupbuy.settle import settle
from shop.groups.queues import SEATS, SettleSeat
from wxcloud.triggers import queue


@queue(SEATS)
def main(data: SettleSeat) -> None:
    settle(data.orderId)
