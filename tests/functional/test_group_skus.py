"""A group sells the SKUs that it was opened with, at the prices of that time."""

from __future__ import annotations

from typing import Any

from tests.support import groups as town
from tests.support import orders as do
from tests.support.cloud import Shop, call
from tests.support.orders import SKU


def skus(*named: str, price: int = 100) -> list[dict[str, Any]]:
    return [{"skuId": each, "title": each, "price": price, "stock": 9} for each in named]


def test_a_sku_that_came_to_the_goods_later_is_not_sold_in_an_older_group(shop: Shop) -> None:
    town.offered(3, goods={"skus": skus("small", "big")}, skus=[{"skuId": "big", "price": 80}])
    group = town.opened(shop, skuId="small")
    town.offered(3, goods={"skus": [*skus("small", "big"), *skus("gold", price=899_900)]})
    refused = town.join(group, "sly", skuId="gold")
    assert (refused.status, refused.code, refused["field"]) == (400, "BAD_REQUEST", "skuId")
    assert do.stock("gold")["held"] == 0
    assert town.join(group, "friend", skuId="big")["total"] == 80, "at the price of that time"
    assert town.join(group, "other", skuId="small")["total"] == town.PRICE
    assert town.opened(leader="new", skuId="gold")["total"] == town.PRICE, "a new group sells it"


def test_goods_of_one_sku_that_get_another_one(shop: Shop) -> None:
    town.offered(3)
    group = town.opened(shop)
    town.offered(3, goods={"skus": [*skus(SKU), *skus("gold", price=899_900)]}, price=70)
    assert town.join(group, "sly", skuId="gold").status == 400
    joined = town.join(group, "friend")
    assert joined.ok, "the group sells one SKU, so it need not be named"
    assert joined["total"] == town.PRICE
    assert call("createGroup", {"goodsId": SKU}, "new").status == 400, "a new group sells two"


def test_a_new_group_of_a_late_payer_sells_what_the_first_one_sold(shop: Shop) -> None:
    town.offered(2, goods={"skus": skus("small")})
    group = town.opened(shop, skuId="small")
    joined = town.join(group, "late", ifFull="newGroup")
    assert joined.ok, joined
    news = town.News(shop)
    news.follow()
    shop.clock.advance(16 * 60_000)
    assert town.join(group, "quick").ok, "the expired hold is taken over"
    town.offered(2, goods={"skus": [*skus("small"), *skus("gold", price=899_900)]})
    do.pay(shop, joined["orderId"])
    news.follow()
    moved = call("getOrder", {"orderId": joined["orderId"]}, "late")
    assert moved.ok, moved
    assert moved["groupId"] != group["groupId"]
    assert town.join(moved["groupId"], "sly", skuId="gold").status == 400
