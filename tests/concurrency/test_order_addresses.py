"""Orders with addresses and freight under concurrency, and what they cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support import orders
from tests.support.addresses import TYPED, save_address
from tests.support.cloud import Answer, Shop, call
from tests.support.freight import save_freight
from tests.support.groups import join, open_group, save_group_goods
from tests.support.orders import OPERATOR, SKU

pytestmark = pytest.mark.usefixtures("no_wechat")


def race(work: Any, over: Any) -> list[Any]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(work, over))


def beside(engine: Shop) -> set[str]:
    keys = {row["pk"] for row in engine.items("addresses")}
    return {key.removeprefix("order#") for key in keys if key.startswith("order#")}


def test_the_units_of_an_order_with_an_address(engine: Shop) -> None:
    save_freight()
    orders.save_goods(100, freightId="f-1", delivery="express")
    first, second = save_address(), save_address(detailInfo="中山路1号")
    one = [{"skuId": SKU, "quantity": 1}]
    found: dict[str, tuple[float, float]] = {}

    def cost(name: str, work: Any) -> Answer:
        with engine.units() as used:
            answer: Answer = work()
        assert answer.ok, answer
        found[name] = used.write, used.read
        return answer

    cost("quoteOrder", lambda: call("quoteOrder", {"items": one, "addressId": first}))
    placed = cost("placeOrder", lambda: orders.place(addressId=first, remark="放门口"))
    order_id = placed["orderId"]
    change = {"orderId": order_id, "addressId": second}
    cost("changeAddress", lambda: call("changeAddress", change))
    cost("changeAddress again", lambda: call("changeAddress", change))
    cost("getOrder", lambda: call("getOrder", {"orderId": order_id}))
    cost("cancelOrder", lambda: call("cancelOrder", {"orderId": order_id}))
    most = {
        "quoteOrder": (0, 5),  # the SKU, its freight, the address, the points
        "placeOrder": (8, 3),  # one item more than without an address
        "changeAddress": (4, 6),
        "changeAddress again": (0, 3),
        "getOrder": (0, 3),
        "cancelOrder": (8 + 1, 2),  # the rate's counter
    }
    over = {
        name: (spent, most[name])
        for name, spent in found.items()
        if spent[0] > most[name][0] or spent[1] > most[name][1]
    }
    assert over == {}
    assert beside(engine) == set()


def test_a_seat_with_an_address_costs_one_item_more_and_a_free_one_nothing(engine: Shop) -> None:
    save_group_goods(size=5, goods={"delivery": "express"})
    group = open_group(addressId=save_address("leader"))
    address_id = save_address("u2")
    with engine.units() as used:
        assert join(group, "u2", addressId=address_id, skuId=SKU).ok
    assert used.write <= 8 + 2
    save_group_goods(price=0)
    free = open_group(leader="u3")
    with engine.units() as used:
        assert join(free, "u4", addressId="any", remark="放门口").ok
    assert (used.write, used.read) == (1, 0)


def test_an_address_is_changed_while_the_order_is_closed_or_shipped(engine: Shop) -> None:
    orders.save_goods(100, delivery="express")
    buyers = [f"u{n}" for n in range(12)]
    books = {u: (save_address(u), save_address(u, detailInfo="中山路1号")) for u in buyers}
    placed = {u: orders.place(u, addressId=books[u][0])["orderId"] for u in buyers}
    shipped = buyers[:6]
    for u in shipped:
        orders.report_payment(engine, placed[u])

    def act(job: tuple[str, Any]) -> str:
        u, what = job
        if what == "operator":
            data = {"orderId": placed[u], "address": TYPED}
            return call("correctAddress", data, "operator-1", OPERATOR).code
        if what:
            change = {"orderId": placed[u], "addressId": books[u][what % 2]}
            return call("changeAddress", change, u).code
        if u in shipped:
            parcel = {"orderId": placed[u], "carrier": "ZTO", "trackingNumber": "1"}
            return call("shipOrder", parcel, "operator-1", OPERATOR).code
        return call("cancelOrder", {"orderId": placed[u]}, u).code

    jobs = [(u, what) for what in (1, 0, "operator", 2) for u in buyers]
    codes = set(race(act, jobs))
    assert codes <= {"OK", "ORDER_STATE", "BUSY"}
    for u in buyers:
        order = orders.get_order(placed[u])
        if order["status"] == "CLOSED":
            assert placed[u] not in beside(engine), "a closed order has no address"
        else:
            whats = [(each["what"], each["by"]) for each in order["history"]]
            changed = [by for what, by in whats if what == "ADDRESS"]
            theirs = bool(changed) and changed[-1] == "operator-1"
            assert order["address"]["userName"] == ("李四" if theirs else "张三")
            assert whats[-1][0] == "SHIPPED" or "SHIPPED" not in dict(whats)


def test_parallel_part_refunds_pay_the_freight_back_once(engine: Shop) -> None:
    save_freight()
    orders.save_goods(10, freightId="f-1")
    order_id = orders.place(quantity=3)["orderId"]
    orders.report_payment(engine, order_id, 300 + 1400)
    one = [{"skuId": SKU, "quantity": 1}]

    def refund(i: int) -> Answer:
        form = {"orderId": order_id, "reason": "x", **({"items": one} if i % 3 else {})}
        return call("refundOrder", form, "operator-1", OPERATOR)

    race(refund, range(24))
    refund(0)
    order = orders.get_order(order_id)
    assert sum(each["amount"] for each in order["refunds"]) == order["refunded"] == 1700
    assert sum(each.get("freight", 0) for each in order["refunds"]) == 1400
