"""Orders and savings that need more items than a transaction has, on the local engine."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support import groups, orders
from tests.support.cloud import Shop, call
from tests.support.orders import SKU, stock_counts

SHARDS = 64


def scattered(*skus: str) -> None:
    """SKUs with one unit in each of their shards."""
    for sku in skus:
        orders.save_goods(SHARDS, shards=SHARDS, sku=sku)


@pytest.mark.usefixtures("no_wechat")
def test_an_order_takes_units_from_any_number_of_shards(engine: Shop) -> None:
    engine.set(MAX_UNITS_PER_SKU="99")
    scattered("a", "b")
    items = [{"skuId": sku, "quantity": 60} for sku in ("a", "b")]
    placed = call("placeOrder", {"items": items}, "u1")
    assert placed.ok, placed
    assert orders.get_stock("a") == orders.get_stock("b") == stock_counts(SHARDS, 4, 60, 0)
    assert call("cancelOrder", {"orderId": placed["orderId"]}, "u1").ok
    assert orders.get_stock("a") == orders.get_stock("b") == stock_counts(SHARDS, SHARDS, 0, 0)


@pytest.mark.usefixtures("no_wechat")
def test_stock_of_twenty_skus_on_many_shards_is_taken_away(engine: Shop) -> None:
    skus = [
        {"skuId": f"s{n}", "title": f"s{n}", "price": 100, "stock": SHARDS, "shards": SHARDS}
        for n in range(20)
    ]
    assert orders.call_save_goods(skus=skus).ok
    gone = orders.call_save_goods(skus=[{**sku, "stock": 0} for sku in skus])
    assert gone.ok, gone
    assert all(orders.get_stock(f"s{n}") == stock_counts(0, 0, 0, 0) for n in range(20))


@pytest.mark.usefixtures("no_wechat")
def test_a_sale_takes_and_gives_back_units_of_many_shards(engine: Shop) -> None:
    scattered(SKU)
    sale = orders.save_sale(engine, stock=60, shards=SHARDS)
    assert orders.get_stock() == stock_counts(SHARDS, SHARDS, 0, 0)
    orders.save_sale(engine, saleId=sale, stock=1, shards=SHARDS)
    engine.clock.advance(3_600_000)
    orders.save_goods(0, shards=SHARDS)
    assert orders.get_stock() == stock_counts(0, 0, 0, 0)


@pytest.mark.usefixtures("no_wechat")
def test_buyers_and_operators_at_once_lose_no_unit(engine: Shop) -> None:
    orders.save_goods(40, shards=8)
    sale = orders.save_sale(engine, stock=20, shards=8, limit=9, payMinutes=60)
    placed = [orders.place(f"v{n}", saleId=sale) for n in range(10)]
    engine.clock.advance(3_600_000 - 1)
    engine.clock.advance(1)

    def one(turn: int) -> Any:
        if turn % 5 == 0:
            return orders.call_save_goods(40 + turn, shards=8)
        if turn % 5 == 1 and turn // 5 < 10:
            order_id = placed[turn // 5]["orderId"]
            return call("cancelOrder", {"orderId": order_id}, f"v{turn // 5}")
        return orders.place(f"u{turn}", quantity=1 + turn % 3)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(40)))
    allowed = {"OK", "SOLD_OUT", "STOCK_IN_USE", "GOODS_CHANGED", "BUSY"}
    assert {each.code for each in answers} <= allowed
    items = [item for item in engine.items("stock") if "initial" in item]
    for item in items:
        units = [int(item.get(name, 0)) for name in ("initial", "remaining", "held", "sold")]
        assert min(units) >= 0 and units[0] == sum(units[1:]), item
    saved = call("getGoods", {"goodsId": SKU}, "")["skus"][0]["stock"]
    assert orders.get_stock()["initial"] == saved
    pending = [item for item in engine.items("orders") if item.get("status") == "PENDING"]
    held = sum(line["quantity"] for item in pending for line in json.loads(item["lines"]))
    assert orders.get_stock()["held"] == held


@pytest.mark.usefixtures("no_wechat")
def test_the_write_units_of_a_seat_in_a_campaign_with_a_limit(engine: Shop) -> None:
    groups.save_group_goods(4, limit=2)
    group = groups.open_group()
    with engine.units() as used:
        assert groups.join(group, "friend", skuId=SKU).ok
    assert (used.write, used.calls.count("TransactWriteItems")) == (8, 1)
    with engine.units() as used:
        assert call("createGroup", {"goodsId": SKU}, "other").ok
    assert used.write == 10, "groups opened; group and its index, stock, order, unpaid orders"
