"""Defects of other shop systems that need concurrency (the list is in
tests/functional/test_peers_orders.py), and WeChat's notifications, repeated and out of order."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest

from shop.points import adjusting, reads
from tests.support import cloud, orders
from tests.support.cloud import Shop, call, webhook
from tests.support.orders import OPERATOR, SKU, OrderStream, stock_counts
from wxcloud.wechat.pay import calls as pay
from wxcloud.wechat.pay import signatures

MINUTE = 60_000
THREADS = 16


def race(work: Any, over: Any) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, over))


class Notification(NamedTuple):
    """The HTTP request of a notification."""

    body: str
    headers: dict[str, str]


class HeldNotifications:
    """Holds WeChat's notifications back, so that a test can deliver them in any order."""

    def __init__(self) -> None:
        self.received: list[Notification] = []

    def keep(self, name: str, body: str, **more: Any) -> tuple[int, str]:
        assert name == "payNotify"
        self.received.append(Notification(body, more["headers"]))
        return 204, ""

    def of(self, engine: Shop, **named: str) -> Notification:
        """The notification that WeChat sends now about a payment or a refund."""
        before = len(self.received)
        engine.sandbox.post("/sandbox/notify", named)
        return self.received[before]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> HeldNotifications:
    made = HeldNotifications()
    monkeypatch.setattr(
        cloud, "webhook", made.keep
    )  # the server of the sandbox's requests calls it there
    return made


def deliver(notification: Notification) -> int:
    return webhook("payNotify", notification.body, headers=notification.headers)[0]


def test_the_notification_the_client_and_the_timeout_at_once(
    engine: Shop, held: HeldNotifications
) -> None:
    """medusa #13301, vendure #3065: the second request found no order or charged twice."""
    orders.save_goods(8, shards=2)
    placed = [orders.place(f"u{i}")["orderId"] for i in range(8)]
    for order_id in placed:
        orders.pay(engine, order_id, notify=False)
    engine.clock.advance(15 * MINUTE)
    notifications = [held.of(engine, out_trade_no=order_id) for order_id in placed]

    def one(turn: int) -> None:
        i, what = divmod(turn, 4)
        form = {"orderId": placed[i]}
        if what == 0:
            assert deliver(notifications[i]) in (204, 503)
        elif what == 1:
            orders.run_close_order(placed[i])
        else:
            call("payOrder" if what == 2 else "cancelOrder", form, f"u{i}")

    race(one, range(32))
    for i, order_id in enumerate(placed):
        deliver(notifications[i])
        order = orders.get_order(order_id)
        assert (order["status"], order["refunds"]) == ("PAID", [])
        assert [event["what"] for event in order["history"]] == ["PENDING", "PAID"]
    assert orders.get_stock() == stock_counts(8, 0, 0, 8)


def test_points_pay_for_only_one_of_many_orders(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """litemall #581, mall #1003: one coupon paid for many orders that were placed at once."""
    monkeypatch.setattr(pay, "prepay", lambda *order: {"package": "prepay_id=1"})
    orders.save_goods(50, price=1000, shards=4)
    adjusting.adjust("u1", "gift", 100, "welcome", "operator-1")
    answers = race(lambda _: orders.place(points=100), range(24))
    assert [answer["total"] for answer in answers if answer.ok] == [900]
    assert {a.code for a in answers if not a.ok} <= {"NOT_ENOUGH_POINTS", "BUSY"}
    assert reads.score("u1").score == 0
    assert orders.get_stock() == stock_counts(50, 49, 1, 0)


def test_notifications_repeated_a_hundred_times_in_any_order_have_one_effect(
    engine: Shop, held: HeldNotifications
) -> None:
    """Payments and refunds with WeChat's signature and encryption, through payNotify's handler."""
    orders.save_goods(10, price=100)
    stream = OrderStream(engine)
    kept, late, back = (orders.place(buyer)["orderId"] for buyer in ("u1", "u2", "u3"))
    call("cancelOrder", {"orderId": late}, "u2")
    for order_id in (kept, late, back):
        orders.pay(engine, order_id, notify=False)
    notifications = [held.of(engine, out_trade_no=order_id) for order_id in (kept, late, back)]
    deliver(notifications[2])
    call("refundOrder", {"orderId": back, "reason": "x"}, "operator-1", OPERATOR)
    engine.sandbox.post("/sandbox/refunds", {"status": "PROCESSING", "times": 9})
    stream.deliver_all()
    number = orders.get_order(back)["refunds"][0]["refundNo"]
    engine.sandbox.post("/sandbox/settle", {"out_refund_no": number, "status": "SUCCESS"})
    notifications.append(held.of(engine, out_refund_no=number))

    again = [each for each in notifications for _ in range(100)]
    random.Random(5).shuffle(again)
    answers = race(deliver, again)
    assert set(answers) <= {204, 503}, "503: another request changes the order, WeChat retries"
    for each in notifications:
        assert deliver(each) == 204
    assert [e["what"] for e in orders.get_order(kept)["history"]] == ["PENDING", "PAID"]
    assert orders.get_order(kept)["refunds"] == []
    assert [r["why"] for r in orders.get_order(late)["refunds"]] == ["LATE"]
    history = [e["what"] for e in orders.get_order(back)["history"]]
    assert history == ["PENDING", "PAID", "REFUNDING", "REFUNDED"]
    assert [r["status"] for r in orders.get_order(back)["refunds"]] == ["SUCCESS"]
    assert orders.get_stock() == stock_counts(10, 9, 0, 1)


class Killed(Exception):
    """The process crashes."""


def test_no_unit_is_lost_if_wechat_and_the_process_fail_after_a_prepay(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeChat knows the order and the shop holds its units. Then the process crashes, and WeChat
    fails."""
    orders.save_goods(6, shards=2)
    sale = orders.save_sale(engine, stock=2, limit=1)

    def killed(*_: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(signatures, "payment_fields", killed)
        assert orders.place("u1").status == 500
        assert orders.place("u2", saleId=sale).status == 500
    engine.sandbox.fault("/v3/*", times=1000, drop=True)
    assert orders.place("u3").status == 502, "the prepay failed, so nothing is held"
    assert orders.get_stock() == stock_counts(6, 4, 2, 0)
    (held,) = call("listOrders", {}, "u1")["items"]
    (flash,) = call("listOrders", {}, "u2")["items"]
    engine.clock.advance(15 * MINUTE)
    assert len(orders.run_close_order(held["orderId"], flash["orderId"])) == 2, (
        "both messages are retried"
    )
    assert orders.get_stock() == stock_counts(6, 4, 2, 0)
    engine.sandbox.post("/sandbox/faults", {"path": "/v3/*", "times": 0, "drop": True})
    assert orders.run_close_order(held["orderId"], flash["orderId"]) == []
    assert orders.get_stock() == stock_counts(6, 6, 0, 0)
    assert {orders.get_order(o["orderId"])["status"] for o in (held, flash)} == {"CLOSED"}
    assert orders.place("u2", saleId=sale).ok, "the limit is also released"
    assert orders.place("u1", quantity=4, sku=SKU).ok
