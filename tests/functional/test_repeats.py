"""The store's client repeats a write whose answer was lost. Here it loses the first answer of every
call, so each write is made twice: what happens is what happens when none is lost.

On ministack, which knows the tokens of transactions; moto does not.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import after_sales, groups, orders
from tests.support.cloud import Shop, call
from tests.support.lost_answers import lose_every_answer
from tests.support.orders import stock_counts


@pytest.fixture
def lossy(engine: Shop) -> Any:
    with lose_every_answer() as found:
        yield engine
    assert found.lost


def test_units_are_held_sold_and_given_back_once(lossy: Shop) -> None:
    orders.save_goods(10)
    kept, paid, closed = (orders.place(f"u{n}", quantity=2)["orderId"] for n in range(3))
    assert orders.get_stock() == stock_counts(10, 4, 6, 0)
    orders.pay(lossy, paid)
    assert orders.get_stock() == stock_counts(10, 4, 4, 2)
    assert call("cancelOrder", {"orderId": closed}, "u2").ok
    assert orders.get_stock() == stock_counts(10, 6, 2, 2)
    orders.save_goods(15)
    assert orders.get_stock() == stock_counts(15, 11, 2, 2)
    history = orders.get_order(paid)
    assert history["status"] == "PAID"
    assert len(orders.payments(lossy, paid)) == 1
    assert orders.get_order(kept)["status"] == "PENDING"


def test_a_flash_sale_sells_its_units_once(lossy: Shop) -> None:
    orders.save_goods(10)
    sale = orders.save_sale(lossy, stock=3, limit=2)
    assert orders.place("u1", quantity=2, saleId=sale).ok
    assert orders.place("u2", saleId=sale).ok
    assert orders.place("u3", saleId=sale).code == "SOLD_OUT"


def test_a_group_has_each_member_once(lossy: Shop) -> None:
    groups.save_group_goods(size=3, price=0)
    group = call("createGroup", {"goodsId": groups.SKU}, "leader")
    assert group.ok, group
    for openid in ("friend", "colleague"):
        joined = groups.join(group, openid)
        assert joined.ok, joined
    seen = groups.get_group(group)
    assert (seen["status"], len(seen["members"])) == ("SUCCESS", 3)


def test_points_are_given_once(lossy: Shop) -> None:
    assert call("updateScore", {"action": "daily_checkin"}).ok
    first = call("getScore", {})
    assert call("updateScore", {"action": "daily_checkin"}).code == "ALREADY_COUNTED"
    assert call("getScore", {})["score"] == first["score"]


def test_an_after_sale_is_paid_back_once(lossy: Shop) -> None:
    orders.save_goods(10)
    order = after_sales.bought(lossy, quantity=2)
    after_sale = after_sales.asked(order, "refund", 1)
    assert after_sales.decide(after_sale).ok
    after_sales.until_refunded(lossy, after_sale)
    (payment,) = orders.payments(lossy, order)
    assert len(payment["refunds"]) == 1
    seen = after_sales.get(after_sale)
    assert [each["what"] for each in seen["history"]].count("REFUNDED") == 1
