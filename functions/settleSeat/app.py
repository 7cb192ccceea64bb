"""settleSeat: brings one member's order in line with its group: on to shipping, or money back."""

from __future__ import annotations

from shop.groups import settling
from wxcloud.fields import Id, Request
from wxcloud.function import queue


class SettleSeat(Request):
    orderId: Id


@queue(SettleSeat)
def main(data: SettleSeat) -> None:
    settling.settle(data.orderId)
