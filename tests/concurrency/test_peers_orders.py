"""Defects that other shops' users report, under real concurrency; tests/functional/
test_peers_orders.py has the list. And what WeChat sends: signed, replayed, out of order."""

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


class Letter(NamedTuple):
    """A notification as it was on the wire."""

    body: str
    headers: dict[str, str]


class Post:
    """Holds back what WeChat sends to the shop, so that a test can deliver it as it likes."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def keep(self, name: str, body: str, **more: Any) -> tuple[int, str]:
        assert name == "payNotify"
        self.letters.append(Letter(body, more["headers"]))
        return 204, ""

    def of(self, engine: Shop, **named: str) -> Letter:
        """What WeChat would tell now of a payment or a refund."""
        before = len(self.letters)
        engine.sandbox.post("/sandbox/notify", named)
        return self.letters[before]


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    made = Post()
    monkeypatch.setattr(cloud, "webhook", made.keep)  # the bridge looks it up there
    return made


def deliver(letter: Letter) -> int:
    return webhook("payNotify", letter.body, headers=letter.headers)[0]


def test_the_callback_the_browser_and_the_clock_at_once(engine: Shop, post: Post) -> None:
    """medusa #13301, vendure #3065: whoever came second found no order, or charged again."""
    orders.save_goods(8, shards=2)
    placed = [orders.place(f"u{i}")["orderId"] for i in range(8)]
    for order_id in placed:
        orders.pay(engine, order_id, notify=False)
    engine.clock.advance(15 * MINUTE)
    news = [post.of(engine, out_trade_no=order_id) for order_id in placed]

    def one(turn: int) -> None:
        i, what = divmod(turn, 4)
        form = {"orderId": placed[i]}
        if what == 0:
            assert deliver(news[i]) in (204, 503)
        elif what == 1:
            orders.run_close_order(placed[i])
        else:
            call("payOrder" if what == 2 else "cancelOrder", form, f"u{i}")

    race(one, range(32))
    for i, order_id in enumerate(placed):
        deliver(news[i])
        order = orders.get_order(order_id)
        assert (order["status"], order["refunds"]) == ("PAID", [])
        assert [event["what"] for event in order["history"]] == ["PENDING", "PAID"]
    assert orders.get_stock() == stock_counts(8, 0, 0, 8)


def test_points_pay_once_however_many_orders_are_placed_with_them(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """litemall #581, mall #1003: one coupon for many orders at once."""
    monkeypatch.setattr(pay, "prepay", lambda *order: {"package": "prepay_id=1"})
    orders.save_goods(50, price=1000, shards=4)
    adjusting.adjust("u1", "gift", 100, "welcome", "operator-1")
    answers = race(lambda _: orders.place(points=100), range(24))
    assert [answer["total"] for answer in answers if answer.ok] == [900]
    assert {a.code for a in answers if not a.ok} <= {"NOT_ENOUGH_POINTS", "BUSY"}
    assert reads.score("u1").score == 0
    assert orders.get_stock() == stock_counts(50, 49, 1, 0)


def test_every_notification_a_hundred_times_in_any_order_has_one_effect(
    engine: Shop, post: Post
) -> None:
    """Payments and refunds as WeChat signs and seals them, through payNotify's own door."""
    orders.save_goods(10, price=100)
    stream = OrderStream(engine)
    kept, late, back = (orders.place(buyer)["orderId"] for buyer in ("u1", "u2", "u3"))
    call("cancelOrder", {"orderId": late}, "u2")
    for order_id in (kept, late, back):
        orders.pay(engine, order_id, notify=False)
    news = [post.of(engine, out_trade_no=order_id) for order_id in (kept, late, back)]
    deliver(news[2])
    call("refundOrder", {"orderId": back, "reason": "x"}, "operator-1", OPERATOR)
    engine.sandbox.post("/sandbox/refunds", {"status": "PROCESSING", "times": 9})
    stream.deliver_all()
    number = orders.get_order(back)["refunds"][0]["refundNo"]
    engine.sandbox.post("/sandbox/settle", {"out_refund_no": number, "status": "SUCCESS"})
    news.append(post.of(engine, out_refund_no=number))

    again = [each for each in news for _ in range(100)]
    random.Random(5).shuffle(again)
    answers = race(deliver, again)
    assert set(answers) <= {204, 503}, "503: it is being changed, WeChat shall come again"
    for each in news:
        assert deliver(each) == 204
    assert [e["what"] for e in orders.get_order(kept)["history"]] == ["PENDING", "PAID"]
    assert orders.get_order(kept)["refunds"] == []
    assert [r["why"] for r in orders.get_order(late)["refunds"]] == ["LATE"]
    story = [e["what"] for e in orders.get_order(back)["history"]]
    assert story == ["PENDING", "PAID", "REFUNDING", "REFUNDED"]
    assert [r["status"] for r in orders.get_order(back)["refunds"]] == ["SUCCESS"]
    assert orders.get_stock() == stock_counts(10, 9, 0, 1)


class Killed(Exception):
    """The process ends here."""


def test_wechat_dies_between_prepay_and_answer_and_no_unit_is_lost(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is announced there and held here, our process is gone, and then WeChat is too."""
    orders.save_goods(6, shards=2)
    sale = orders.save_sale(engine, stock=2, limit=1)

    def killed(*_: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(signatures, "payment_fields", killed)
        assert orders.place("u1").status == 500
        assert orders.place("u2", saleId=sale).status == 500
    engine.sandbox.fault("/v3/*", times=1000, drop=True)
    assert orders.place("u3").status == 502, "it is not announced, so nothing is held"
    assert orders.get_stock() == stock_counts(6, 4, 2, 0)
    (held,) = call("listOrders", {}, "u1")["items"]
    (flash,) = call("listOrders", {}, "u2")["items"]
    engine.clock.advance(15 * MINUTE)
    assert len(orders.run_close_order(held["orderId"], flash["orderId"])) == 2, "both come again"
    assert orders.get_stock() == stock_counts(6, 4, 2, 0)
    engine.sandbox.post("/sandbox/faults", {"path": "/v3/*", "times": 0, "drop": True})
    assert orders.run_close_order(held["orderId"], flash["orderId"]) == []
    assert orders.get_stock() == stock_counts(6, 6, 0, 0)
    assert {orders.get_order(o["orderId"])["status"] for o in (held, flash)} == {"CLOSED"}
    assert orders.place("u2", saleId=sale).ok, "nor is the limit used up"
    assert orders.place("u1", quantity=4, sku=SKU).ok
