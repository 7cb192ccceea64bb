"""After-sales under concurrency, and what they cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support import after_sales as sales
from tests.support import orders
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR, SKU, stock_counts

THREADS = 16


pytestmark = pytest.mark.usefixtures("no_wechat")


def paid(engine: Shop, quantity: int, *, shipped: bool = True) -> str:
    order_id = str(orders.place(quantity=quantity)["orderId"])
    orders.report_payment(engine, order_id, 100 * quantity)
    if shipped:
        assert sales.ship(order_id).ok
    return order_id


def race(work: Any, over: Any) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, over))


def codes(answers: list[Answer]) -> dict[str, int]:
    found: dict[str, int] = {}
    for answer in answers:
        found[answer.code] = found.get(answer.code, 0) + 1
    return found


def test_of_two_who_ask_for_the_same_unit_at_once_one_wins(engine: Shop) -> None:
    orders.save_goods(20)
    for _ in range(3):
        order_id = paid(engine, 1)
        answers = race(lambda n: sales.ask(order_id, units=1, reason=f"原因{n}"), range(8))  # noqa: B023
        assert codes(answers) == {"OK": 1, "REFUND_UNDER_WAY": 7}
        (winner,) = [each["afterSaleId"] for each in answers if each.ok]
        assert orders.get_order(order_id)["afterSales"] == [winner]


def test_the_same_request_at_once_is_one_after_sale(engine: Shop) -> None:
    orders.save_goods(20)
    order_id = paid(engine, 3)
    answers = race(lambda _: sales.ask(order_id, units=1), range(12))
    assert codes(answers) == {"OK": 12}
    assert len({each["afterSaleId"] for each in answers}) == 1


def test_buyer_operators_and_clock_at_once_pay_once(engine: Shop) -> None:
    orders.save_goods(40)
    for shipped in (False, True):
        order_id = paid(engine, 2, shipped=shipped)
        after_sale = sales.asked(order_id, units=1)
        engine.clock.advance(49 * 3_600_000)

        def refund(units: int) -> Answer:
            items = [{"skuId": SKU, "quantity": units}]
            form = {"orderId": order_id, "reason": "x", "items": items}  # noqa: B023
            return call("refundOrder", form, "op", OPERATOR)

        def act(n: int) -> Any:
            one = after_sale  # noqa: B023
            return [
                lambda: sales.decide(one),
                lambda: sales.decide(one, agree=False),
                lambda: sales.withdraw(one),
                lambda: refund(2),
                lambda: refund(1),
                lambda: sales.fire_deadline(one),
            ][n % 6]()

        race(act, range(24))
        order = orders.get_order(order_id)
        found = sales.get(after_sale)
        refunded = order["items"][0].get("refunded", 0)
        assert order["refunded"] == sum(each["amount"] for each in order["refunds"])
        assert order["refunded"] == 100 * refunded
        assert "afterSales" not in order
        assert found["status"] in ("AGREED", "DENIED", "WITHDRAWN")
        assert ("refundNo" in found) == (found["status"] == "AGREED")


def test_a_parcel_is_not_sent_while_its_refund_is_agreed_to(engine: Shop) -> None:
    orders.save_goods(60)
    for _ in range(4):
        order_id = paid(engine, 1, shipped=False)
        work = [lambda: sales.ask(order_id), lambda: sales.ship(order_id)] * 4  # noqa: B023
        race(lambda act: act(), work)
        order = orders.get_order(order_id)
        (after_sale,) = order["afterSales"]
        assert sales.decide(after_sale).ok
        end = {"PAID": "REFUNDING", "SHIPPED": "SHIPPED"}[order["status"]]
        assert orders.get_order(order_id)["status"] == end
    stock = orders.get_stock()
    assert stock["initial"] == stock["remaining"] + stock["held"] + stock["sold"]


def test_received_a_dozen_times_at_once_goes_back_to_the_stock_once(engine: Shop) -> None:
    orders.save_goods(10)
    after_sale = sales.asked(paid(engine, 2), "return", 2)
    assert sales.decide(after_sale).ok
    answers = race(lambda n: sales.receive(after_sale, n % 2 == 0), range(12))
    assert codes(answers) == {"OK": 6, "AFTER_SALE_STATE": 6}
    back = 2 if sales.get(after_sale)["resaleable"] else 0
    assert orders.get_stock() == stock_counts(10, 8 + back, 0, 2 - back)


def test_the_units_of_after_sales(engine: Shop) -> None:
    orders.save_goods(10)
    order_id = paid(engine, 3)
    used: dict[str, tuple[float, float]] = {}

    def measure(name: str, work: Any) -> Any:
        with engine.units() as units:
            answer = work()
        assert answer.ok, answer
        used[name] = (units.write, units.read)
        return answer

    first = measure("ask", lambda: sales.ask(order_id, "return", 1))["afterSaleId"]
    measure("ask again", lambda: sales.ask(order_id, "return", 1))
    measure("agree to a return", lambda: sales.decide(first))
    measure("send back", lambda: sales.send_back(first))
    measure("receive", lambda: sales.receive(first))
    second = sales.asked(order_id, "refund", 1)
    measure("agree to a refund", lambda: sales.decide(second))
    third = sales.asked(paid(engine, 3), "refund", 1)  # an order with a short history
    measure("withdraw", lambda: sales.withdraw(third))
    measure("get", lambda: call("getAfterSale", {"afterSaleId": third}))
    measure("list", lambda: call("listMyAfterSales", {}))
    measure("list all", lambda: call("listAfterSales", {"status": "WITHDRAWN"}, "op", OPERATOR))
    print(used)
    most = {
        "ask": (5, 1),
        "ask again": (0, 2),
        "agree to a return": (3, 2.5),
        "send back": (3, 2),
        "receive": (10, 3.5),
        "agree to a refund": (8, 3.5),
        "withdraw": (6, 3),
        "get": (0, 1.5),
        "list": (0, 1),
        "list all": (0, 1),
    }
    assert used.keys() == most.keys()
    for name, (write, read) in used.items():
        assert write <= most[name][0] and read <= most[name][1], (name, write, read)
