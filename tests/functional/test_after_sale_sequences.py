"""Random lives of orders at the door: payments, groups, points, parcels, refunds and after-sales in
any order, with repeats and late messages. Money, units and points add up after each of them."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.support import after_sales as sales
from tests.support import groups, orders
from tests.support.cloud import Answer, Shop, call
from tests.support.groups import Streams, refunded_fen
from tests.support.orders import OPERATOR, SKU
from tests.support.points import check_accounts
from wxcloud import clock

STOCK = 60
UNDER_WAY = {("ASKED", "refund"), ("ASKED", "return"), ("AGREED", "return"), ("SENT", "return")}


class Life:
    """One shop and its buyer u1; `chance` decides what happens next."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop, self.chance = shop, random.Random(seed)
        self.streams = Streams(shop)
        self.orders: list[str] = []
        self.groups: list[Answer] = []
        groups.save_group_goods(2, stock=STOCK)
        rules = ({"action": "purchase", "points": 5}, {"action": "redeem", "percent": 30})
        for rule in rules:
            assert call("saveScoreRule", rule, "op", OPERATOR).ok
        gift = {"openid": "u1", "key": "gift", "points": 500, "reason": "测试"}
        assert call("adjustScore", gift, "op", OPERATOR).ok

    @property
    def order(self) -> str:
        return self.chance.choice(self.orders)

    @property
    def after_sale(self) -> str:
        found = [row["afterSaleId"] for row in self.rows()]
        return str(self.chance.choice(found)) if found else "none"

    def rows(self) -> list[dict[str, Any]]:
        return [row for row in self.shop.items("orders") if row["sk"].startswith("after#")]

    def step(self) -> None:
        chance = self.chance
        actions = [self.buy, self.pay, self.ship, self.get, self.refund, self.time, self.stream]
        after = [self.ask, self.ask, self.ask, self.decide, self.decide, self.back, self.receive]
        answer = chance.choice([*actions, *after, self.receive, self.withdraw])()
        if answer is not None:
            assert answer.status < 500, answer

    def buy(self) -> Answer | None:
        if self.chance.random() < 0.3:
            return self.buy_in_group()
        points = self.chance.choice([0, 0, 30])
        placed = orders.place(quantity=self.chance.randint(1, 4), points=points)
        if placed.ok:
            self.orders.append(str(placed["orderId"]))
        return placed

    def buy_in_group(self) -> Answer | None:
        opened = call("createGroup", {"goodsId": SKU}, "u1")
        if opened.ok:
            self.orders.append(str(opened["orderId"]))
            self.groups.append(opened)
        return opened

    def pay(self) -> None:
        order_id = self.order
        if orders.get_order(order_id)["status"] == "PENDING":
            orders.pay(self.shop, order_id)

    def ship(self) -> Answer:
        return sales.ship(self.order)

    def get(self) -> Answer:
        if self.groups and self.chance.random() < 0.5:
            group = self.chance.choice(self.groups)
            friend = f"friend-{self.chance.randint(1, 9)}"
            joined = groups.join(group, friend)
            if joined.ok:
                orders.pay(self.shop, joined["orderId"])
            return joined
        return call("confirmReceipt", {"orderId": self.order})

    def refund(self) -> Answer:
        form: dict[str, Any] = {"orderId": self.order, "reason": "x"}
        if self.chance.random() < 0.7:
            form["items"] = [{"skuId": SKU, "quantity": self.chance.randint(1, 2)}]
        elif self.chance.random() < 0.6:
            form["deny"] = True
        return call("refundOrder", form, "op", OPERATOR)

    def ask(self) -> Answer:
        order_id, chance = self.order, self.chance
        more: dict[str, Any] = {}
        if chance.random() < 0.4:
            more["amount"] = chance.choice([1, 20, 50, 100, 400])
        units = chance.choice([None, 1, 2])
        kind = chance.choice(["refund", "return"])
        return sales.ask(order_id, kind, units, **more)

    def decide(self) -> Answer:
        return sales.decide(self.after_sale, agree=self.chance.random() < 0.7)

    def back(self) -> Answer:
        return sales.send_back(self.after_sale, f"N{self.chance.randint(1, 3)}")

    def receive(self) -> Answer:
        return sales.receive(self.after_sale, self.chance.random() < 0.5)

    def withdraw(self) -> Answer:
        return sales.withdraw(self.after_sale)

    def time(self) -> None:
        self.shop.clock.advance(self.chance.choice([clock.MINUTE, clock.HOUR, 3 * clock.DAY]))
        for row in self.rows():
            if self.chance.random() < 0.5:
                sales.fire_deadline(row["afterSaleId"])
        for group in self.groups:
            if self.shop.clock.now > group["expiresAt"]:
                groups.fire_deadline(group)
        for order_id in self.orders:
            if orders.get_order(order_id)["payBefore"] <= self.shop.clock.now:
                orders.run_close_order(order_id)

    def stream(self) -> None:
        self.streams.deliver_all()

    # --- what holds always --------------------------------------------------------------------

    def check(self) -> None:
        stock = orders.get_stock()
        assert stock["initial"] == STOCK == stock["remaining"] + stock["held"] + stock["sold"]
        rows = self.rows()
        for item in self.shop.items("orders"):
            if not item["sk"].startswith("order#"):
                continue
            order = orders.get_order(item["orderId"])
            own = [row for row in rows if row["orderId"] == item["orderId"]]
            under_way = {
                row["afterSaleId"] for row in own if (row["status"], row["kind"]) in UNDER_WAY
            }
            assert under_way == set(order.get("afterSales", ()))
            assert not under_way or order["refundAsked"]
            assert order["refunded"] == sum(each["amount"] for each in order["refunds"])
            assert 0 <= order["refunded"] <= order["total"]
            assert len({row["refundNo"] for row in own if "refundNo" in row}) == sum(
                "refundNo" in row for row in own
            )
            claimed = sum(
                line["quantity"]
                for row in own
                if row["afterSaleId"] in under_way
                for line in _lines(row)
            )
            line = order["items"][0]
            assert claimed + line.get("refunded", 0) <= line["quantity"]

    def end(self) -> None:
        """All messages are delivered: what was granted is paid back, and told again changes
        nothing."""
        self.streams.deliver_all()
        for row in self.rows():
            if "refundNo" in row:
                sales.until_refunded(self.shop, row["afterSaleId"])
        self.streams.redeliver_shuffled(self.chance)
        self.streams.deliver_all()
        self.check()
        for order_id in self.orders:
            order = orders.get_order(order_id)
            if order["status"] not in ("PENDING", "CLOSED"):
                assert refunded_fen(self.shop, order_id) == order["refunded"]
        for row in self.rows():
            found = sales.get(row["afterSaleId"])
            paid = found.get("refund", {}).get("status") == "SUCCESS"
            assert paid == (found["status"] == "REFUNDED"), found
        check_accounts(self.shop)


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:

    return list(json.loads(row["lines"]))


@pytest.mark.parametrize("seed", range(12))
def test_money_units_and_points_add_up(shop: Shop, seed: int) -> None:
    life = Life(shop, seed)
    life.buy()
    life.pay()
    for _ in range(45):
        life.step()
        life.check()
    life.end()
