"""Shipping while others ship, refund or complete the same order; units; a whole sheet in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from shop.orders import completing, overdue, receipts
from shop.orders.model import Line, Order, get, need
from shop.orders.parcels import NewParcel
from shop.orders.shipping import correct_parcels, ship
from shop.orders.views import order_view
from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.orders import OPERATOR
from wxcloud import pseudonyms
from wxcloud.errors import Refusal
from wxcloud.ids import new_id
from wxcloud.wechat.pay import calls

DAY = 24 * 3_600_000


@pytest.fixture(autouse=True)
def _no_wechat_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeChat Pay knows of no refund by hand; it is not asked, so that only the table is busy."""
    monkeypatch.setattr(calls, "get", lambda number: None)


def paid(shop: Shop, units: int = 1, total: int = 0) -> str:
    """A paid order, written as it is."""
    sku = "tea-1"
    order_id = new_id(pseudonyms.mark("u1"))
    lines = [Line(sku, sku, "红茶", 0, units, {f"{sku}#0": units})]
    now = shop.clock.now
    more: dict[str, Any] = {"total": total, "points": 0, "at": now, "pay_before": now}
    Order.new(order_id, "u1", lines, status="PAID", **more).save()
    return order_id


def at_once(*works: Callable[[], object]) -> list[str]:
    """The outcome of each: the code of its refusal, or "OK"."""

    def outcome(work: Callable[[], object]) -> str:
        try:
            work()
        except Refusal as refusal:
            return refusal.code.name
        return "OK"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(outcome, works))


def test_operators_at_once_send_no_unit_twice(engine: Shop) -> None:
    order_id = paid(engine, 5)

    def send(number: int) -> Order:
        return ship(order_id, "op", [NewParcel("ZTO", str(number), "", {"tea-1": 1})])

    outcomes = at_once(*(lambda n=n: send(n) for n in range(8)))
    order = need(order_id)
    assert outcomes.count("OK") == 5
    assert set(outcomes) <= {"OK", "ORDER_STATE", "UNITS_SHIPPED"}
    assert (order.status, len(order.sent)) == ("SHIPPED", 5)
    assert order.dueAt == engine.clock.now + 14 * DAY


def test_a_repeat_at_once_is_one_parcel(engine: Shop) -> None:
    order_id = paid(engine)
    outcomes = at_once(*[lambda: ship(order_id, "op", [NewParcel("ZTO", "A1")])] * 8)
    assert outcomes == ["OK"] * 8
    assert len(need(order_id).sent) == 1
    assert [entry.split(" ")[1] for entry in need(order_id).history].count("SHIPPED") == 1


def test_one_correction_wins(engine: Shop) -> None:
    order_id = paid(engine)
    ship(order_id, "op", [NewParcel("ZTO", "A0")])

    def fix(number: int) -> Order:
        return correct_parcels(order_id, "op", [NewParcel("ZTO", f"A{number}")])

    outcomes = at_once(*(lambda n=n: fix(n) for n in range(1, 7)))
    assert sorted(outcomes) == ["OK"] + ["SHIPPING_CORRECTED"] * 5


def test_what_is_refunded_while_it_is_shipped_is_one_of_both(engine: Shop) -> None:
    """The units are sold once: those that come back to the stock are not in a parcel."""
    orders.save_goods(8, price=0)
    placed = [str(orders.place(quantity=2)["orderId"]) for _ in range(4)]
    one = {"reason": "x", "items": [{"skuId": "tea-1", "quantity": 1}]}

    def refund(order_id: str) -> None:
        answer = call("refundOrder", {"orderId": order_id, **one}, "op", OPERATOR)
        assert answer.ok or answer.code == "REFUND_CHANGED", answer

    for order_id in placed:
        at_once(
            lambda: ship(order_id, "op", [NewParcel("ZTO", "A1", "", {"tea-1": 1})]),  # noqa: B023
            lambda: refund(order_id),  # noqa: B023
            lambda: ship(order_id, "op", [NewParcel("ZTO", "A2", "", {"tea-1": 1})]),  # noqa: B023
        )
    sent = sum(sum(parcel.lines.values()) for each in placed for parcel in need(each).sent)
    left = sum(
        max(0, line.left - sum(parcel.lines.get(line.skuId, 0) for parcel in need(each).sent))
        for each in placed
        for line in need(each).lines
    )
    assert orders.get_stock()["remaining"] + sent + left == 8
    for each in map(need, placed):
        assert (each.status == "PAID") == bool(
            each.lines[0].left > sum(parcel.lines["tea-1"] for parcel in each.sent)
        ), order_view(each)


