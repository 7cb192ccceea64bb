"""Groups in tests: goods that are sold to groups, members, and the delivery of stream records."""

from __future__ import annotations

import random
import time
from typing import Any

from tests.support import orders
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler

SKU = orders.SKU
PRICE = 60
_STREAM_FUNCTIONS = {"groups": "onGroupChange", "orders": "onOrderChange"}
_QUEUE_FUNCTIONS = {
    "order_event": "onOrderChange",
    "group_event": "onGroupChange",
    "seat": "settleSeat",
    "refund": "sendRefund",
    "ship": "uploadShipping",
}


def save_group_goods(
    size: int = 3, *, stock: int = 1000, goods: dict[str, Any] | None = None, **terms: Any
) -> str:
    """Save goods that cost 100 fen for a single buyer and PRICE fen in a group."""
    group = {"size": size, "hours": 24, "price": PRICE, **terms}
    return orders.save_goods(stock, price=100, group=group, **(goods or {}))


def open_group(shop: Shop | None = None, leader: str = "leader", **more: Any) -> Answer:
    """Open a group. If `shop` is given, the leader also pays."""
    group = call("createGroup", {"goodsId": SKU, **more}, leader)
    assert group.ok, group
    if shop is not None:
        orders.pay(shop, group["orderId"])
    return group


def join(group: Answer | str, openid: str, **more: Any) -> Answer:
    group_id = group if isinstance(group, str) else group["groupId"]
    return call("joinGroup", {"groupId": group_id, **more}, openid)


def get_group(group: Answer | str, openid: str = "leader") -> dict[str, Any]:
    group_id = group if isinstance(group, str) else group["groupId"]
    answer = call("getGroup", {"groupId": group_id}, openid)
    assert answer.ok, answer
    return dict(answer.body)


def fire_deadline(group: Answer) -> None:
    """Call expireGroup as the timer of the group's deadline does."""
    handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())


class Streams:
    """Deliver stream records and queue messages to their functions, as AWS does."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.delivered = dict.fromkeys(_STREAM_FUNCTIONS, 0)

    def new_records(self, table: str) -> list[dict[str, Any]]:
        """The records of the table's stream since the last call."""
        records = self.shop.stream_records(table)
        new, self.delivered[table] = records[self.delivered[table] :], len(records)
        return new

    def deliver_all(self) -> None:
        """Deliver new records and queue messages until there are no more."""
        while sum(self.deliver(table, self.new_records(table)) for table in _STREAM_FUNCTIONS):
            self.run_queues()

    def run_queues(self) -> None:
        for queue, function in _QUEUE_FUNCTIONS.items():
            assert self.shop.run_queue(queue, function) == [], queue

    def deliver(self, table: str, records: list[dict[str, Any]]) -> bool:
        if records:
            outcome = handler(_STREAM_FUNCTIONS[table])({"Records": records}, LambdaContext())
            assert outcome == {"batchItemFailures": []}, (table, outcome)
        return bool(records)

    def redeliver_shuffled(self, chance: random.Random) -> None:
        """Deliver all records since the start two more times, in a random order."""
        for _ in range(2):
            records = [
                (t, record) for t in _STREAM_FUNCTIONS for record in self.shop.stream_records(t)
            ]
            chance.shuffle(records)
            for table, record in records:
                self.deliver(table, [record])
            self.run_queues()


def wait_for_refunds(shop: Shop, *order_ids: str) -> None:
    """Wait until WeChat has made the refunds of these orders and has notified the shop."""
    for order_id in order_ids:
        until = time.monotonic() + 5
        while orders.get_order(order_id)["status"] == "REFUNDING":
            assert time.monotonic() < until, order_id
            time.sleep(0.02)


def refunded_fen(shop: Shop, order_id: str) -> int:
    """The fen that WeChat refunded from the payments of an order."""
    found = orders.payments(shop, order_id)
    return sum(r["amount"] for payment in found for r in payment["refunds"])
