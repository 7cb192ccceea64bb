"""A shop that sells to groups for money, its members, and the news that follows what they do."""

from __future__ import annotations

import random
import time
from typing import Any

from tests.support import orders as do
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler

SKU = do.SKU
PRICE = 60
_FOLLOWERS = {"groups": "onGroupChange", "orders": "onOrderChange"}
_QUEUES = {
    "order_event": "onOrderChange",
    "group_event": "onGroupChange",
    "seat": "settleSeat",
    "refund": "sendRefund",
    "ship": "uploadShipping",
}


def offered(size: int = 3, *, stock: int = 1000, goods: dict[str, Any] | None = None, **terms: Any):
    """Goods at 100 alone, at PRICE in a group."""
    group = {"size": size, "hours": 24, "price": PRICE, **terms}
    return do.stocked(stock, price=100, group=group, **(goods or {}))


def opened(shop: Shop | None = None, leader: str = "leader", **more: Any) -> Answer:
    """A group; paid for if a shop is given."""
    group = call("createGroup", {"goodsId": SKU, **more}, leader)
    assert group.ok, group
    if shop is not None:
        do.pay(shop, group["orderId"])
    return group


def join(group: Answer | str, openid: str, **more: Any) -> Answer:
    group_id = group if isinstance(group, str) else group["groupId"]
    return call("joinGroup", {"groupId": group_id, **more}, openid)


def look(group: Answer | str, openid: str = "leader") -> dict[str, Any]:
    group_id = group if isinstance(group, str) else group["groupId"]
    answer = call("getGroup", {"groupId": group_id}, openid)
    assert answer.ok, answer
    return dict(answer.body)


def ring(group: Answer) -> None:
    """The deadline's timer goes off."""
    handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())


class News:
    """Plays the tables' streams and the queues behind them, as AWS would."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.seen = dict.fromkeys(_FOLLOWERS, 0)

    def fresh(self, table: str) -> list[dict[str, Any]]:
        records = self.shop.stream_records(table)
        fresh, self.seen[table] = records[self.seen[table] :], len(records)
        return fresh

    def follow(self) -> None:
        """Deliver what happened, until nothing more follows."""
        while sum(self.deliver(table, self.fresh(table)) for table in _FOLLOWERS):
            self.work()

    def work(self) -> None:
        for queue, function in _QUEUES.items():
            assert self.shop.work(queue, function) == [], queue

    def deliver(self, table: str, records: list[dict[str, Any]]) -> bool:
        if records:
            outcome = handler(_FOLLOWERS[table])({"Records": records}, LambdaContext())
            assert outcome == {"batchItemFailures": []}, (table, outcome)
        return bool(records)

    def repeat(self, chance: random.Random) -> None:
        """Deliver everything since the beginning twice more, in any order."""
        for _ in range(2):
            told = [(t, record) for t in _FOLLOWERS for record in self.shop.stream_records(t)]
            chance.shuffle(told)
            for table, record in told:
                self.deliver(table, [record])
            self.work()


def settled(shop: Shop, *order_ids: str) -> None:
    """Wait until WeChat has carried out the refunds of these orders, and has told of them."""
    for order_id in order_ids:
        until = time.monotonic() + 5
        while do.order(order_id)["status"] == "REFUNDING":
            assert time.monotonic() < until, order_id
            time.sleep(0.02)


def paid_back(shop: Shop, order_id: str) -> int:
    """The fen that WeChat paid back of an order's payments."""
    found = do.payments(shop, order_id)
    return sum(r["amount"] for payment in found for r in payment["refunds"])
