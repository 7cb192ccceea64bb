"""A group sells the SKUs that it was opened with, at the prices of that time."""

from __future__ import annotations

from typing import Any

from tests.support import groups, orders
from tests.support.cloud import Shop, call
from tests.support.orders import SKU


def skus(*named: str, price: int = 100) -> list[dict[str, Any]]:
    return [{"skuId": each, "title": each, "price": price, "stock": 9} for each in named]


def test_a_sku_that_came_to_the_goods_later_is_not_sold_in_an_older_group(shop: Shop) -> None:
    groups.save_group_goods(
        3, goods={"skus": skus("small", "big")}, skus=[{"skuId": "big", "price": 80}]
    )
    group = groups.open_group(shop, skuId="small")
    groups.save_group_goods(
        3, goods={"skus": [*skus("small", "big"), *skus("gold", price=899_900)]}
    )
    refused = groups.join(group, "sly", skuId="gold")
    assert (refused.status, refused.code, refused["field"]) == (400, "BAD_REQUEST", "skuId")
    assert orders.get_stock("gold")["held"] == 0
    assert groups.join(group, "friend", skuId="big")["total"] == 80, "at the price of that time"
    assert groups.join(group, "other", skuId="small")["total"] == groups.PRICE
    assert groups.open_group(leader="new", skuId="gold")["total"] == groups.PRICE, (
        "a new group sells it"
    )


def test_goods_of_one_sku_that_get_another_one(shop: Shop) -> None:
    groups.save_group_goods(3)
    group = groups.open_group(shop)
    groups.save_group_goods(3, goods={"skus": [*skus(SKU), *skus("gold", price=899_900)]}, price=70)
    assert groups.join(group, "sly", skuId="gold").status == 400
    joined = groups.join(group, "friend")
    assert joined.ok, "the group sells one SKU, so it need not be named"
    assert joined["total"] == groups.PRICE
    assert call("createGroup", {"goodsId": SKU}, "new").status == 400, "a new group sells two"


def test_a_new_group_of_a_late_payer_sells_what_the_first_one_sold(shop: Shop) -> None:
    groups.save_group_goods(2, goods={"skus": skus("small")})
    group = groups.open_group(shop, skuId="small")
    joined = groups.join(group, "late", ifFull="newGroup")
    assert joined.ok, joined
    streams = groups.Streams(shop)
    streams.deliver_all()
    shop.clock.advance(16 * 60_000)
    assert groups.join(group, "quick").ok, "the expired hold is taken over"
    groups.save_group_goods(2, goods={"skus": [*skus("small"), *skus("gold", price=899_900)]})
    orders.pay(shop, joined["orderId"])
    streams.deliver_all()
    moved = call("getOrder", {"orderId": joined["orderId"]}, "late")
    assert moved.ok, moved
    assert moved["groupId"] != group["groupId"]
    assert groups.join(moved["groupId"], "sly", skuId="gold").status == 400
