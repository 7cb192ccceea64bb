"""Flash sales: their window, their stock, their limit."""

from __future__ import annotations

import pytest

from shop.sales import reads as sales
from tests.support import orders
from tests.support.cloud import START, Shop, call
from tests.support.orders import OPERATOR, SKU, stock_counts

MINUTE = 60_000


def test_a_sale_has_a_price_a_window_and_a_limit_per_buyer(shop: Shop) -> None:
    orders.save_goods(20, price=100)
    start = shop.clock.now + 1000
    sale = orders.save_sale(shop, startAt=start, endAt=start + 1000, stock=5, limit=2, price=60)
    assert orders.place(saleId=sale).code == "SALE_NOT_OPEN"
    shop.clock.set(start)
    placed = orders.place(quantity=2, saleId=sale)
    assert (placed["total"], placed["payBefore"]) == (120, start + 5 * MINUTE)
    assert orders.place("u2", quantity=3, saleId=sale).code == "SALE_LIMIT"
    shop.clock.set(start + 1000)
    assert orders.place("u2", saleId=sale).code == "SALE_ENDED"
    assert orders.get_stock() == stock_counts(20, 18, 2, 0)


def test_a_refusal_writes_nothing_and_is_then_known_from_memory(shop: Shop) -> None:
    orders.save_goods(20)
    now = shop.clock.now
    early = orders.save_sale(shop, startAt=now + 1000, endAt=now + 2000)
    over = orders.save_sale(shop, startAt=now - 2000, endAt=now)
    sold = orders.save_sale(shop, stock=1)
    assert orders.place("u9", saleId=sold).ok
    for sale, code in ((early, "SALE_NOT_OPEN"), (over, "SALE_ENDED"), (sold, "SOLD_OUT")):
        with shop.units() as used:
            assert orders.place(saleId=sale).code == code
        assert not {"TransactWriteItems", "UpdateItem", "PutItem"} & set(used.calls), code
        with shop.units() as used:
            assert orders.place("u2", saleId=sale).code == code
        # Each buyer may have an order already: that is an item of their own.
        own = ["GetItem"] if code == "SOLD_OUT" else []
        assert used.calls == own, f"{code} is known by now"


def test_a_buyer_who_repeats_gets_the_same_order(shop: Shop) -> None:
    orders.save_goods(20)
    sale = orders.save_sale(shop, limit=1)
    first = orders.place(saleId=sale)
    again = orders.place(saleId=sale)
    assert again.ok, again
    assert again["orderId"] == first["orderId"]
    assert again["payment"]["paySign"]
    assert orders.get_stock() == stock_counts(20, 19, 1, 0)
    orders.pay(shop, first["orderId"])
    assert orders.place(saleId=sale).code == "SALE_LIMIT"


def test_a_buyer_who_repeats_when_all_is_sold_gets_the_same_order(shop: Shop) -> None:
    orders.save_goods(20)
    sale = orders.save_sale(shop, limit=3, stock=2)
    first = orders.place(quantity=2, saleId=sale)
    again = orders.place(quantity=2, saleId=sale)
    assert again.ok, again
    assert again["orderId"] == first["orderId"]
    assert orders.place(quantity=1, saleId=sale).code == "SOLD_OUT", (
        "another quantity is another order"
    )
    assert orders.place("u2", quantity=2, saleId=sale).code == "SOLD_OUT"
    orders.pay(shop, first["orderId"])
    assert orders.place(quantity=2, saleId=sale).code == "SOLD_OUT", "there is nothing left to pay"


def test_what_a_buyer_gives_back_they_may_buy_again(shop: Shop) -> None:
    orders.save_goods(20)
    sale = orders.save_sale(shop, limit=1, stock=1)
    order_id = orders.place(saleId=sale)["orderId"]
    call("cancelOrder", {"orderId": order_id})
    order_id = orders.place(saleId=sale)["orderId"]
    orders.pay(shop, order_id)
    form = {"orderId": order_id, "reason": "x"}
    call("refundOrder", form, "operator-1", OPERATOR)
    assert orders.place(saleId=sale).ok
    assert orders.get_stock() == stock_counts(20, 19, 1, 0)


def test_an_unpaid_order_of_a_sale_makes_room_for_others_after_five_minutes(shop: Shop) -> None:
    orders.save_goods(20)
    sale = orders.save_sale(shop, stock=1)
    order_id = orders.place("u1", saleId=sale)["orderId"]
    assert orders.place("u2", saleId=sale).code == "SOLD_OUT"
    shop.clock.advance(5 * MINUTE)
    orders.run_close_order(order_id)
    assert orders.place("u2", saleId=sale).ok


