"""Random sequences of actions of buyers, WeChat, operators and the clock, with crashes between any
two outbound calls. At the end stock, money and points must be consistent."""

from __future__ import annotations

import itertools
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.orders.states import MOVES
from shop.points import adjusting
from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.orders import OPERATOR, OrderStream
from wxcloud import transaction
from wxcloud.wechat.pay import calls

MINUTE = 60_000
lives = itertools.count()


class Crash(Exception):
    """The process crashes: no later code runs."""


class Faults:
    """Makes every n-th outbound call raise Crash, before or after the call has its effect."""

    def __init__(self) -> None:
        self.lock, self.left, self.after = threading.Lock(), -1, False

    def arm(self, calls: int, after: bool) -> None:
        with self.lock:
            self.left, self.after = calls, after

    def around(self, call_out: Any) -> Any:
        def called(*args: Any, **kwargs: Any) -> Any:
            with self.lock:
                self.left -= 1
                now = self.left == -1
            if now and not self.after:
                raise Crash()
            result = call_out(*args, **kwargs)
            if now:
                raise Crash()
            return result

        return called


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    made = Faults()
    monkeypatch.setattr(transaction, "_write", made.around(transaction._write))
    monkeypatch.setattr(calls, "_call", made.around(calls._call))
    return made


class Simulation:
    """Runs actions of buyers, WeChat and operators on one shop, and checks the result."""

    def __init__(self, shop: Shop, shards: int) -> None:
        self.shop, self.sku = shop, f"sku-{next(lives)}"
        orders.save_goods(12, sku=self.sku, shards=shards)
        self.sale = orders.save_sale(
            shop, sku=self.sku, stock=4, limit=2, shards=min(2, shards), payMinutes=5
        )
        self.stream = OrderStream(shop)
        self.stream.new_records()
        self.orders: dict[str, str] = {}  # orderId → buyer
        self.buyers: set[str] = set()

    def act(self, what: str, who: int, number: int) -> None:  # noqa: C901 - a list of actions
        buyer = f"{self.sku}-u{who}"
        mine = sorted(each for each, owner in self.orders.items() if owner == buyer)
        order = mine[number % len(mine)] if mine else "none"
        operator = ("operator-1", OPERATOR)
        if what in ("order", "sale"):
            if buyer not in self.buyers:
                self.buyers.add(buyer)
                adjusting.adjust(buyer, "gift", 100, "welcome", "operator-1")
            more: dict[str, Any] = {"saleId": self.sale} if what == "sale" else {}
            more |= {"points": 20} if number == 3 else {}
            call("placeOrder", {"items": [self.items(1 + number % 2)], **more}, buyer)
            self.load_orders()
        elif what == "pay":
            self.pay(order, None if number < 6 else 1)
        elif what == "cancel":
            call("cancelOrder", {"orderId": order}, buyer)
        elif what == "payAgain":
            call("payOrder", {"orderId": order}, buyer)
        elif what == "refund":
            call("refundOrder", {"orderId": order, "reason": "x"}, *operator)
        elif what == "part":
            form = {"orderId": order, "reason": "x", "items": [self.items(1)]}
            call("refundOrder", form, *operator)
        elif what == "ship":
            form = {"orderId": order, "carrier": "ZTO", "trackingNumber": "1"}
            call("shipOrder", form, *operator)
        elif what == "wait":
            self.shop.clock.advance(3 * MINUTE)
        elif what == "close":
            self.close(*mine)
        elif what == "deliver":
            self.deliver_stream()

    def items(self, quantity: int) -> dict[str, Any]:
        return {"skuId": self.sku, "quantity": quantity}

    def load_orders(self) -> None:
        """Read the orders from the table: a crash can lose the response with an id."""
        for item in self.shop.items("orders"):
            if item["sk"].startswith("order#") and self.sku in item["lines"]:
                self.orders[item["orderId"]] = item["buyer"]

    def pay(self, order: str, amount: int | None) -> None:
        """Make the user pay, if WeChat knows the order. WeChat's notification may fail."""
        known = self.shop.sandbox.get(f"/sandbox/orders?out_trade_no={order}")["orders"]
        if known:
            more = {"amount": amount} if amount else {}
            orders.pay(self.shop, order, **more)

    def close(self, *order_ids: str) -> None:
        handler("closeOrder")(sqs_event(*({"orderId": o} for o in order_ids)), LambdaContext())

    def deliver_stream(self) -> None:
        """Deliver the new records, and again after a failure."""
        records = self.stream.new_records()
        outcome = handler("onOrderChange")({"Records": records}, LambdaContext())
        if outcome["batchItemFailures"]:
            handler("onOrderChange")({"Records": records}, LambdaContext())
        for body in self.shop.drain("refund"):
            handler("sendRefund")(sqs_event(body), LambdaContext())
        self.shop.drain("ship")

    def end(self) -> None:
        """Move the clock, repeat all notifications, run the queues and the reconciliation."""
        self.load_orders()
        self.deliver_stream()
        self.shop.clock.advance(70 * MINUTE)
        self.close(*self.orders)
        for order in self.orders:
            for payment in orders.payments(self.shop, order):
                payment_id = {"transaction_id": payment["transaction_id"]}
                self.shop.sandbox.post("/sandbox/notify", payment_id)
        handler("reconcile")({}, LambdaContext())
        self.deliver_stream()
        self.shop.clock.advance(70 * MINUTE)
        handler("reconcile")({}, LambdaContext())

    def check(self) -> None:
        self.check_stock()
        self.check_money()
        self.check_points()

    def check_stock(self) -> None:
        found = orders.get_stock(self.sku)
        assert found["initial"] == 12 == sum(found[n] for n in ("remaining", "held", "sold"))
        assert min(found.values()) >= 0
        sold = 0
        for order in self.orders:
            item = self.item(order)
            if item is not None:
                assert item["status"] != "PENDING", "no order is still unpaid"
                kept = orders.get_order(order)["items"][0]
                back = kept.get("refunded", 0) if "shipping" not in orders.get_order(order) else 0
                live = item["status"] in ("PAID", "SHIPPED", "COMPLETED")
                sold += kept["quantity"] - back if live else 0
        assert (found["held"], found["sold"]) == (0, sold), "all other units are released"
        limits = [i for i in self.shop.items("stock") if i["pk"].startswith(f"limit#{self.sale}#")]
        assert all(0 <= item["bought"] <= 2 for item in limits)

    def item(self, order: str) -> dict[str, Any] | None:
        answer = call("getOrder", {"orderId": order}, "operator-1", OPERATOR)
        return answer.body if answer.ok and answer["status"] else None

    def check_money(self) -> None:
        """Check that every payment bought something or was refunded, and that every change of
        status was allowed."""
        for order in self.orders:
            item = self.item(order)
            paid = orders.payments(self.shop, order)
            kept = 0
            for payment in paid:
                back = [r["amount"] for r in payment["refunds"] if r["state"] != "ABNORMAL"]
                assert sum(back) <= payment["amount"]
                kept += payment["amount"] - sum(back)
            owed = 0
            if item is not None:
                history = [e["what"] for e in item["history"] if e["what"] in MOVES]
                assert history[0] in ("PENDING", "PAID")
                for old, new in itertools.pairwise(history):
                    assert new in MOVES[old], history
                if item["status"] in ("PAID", "SHIPPED", "COMPLETED"):
                    owed = item["total"] - item["refunded"]
            assert kept == owed, (order, item, paid)

    def check_points(self) -> None:
        for buyer in self.buyers:
            entries = [i for i in self.shop.items("scores") if i["openid"] == buyer]
            ledger = [i for i in entries if i["entry"].startswith("ledger#")]
            if not ledger:
                continue  # a crash prevented the gift itself
            last = max(ledger, key=lambda entry: entry["entry"])
            assert sum(entry["points"] for entry in ledger) == last["balance"]
            spent = sum(
                int(i.get("points") or 0)
                for order, owner in self.orders.items()
                if owner == buyer and (i := self.item(order)) and i["status"] != "CLOSED"
            )
            out = -sum(e["points"] for e in ledger if e["action"] in ("spend", "refund"))
            assert 0 <= out <= spent


