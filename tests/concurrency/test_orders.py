"""Orders, stock and money under concurrency: many buyers, WeChat and the clock at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shop.checkout import refund_transfer
from tests.support import orders
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR, SKU, stock_counts
from wxcloud.wechat import api
from wxcloud.wechat.pay.model import RefundResult

THREADS = 32


def race(work: Any, over: Any) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, over))


def codes(answers: list[Answer]) -> dict[str, int]:
    found: dict[str, int] = {}
    for answer in answers:
        found[answer.code] = found.get(answer.code, 0) + 1
    return found


def test_two_thousand_buyers_race_for_a_hundred_units_on_eight_shards(
    engine: Shop, no_wechat: None
) -> None:
    orders.save_goods(100)
    sale = orders.save_sale(engine, stock=100, shards=8)
    answers = race(lambda i: orders.place(f"u{i}", saleId=sale), range(2000))
    assert codes(answers) == {"OK": 100, "SOLD_OUT": 1900}
    assert orders.get_stock() == stock_counts(100, 0, 100, 0)
    owners = [i for i, answer in enumerate(answers) if answer.ok]

    def cancel(i: int) -> Answer:
        return call("cancelOrder", {"orderId": answers[i]["orderId"]}, f"u{i}")

    assert codes(race(cancel, owners[:60])) == {"OK": 60}
    again = race(lambda i: orders.place(f"late{i}", saleId=sale), range(80))
    assert codes(again) == {"OK": 60, "SOLD_OUT": 20}, "all cancelled units can be bought again"
    assert orders.get_stock() == stock_counts(100, 0, 100, 0)
    assert codes(race(cancel, owners[60:])) == {"OK": 40}
    late = [f"late{i}" for i, answer in enumerate(again) if answer.ok]
    given = {f"late{i}": answer["orderId"] for i, answer in enumerate(again) if answer.ok}
    race(lambda who: call("cancelOrder", {"orderId": given[who]}, who), late)
    assert orders.get_stock() == stock_counts(100, 100, 0, 0)
    assert {i["bought"] for i in engine.items("stock") if i["pk"].startswith("limit#")} == {0}


def test_one_order_takes_the_last_units_from_many_shards(engine: Shop, no_wechat: None) -> None:
    orders.save_goods(16, shards=8)
    race(lambda i: orders.place(f"u{i}"), range(8))
    answers = race(lambda i: orders.place(f"v{i}", quantity=4), range(6))
    assert codes(answers) == {"OK": 2, "SOLD_OUT": 4}
    assert orders.get_stock() == stock_counts(16, 0, 16, 0)


def test_two_hundred_requests_of_one_buyer_get_only_what_the_limit_allows(
    engine: Shop, no_wechat: None
) -> None:
    orders.save_goods(100)
    sale = orders.save_sale(engine, stock=50, limit=2, shards=4)
    answers = race(lambda i: orders.place("u1", saleId=sale), range(200))
    assert len({answer["orderId"] for answer in answers if answer.ok}) == 2
    assert orders.get_stock()["held"] == 2


def test_parallel_orders_of_one_buyer_are_at_most_five(engine: Shop, no_wechat: None) -> None:
    orders.save_goods(100, shards=4)
    assert codes(race(lambda _: orders.place("u1"), range(60))) == {"OK": 5, "TOO_MANY_UNPAID": 55}
    assert orders.get_stock() == stock_counts(100, 95, 5, 0)


def test_a_notification_that_arrives_a_hundred_times_at_once_has_one_effect(
    engine: Shop, no_wechat: None
) -> None:
    orders.save_goods(10)
    order_id = orders.place()["orderId"]
    race(lambda _: orders.report_payment(engine, order_id), range(100))
    order = orders.get_order(order_id)
    assert [each["what"] for each in order["history"]] == ["PENDING", "PAID"]
    assert order["refunds"] == []
    assert orders.get_stock() == stock_counts(10, 9, 0, 1)


def test_of_two_payments_of_one_order_at_once_one_is_refunded(
    engine: Shop, no_wechat: None
) -> None:
    orders.save_goods(10)
    order_id = orders.place()["orderId"]
    race(lambda i: orders.report_payment(engine, order_id, number=f"420000000{i % 2}"), range(60))
    order = orders.get_order(order_id)
    assert order["status"] == "PAID"
    assert [each["why"] for each in order["refunds"]] == ["DOUBLE"]
    assert orders.get_stock() == stock_counts(10, 9, 0, 1)


def test_when_cancelling_races_paying_no_payment_is_kept_without_an_order(
    engine: Shop, no_wechat: None
) -> None:
    orders.save_goods(40, shards=4)
    placed = [orders.place(f"u{i}")["orderId"] for i in range(20)]

    def one(i: int) -> None:
        if i % 2:
            call("cancelOrder", {"orderId": placed[i // 2]}, f"u{i // 2}")
        else:
            orders.report_payment(engine, placed[i // 2], number=f"42{i:08d}")

    race(one, range(40))
    sold = 0
    for order_id in placed:
        order = orders.get_order(order_id)
        whys = [each["why"] for each in order["refunds"]]
        assert (order["status"], whys) in [("PAID", []), ("CLOSED", ["LATE"])]
        sold += order["status"] == "PAID"
    assert orders.get_stock() == stock_counts(40, 40 - sold, 0, sold)


def test_parallel_refunds_never_pay_back_more_than_was_paid(engine: Shop, no_wechat: None) -> None:
    orders.save_goods(10)
    order_id = orders.place(quantity=3)["orderId"]
    orders.report_payment(engine, order_id, total=300)
    one = [{"skuId": SKU, "quantity": 1}]

    def refund(i: int) -> Answer:
        form = {"orderId": order_id, "reason": "x", **({"items": one} if i % 3 else {})}
        return call("refundOrder", form, "operator-1", OPERATOR)

    race(refund, range(24))
    refund(0)
    order = orders.get_order(order_id)
    assert order["status"] == "REFUNDING"
    assert sum(each["amount"] for each in order["refunds"]) == order["refunded"] == 300
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_an_operator_saves_the_stock_while_buyers_order(engine: Shop, no_wechat: None) -> None:
    orders.save_goods(100, shards=4)

    def one(i: int) -> Answer:
        if i % 10:
            return orders.place(f"u{i}")
        return orders.call_save_goods(stock=90 + i, shards=4)

    answers = race(one, range(60))
    saved, placed = answers[::10], [a for i, a in enumerate(answers) if i % 10]
    assert codes(saved) == {"OK": 6}
    assert codes(placed) == {"OK": 54}
    orders.save_goods(200, shards=4)
    assert orders.get_stock() == stock_counts(200, 146, 54, 0)


# --- read and write units ------------------------------------------------------------------------


# Operation → the most write units and read units. docs/cost.md multiplies them by AWS's prices.
UNITS = {
    "placeOrder": (6, 1),
    "placeOrder in a sale": (8, 2),
    "placeOrder, sold out": (0, 1),
    "payOrder": (1, 1),
    "payNotify": (4, 1),
    "payNotify again": (0, 1),
    "cancelOrder": (9, 2),  # one of them: the counter of cancelled orders
    "closeOrder, paid": (0, 1),
    "shipOrder": (2, 2.5),  # the index `byDue`: a write; the operator's role: half a read
    "confirmReceipt": (2, 2),
    "refundOrder": (6, 3),
    "sendRefund": (1, 2),
    "payNotify of a refund": (4, 2),
}


def test_the_read_and_write_units_of_an_order(engine: Shop, no_wechat: None) -> None:
    orders.save_goods(100, shards=4)
    sale = orders.save_sale(engine, stock=2, limit=2, shards=2)
    costs: dict[str, tuple[float, float]] = {}

    def cost(name: str, work: Any) -> Any:
        with engine.units() as used:
            done = work()
        costs[name] = used.write, used.read
        return done

    def act(name: str, order_id: str, *who: Any, **more: Any) -> Answer:
        answer: Answer = cost(name, lambda: call(name, {"orderId": order_id, **more}, *who))
        assert answer.ok, answer
        return answer

    operator = ("operator-1", OPERATOR)
    plain = cost("placeOrder", lambda: orders.place("u1"))["orderId"]
    cost("placeOrder in a sale", lambda: orders.place("u2", saleId=sale))
    last = orders.place("u3", saleId=sale)["orderId"]
    assert orders.place("u4", saleId=sale).code == "SOLD_OUT"
    cost("placeOrder, sold out", lambda: orders.place("u5", saleId=sale))
    act("payOrder", plain, "u1")
    cost("payNotify", lambda: orders.report_payment(engine, plain))
    cost("payNotify again", lambda: orders.report_payment(engine, plain))
    act("cancelOrder", last, "u3")
    cost("closeOrder, paid", lambda: orders.run_close_order(plain))
    act("shipOrder", plain, *operator, carrier="ZTO", trackingNumber="1")
    api.get_ready()  # the access token is kept for two hours
    act("confirmReceipt", plain, "u1")
    back = orders.place("u6")["orderId"]
    orders.report_payment(engine, back, number="4200000002")
    act("refundOrder", back, *operator, reason="x")
    number = orders.get_order(back)["refunds"][0]["refundNo"]
    cost("sendRefund", lambda: refund_transfer.report(back, number, "PROCESSING"))
    result = RefundResult(engine.sandbox.config.mchid, back, number, "SUCCESS")
    cost("payNotify of a refund", lambda: refund_transfer.take_result(result))
    over = {name: (costs[name], most) for name, most in UNITS.items() if not _within(costs, name)}
    assert over == {}
    assert orders.get_order(back)["status"] == "REFUNDED"


def _within(costs: dict[str, tuple[float, float]], name: str) -> bool:
    return all(spent <= most for spent, most in zip(costs[name], UNITS[name], strict=True))