def test_the_stock_of_a_sale_is_taken_from_the_sku_and_returns_when_the_sale_ends(
    shop: Shop,
) -> None:
    orders.save_goods(10, price=100)
    sale = orders.save_sale(shop, stock=8, shards=4)
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)
    assert orders.place("u1", quantity=3).code == "SOLD_OUT", "the sale's units are set aside"
    assert orders.place("u1", saleId=sale).ok
    shop.clock.advance(3_600_000)
    placed = orders.place("u2", quantity=9)
    assert placed["total"] == 900, "at the SKU's own price, from many shards at once"
    assert orders.get_stock() == stock_counts(10, 0, 10, 0)
    call("cancelOrder", {"orderId": placed["orderId"]}, "u2")
    assert orders.get_stock() == stock_counts(10, 9, 1, 0)


@pytest.mark.parametrize("function", ["placeOrder", "quoteOrder"])
def test_a_process_that_read_the_sale_before_an_operator_ended_it_says_so(
    shop: Shop, function: str
) -> None:
    orders.save_goods(10)
    sale = orders.save_sale(shop)
    before = sales.need(sale)
    now = shop.clock.now
    orders.save_sale(shop, saleId=sale, endAt=now)
    orders.save_goods(11)  # the units of the sale go back to the SKU
    sales._sales.set(sale, before)  # what another process still has, for a second
    form = {"items": [{"skuId": SKU, "quantity": 1}], "saleId": sale}
    assert [call(function, form, "u1").code for _ in range(2)] == ["SALE_ENDED"] * 2
    assert orders.get_stock() == stock_counts(11, 11, 0, 0)


def test_a_sale_can_have_new_stock(shop: Shop) -> None:
    orders.save_goods(0)
    sale = orders.save_sale(shop, stock=5)
    assert orders.get_stock() == stock_counts(5, 5, 0, 0)
    assert orders.place().code == "SOLD_OUT"
    assert orders.place(saleId=sale).ok


def test_a_sale_can_be_changed(shop: Shop) -> None:
    orders.save_goods(10)
    sale = orders.save_sale(shop, stock=4)
    orders.place(saleId=sale)
    orders.save_sale(shop, saleId=sale, stock=6, price=40)
    assert orders.get_stock() == stock_counts(10, 9, 1, 0)
    assert orders.place("u2", saleId=sale)["total"] == 40
    orders.save_sale(shop, saleId=sale, stock=2)
    assert orders.place("u3", saleId=sale).code == "SOLD_OUT"
    assert orders.place("u3", quantity=8).ok, "the SKU has the units that the sale gave up"
    form = {"skuId": SKU, "price": 1, "stock": 1, "limit": 1, "startAt": START, "endAt": START + 1}
    answer = call("saveSale", {**form, "saleId": sale}, "operator-1", OPERATOR)
    assert answer.code == "STOCK_IN_USE"
    assert orders.get_stock() == stock_counts(10, 0, 10, 0)


def test_open_and_coming_sales_are_listed(shop: Shop) -> None:
    orders.save_goods(10)
    now = shop.clock.now
    later = orders.save_sale(shop, startAt=now + 1000, endAt=now + 9000, stock=3, limit=2, price=7)
    soon = orders.save_sale(shop, endAt=now + 5000)
    orders.save_sale(shop, startAt=now - 2, endAt=now)
    items = call("listSales", {}, "")["items"]
    assert [item["saleId"] for item in items] == [soon, later]
    assert items[1] == {
        "saleId": later,
        "skuId": SKU,
        "goodsId": SKU,
        "title": "红茶",
        "price": 7,
        "limit": 2,
        "stock": 3,
        "startAt": now + 1000,
        "endAt": now + 9000,
    }
    orders.save_sale(shop, saleId=soon, endAt=now + 20_000)
    items = call("listSales", {}, "")["items"]
    assert [item["saleId"] for item in items] == [later, soon]


def test_only_operators_save_sales_and_wrong_fields_are_refused(shop: Shop) -> None:
    orders.save_goods(10)
    form = {"skuId": SKU, "price": 1, "stock": 1, "limit": 1, "startAt": START, "endAt": START + 4}
    assert call("saveSale", form).status == 403
    for bad in ({"endAt": START}, {"limit": 0}, {"stock": -1}, {"shards": 65}, {"payMinutes": 0}):
        answer = call("saveSale", {**form, **bad}, "operator-1", OPERATOR)
        assert (answer.status, answer["field"]) == (400, next(iter(bad)))
    unknown = call("saveSale", {**form, "skuId": "none"}, "operator-1", OPERATOR)
    assert (unknown.status, unknown.code) == (404, "SKU_NOT_FOUND")
    assert orders.place(saleId="none").code == "SALE_NOT_FOUND"
    orders.save_goods(1, sku="cup-1")
    assert orders.place(sku="cup-1", saleId=orders.save_sale(shop)).status == 400
