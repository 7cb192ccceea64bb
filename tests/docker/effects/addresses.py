"""Address books, where orders go, quotes and freight."""

from __future__ import annotations

import json
from typing import Any

from shop.addresses import saving
from shop.addresses.model import Address
from shop.freight import saving as freight
from shop.freight.model import FreightTerms
from tests.docker.buying import NAMED, SHOPPER, place_paid_order, row
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop

OWNER = "resident-1"
ADDRESS = Address(
    userName="李四",
    telNumber="13800000000",
    provinceName="广东省",
    cityName="广州市",
    countyName="海珠区",
    detailInfo="新港中路1号",
)
TERMS = FreightTerms(title="全国", by="count", first=1, firstFen=1000, further=1, furtherFen=200)


def book(shop: LocalShop) -> list[dict[str, Any]]:
    row = shop.row("addresses", pk=f"user#{OWNER}")
    return json.loads(row["addresses"]) if row is not None else []


@expects("saveAddress.json", "saveAddress.http.json")
def an_address_is_saved_as_wechat_gives_it(shop: LocalShop) -> Effect:
    shop.forget("addresses", pk=f"user#{OWNER}")
    answer = yield {SHOPPER: OWNER}
    (saved,) = book(shop)
    assert (saved["addressId"], saved["userName"]) == (answer["addressId"], "张三")
    assert (saved["telNumber"], saved["isDefault"]) == ("020-81167888", True)


@expects("listAddresses.json", "listAddresses.http.json")
def the_addresses_of_a_user_are_returned(shop: LocalShop) -> Effect:
    shop.forget("addresses", pk=f"user#{OWNER}")
    address_id = saving.save(OWNER, ADDRESS, None, None)
    answer = yield {SHOPPER: OWNER}
    assert [each["addressId"] for each in answer["items"]] == [address_id]


@expects("deleteAddress.json", "deleteAddress.http.json")
def an_address_is_deleted(shop: LocalShop) -> Effect:
    shop.forget("addresses", pk=f"user#{OWNER}")
    address_id = saving.save(OWNER, ADDRESS, None, None)
    yield {SHOPPER: OWNER, "address-demo-1": address_id}
    assert book(shop) == []


@expects("changeAddress.json", "changeAddress.http.json")
def an_order_goes_to_another_address(shop: LocalShop) -> Effect:
    shop.forget("addresses", pk=f"user#{OWNER}")
    address_id = saving.save(OWNER, ADDRESS, None, None)
    order_id = place_paid_order(shop, OWNER)
    yield {SHOPPER: OWNER, NAMED: order_id, "address-demo-1": address_id}
    beside = shop.row("addresses", pk=f"order#{order_id}")
    assert beside is not None and json.loads(beside["address"])["userName"] == "李四"
    history = row(shop, order_id)["history"]
    assert [entry.split(" ")[1] for entry in history] == ["PENDING", "PAID", "ADDRESS"]


@expects("correctAddress.json", "correctAddress.http.json")
def an_operator_sends_an_order_to_another_address(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, OWNER)
    yield {NAMED: order_id}
    beside = shop.row("addresses", pk=f"order#{order_id}")
    assert beside is not None and json.loads(beside["address"])["countyName"] == "天河区"
    at, what, by = row(shop, order_id)["history"][-1].split(" ")
    assert at and (what, by) == ("ADDRESS", "operator-1")


@expects("noteOrder.json", "noteOrder.http.json")
def an_operator_notes_something_on_an_order(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, OWNER)
    answer = yield {NAMED: order_id}
    beside = shop.row("addresses", pk=f"order#{order_id}")
    assert beside is not None and json.loads(beside["note"]) == answer["note"]
    assert answer["note"]["text"] == "送一份小样，周五前发货"


@expects("quoteOrder.json", "quoteOrder.http.json")
def an_order_is_priced_and_nothing_is_held(shop: LocalShop) -> Effect:
    before = shop.rows("stock", pk="sku#goods-demo-1")
    answer = yield
    assert (answer["goodsTotal"], answer["total"]) == (5900, 5900 + answer["freight"])
    assert len(before) == len(shop.rows("stock", pk="sku#goods-demo-1"))


@expects("saveFreight.json", "saveFreight.http.json")
def a_freight_template_is_saved(shop: LocalShop) -> Effect:
    shop.forget("goods", pk="freight", sk="freight-event-1")
    answer = yield
    assert answer["freightId"] == "freight-event-1"
    saved = shop.row("goods", pk="freight", sk="freight-event-1")
    assert saved is not None and json.loads(saved["terms"])["notTo"] == ["65", "54"]


@expects("listFreight.json", "listFreight.http.json")
def the_freight_templates_are_returned(shop: LocalShop) -> Effect:
    freight.save(TERMS, "operator-1", "freight-listed-1")
    answer = yield
    assert "freight-listed-1" in {each["freightId"] for each in answer["items"]}
