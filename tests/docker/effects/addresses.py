"""Address books."""

from __future__ import annotations

import json
from typing import Any

from shop.addresses import saving
from shop.addresses.model import Address
from tests.docker.buying import SHOPPER
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