def test_an_order_is_completed_once_by_the_clock_and_wechat_at_once(engine: Shop) -> None:
    placed = [paid(engine) for _ in range(20)]
    for order_id in placed:
        ship(order_id, "op", [NewParcel("ZTO", "A1")])
        (order,) = [get(order_id)]
        assert order is not None
        order.update(actions=[Order.transactionId.set("42")])
    engine.clock.advance(14 * DAY)
    wechat = {"transaction_id": "42", "confirm_receive_time": engine.clock.now // 1000}

    def events() -> None:
        for each in placed:
            receipts.take(wechat | {"merchant_trade_no": each})

    at_once(
        lambda: overdue.complete_due(engine.clock.now),
        lambda: overdue.complete_due(engine.clock.now),
        lambda: [completing.complete_if_due(need(each)) for each in placed],
        events,
    )
    for order in map(need, placed):
        done = [entry.split(" ")[1] for entry in order.history].count("COMPLETED")
        assert (order.status, done) == ("COMPLETED", 1)
        assert order.due is None
    assert overdue.complete_due(engine.clock.now) == 0, "nothing is due any more"


# Operation → the most write units and read units. One of the write units is that of the index
# `byDue`, when an order enters it, and when it leaves. docs/cost.md has the prices.
UNITS = {
    "ship": (2, 1),
    "ship a part": (1, 1),
    "ship, a repeat": (0, 1),
    "correct": (1, 1),
    "complete by time": (2, 9),
    "look for what is due": (0, 8),
}


def test_the_units_of_parcels(engine: Shop) -> None:
    whole, parts = paid(engine), paid(engine, 2)
    costs: dict[str, tuple[float, float]] = {}

    @contextmanager
    def cost(name: str) -> Iterator[None]:
        with engine.units() as used:
            yield
        costs[name] = used.write, used.read

    with cost("ship"):
        ship(whole, "op", [NewParcel("ZTO", "A1")])
    with cost("ship, a repeat"):
        ship(whole, "op", [NewParcel("ZTO", "A1")])
    with cost("ship a part"):
        ship(parts, "op", [NewParcel("ZTO", "A1", "", {"tea-1": 1})])
    with cost("correct"):
        correct_parcels(whole, "op", [NewParcel("ZTO", "A2")])
    engine.clock.advance(14 * DAY)
    with cost("complete by time"):
        assert overdue.complete_due(engine.clock.now) == 1
    with cost("look for what is due"):
        assert overdue.complete_due(engine.clock.now) == 0
    over = {
        name: (costs[name], most)
        for name, most in UNITS.items()
        if costs[name][0] > most[0] or costs[name][1] > most[1]
    }
    assert over == {}, costs


def test_five_hundred_rows_are_answered_in_time(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = [paid(engine, total=100) for _ in range(500)]
    monkeypatch.setattr(calls, "get", lambda number: time.sleep(0.15))  # WeChat Pay takes a while
    rows = [{"orderId": each, "carrier": "ZTO", "trackingNumber": each} for each in placed]
    began = time.monotonic()
    results = call("shipOrders", {"rows": rows}, "op", OPERATOR)["results"]
    took = time.monotonic() - began
    done = [each["ok"] for each in results]
    assert {each.get("errCode") for each in results} <= {None, "BUSY"}
    assert took < 28, "API Gateway would have answered 503"
    while not all(done):  # what there was no time for is sent again, and nothing is done twice
        results = call("shipOrders", {"rows": rows}, "op", OPERATOR)["results"]
        assert sum(each["ok"] for each in results) > sum(done) or all(done)
        done = [each["ok"] for each in results]
    assert all(len(need(each).sent) == 1 for each in placed[::50])
