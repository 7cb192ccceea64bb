"""quoteOrder: what an order would cost, without a write; and placing it at that price."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.support import orders
from tests.support.addresses import save_address
from tests.support.cloud import Answer, Shop, call
from tests.support.freight import save_freight
from tests.support.orders import OPERATOR, SKU, stock_counts


def quote(openid: str = "u1", quantity: int = 1, sku: str = SKU, **more: Any) -> Answer:
    items = [{"skuId": sku, "quantity": quantity}]
    return call("quoteOrder", {"items": items, **more}, openid)


def give_points(openid: str, points: int) -> None:
    gift = {"openid": openid, "points": points, "reason": "礼物", "key": f"gift-{points}"}
    answer = call("adjustScore", gift, "operator-1", OPERATOR)
    assert answer.ok, answer


def test_a_quote_says_all_sums(shop: Shop) -> None:
    save_freight()
    orders.save_goods(price=300, freightId="f-1", delivery="express")
    give_points("u1", 700)
    answer = quote(quantity=2, points=100, addressId=save_address())
    assert answer.body == {
        "lines": [{"skuId": SKU, "quantity": 2, "price": 300, "discount": 100, "amount": 600}],
        "goodsTotal": 600,
        "discount": 100,
        "freight": 1200,
        "total": 1700,
        "points": 100,
        "pointsUsable": 300,
        "delivery": "express",
        "needsAddress": True,
    }
    give_points("u2", 20)
    assert quote("u2")["pointsUsable"] == 20
    assert quote("u3")["pointsUsable"] == 0


def test_a_quote_writes_nothing(shop: Shop) -> None:
    save_freight()
    orders.save_goods(freightId="f-1")
    sale = orders.save_sale(shop)
    give_points("u1", 50)
    address_id = save_address()
    before = {table: shop.items(table) for table in shop.tables}
    with shop.units() as used:
        assert quote(points=10, addressId=address_id).ok
        assert quote(saleId=sale).ok
    assert {
        call_ for call_ in used.calls if call_ not in ("GetItem", "Query", "BatchGetItem")
    } == set()
    assert {table: shop.items(table) for table in shop.tables} == before


def troubles(answer: Answer) -> list[str]:
    assert answer.ok, answer
    return [line.get("trouble", "") for line in answer["lines"]]


def test_each_line_says_what_stands_in_its_way(shop: Shop) -> None:
    save_freight(notTo=["65"])
    orders.save_goods(3)
    orders.save_goods(100, sku="cup")
    orders.save_goods(100, sku="old", hidden=True)
    orders.save_goods(100, sku="far", freightId="f-1")
    items = [
        {"skuId": "tea-1", "quantity": 4},
        {"skuId": "cup", "quantity": 21},
        {"skuId": "old", "quantity": 1},
        {"skuId": "none", "quantity": 1},
        {"skuId": "far", "quantity": 1},
    ]
    address_id = save_address(nationalCode="650102")
    answer = call("quoteOrder", {"items": items, "addressId": address_id}, "u1")
    named = ["SOLD_OUT", "UNITS_LIMIT", "SKU_NOT_FOUND", "SKU_NOT_FOUND", "NOT_DELIVERED"]
    assert troubles(answer) == named
    assert answer["goodsTotal"] == sum(line["amount"] for line in answer["lines"])
    assert answer["total"] == answer["goodsTotal"] + answer["freight"]
    for item, code in zip(items, named, strict=True):
        one = {"items": [item], "addressId": address_id}
        assert call("placeOrder", one, "u1").code == code, "placing it is refused for that"
    near = call("quoteOrder", {"items": items[4:]}, "u1")
    assert troubles(near) == [""], "without an address, nobody looks at the area"


def test_the_limit_of_a_sale_is_the_lines_trouble(shop: Shop) -> None:
    orders.save_goods(50)
    sale = orders.save_sale(shop, limit=2)
    answer = quote(quantity=2, saleId=sale)
    assert (troubles(answer), answer["total"]) == ([""], 100)
    assert troubles(quote(quantity=3, saleId=sale)) == ["SALE_LIMIT"]
    assert orders.place(saleId=sale).ok
    assert troubles(quote(quantity=2, saleId=sale)) == ["SALE_LIMIT"]
    assert troubles(quote(quantity=1, saleId=sale)) == [""]
    assert troubles(quote("u2", quantity=2, saleId=sale)) == [""]


def test_what_is_wrong_with_the_whole_request_is_refused(shop: Shop) -> None:
    orders.save_goods(50)
    orders.save_goods(50, sku="cup")
    sale = orders.save_sale(shop)
    items = [{"skuId": SKU, "quantity": 1}, {"skuId": "cup", "quantity": 1}]
    for name in ("quoteOrder", "placeOrder"):
        assert call(name, {"items": items, "saleId": sale}).code == "BAD_REQUEST"
    assert quote(saleId="none").code == "SALE_NOT_FOUND"
    assert quote(addressId="none").code == "ADDRESS_NOT_FOUND"
    assert quote(points=1).code == "NOT_ENOUGH_POINTS"
    give_points("u1", 99)
    assert quote(points=51).code == "POINTS_LIMIT"
    assert quote(openid="").code == "UNAUTHENTICATED"


# --- placing at the quoted price -----------------------------------------------------------------


def test_an_order_is_placed_at_the_price_that_was_shown_or_not_at_all(shop: Shop) -> None:
    orders.save_goods(10)
    shown = quote(quantity=2)["total"]
    orders.save_goods(10, price=150)
    before = shop.items("orders")
    refused = orders.place(quantity=2, expectTotal=shown)
    assert (refused.status, refused.code) == (409, "TOTAL_CHANGED")
    assert "300" in refused["detail"]
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)
    assert shop.items("orders") == before
    placed = orders.place(quantity=2, expectTotal=quote(quantity=2)["total"])
    assert placed["total"] == 300


@pytest.mark.parametrize("expected", [0, 1099, 1101])
def test_freight_belongs_to_the_expected_total(shop: Shop, expected: int) -> None:
    save_freight()
    orders.save_goods(freightId="f-1")
    assert orders.place(expectTotal=expected).code == "TOTAL_CHANGED"
    assert orders.place(expectTotal=1100).ok


def test_random_baskets_are_ordered_as_they_were_quoted(shop: Shop) -> None:
    chance = random.Random(7)
    templates = [
        save_freight(
            f"f-{n}",
            by=chance.choice(["count", "weight"]),
            first=chance.randint(1, 900),
            further=chance.randint(1, 900),
            firstFen=chance.randint(0, 900),
            furtherFen=chance.randint(0, 90),
            freeFrom=chance.choice([None, 3000]),
        )
        for n in range(3)
    ]
    skus = [
        orders.save_goods(
            1000,
            price=chance.randint(0, 2000),
            sku=f"sku-{n}",
            weight=chance.randint(0, 900),
            freightId=chance.choice([None, *templates]),
            delivery=chance.choice([None, "express", "pickup"]),
        )
        for n in range(6)
    ]
    for number in range(40):
        buyer = f"buyer-{number}"
        give_points(buyer, 10_000)
        items = [
            {"skuId": sku, "quantity": chance.randint(1, 9)}
            for sku in chance.sample(skus, chance.randint(1, 4))
        ]
        data: dict[str, Any] = {"items": items, "addressId": save_address(buyer)}
        usable = call("quoteOrder", data, buyer)["pointsUsable"]
        data["points"] = chance.choice([0, usable, chance.randint(0, usable)])
        quoted = call("quoteOrder", data, buyer)
        assert quoted.ok, quoted
        placed = call("placeOrder", {**data, "expectTotal": quoted["total"]}, buyer)
        assert placed.ok, placed
        order = orders.get_order(placed["orderId"])
        assert [
            (each["skuId"], each["price"], each.get("discount", 0)) for each in order["items"]
        ] == [(each["skuId"], each["price"], each["discount"]) for each in quoted["lines"]]
        for name in ("total", "freight", "points", "delivery"):
            assert order[name] == quoted[name]