deed = st.tuples(
    st.sampled_from(
        [
            "order",
            "order",
            "sale",
            "pay",
            "pay",
            "cancel",
            "payAgain",
            "refund",
            "part",
            "ship",
            "wait",
            "close",
            "deliver",
        ]
    ),
    st.integers(0, 2),
    st.integers(0, 7),
)
crash = st.tuples(st.integers(0, 5), st.booleans())


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.lists(st.tuples(deed, st.none() | crash), min_size=5, max_size=18),
    shards=st.integers(1, 3),
)
def test_a_crash_at_any_call_loses_no_unit_and_no_fen(
    engine: Shop, faults: Faults, deeds: list[Any], shards: int
) -> None:
    faults.arm(-1, False)
    simulation = Simulation(engine, shards)
    for (what, who, number), broken in deeds:
        if broken is not None:
            faults.arm(*broken)
        with suppress(Crash):
            simulation.act(what, who, number)
        faults.arm(-1, False)
    simulation.end()
    simulation.check()


def test_parallel_actions_with_crashes_lose_no_unit_and_no_fen(
    engine: Shop, faults: Faults
) -> None:
    simulation = Simulation(engine, 2)
    dice = random.Random(7)
    deeds = [dice.choice(["order", "sale", "pay", "cancel", "refund", "part"]) for _ in range(80)]

    def act(turn: tuple[int, str]) -> None:
        number, what = turn
        if number % 8 == 7:
            faults.arm(number % 5, bool(number % 2))
        with suppress(Crash):
            simulation.act(what, number % 6, number % 7)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, enumerate(deeds)))
    faults.arm(-1, False)
    simulation.end()
    simulation.check()
