"""Goods: save, read, list."""

from __future__ import annotations

import json

from shop.catalog import feed, goods, saving
from shop.catalog.goods import Goods, GoodsForm
from shop.stock import reads as stock
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud.transaction import commit_one, update


@expects("saveGoods.json", "saveGoods.http.json")
def goods_are_saved_with_their_places_and_stock(shop: LocalShop) -> Effect:
    form = GoodsForm(
        title="before",
        cover="https://img.example.com/before.png",
        price=1,
        category="before",
        rank=99,
        stock=7,
    )
    saving.save(form, "goods-event-1")
    old = goods.need("goods-event-1")
    answer = yield
    assert answer["goodsId"] == "goods-event-1"
    row = shop.row("goods", pk="goods#goods-event-1", sk="goods")
    assert row is not None
    assert (row["title"], row["price"], row["category"]) == ("正山小种红茶 250g", 8800, "tea")
    assert json.loads(row["group"]) == {"size": 3, "hours": 24, "price": 0}
    assert row["revision"] == old.revision + 1
    place = json.loads(row["places"])["shelf#tea"]
    shown = shop.row("goods", pk="shelf#tea", sk=place)
    assert shown is not None and json.loads(shown["card"])["title"] == row["title"]
    assert stock.look("goods-event-1", fresh=True).view().initial == 100


@expects("getGoods.json", "getGoods.http.json")
def goods_are_returned(shop: LocalShop) -> Effect:
    answer = yield
    kept = shop.row("goods", pk="goods#goods-demo-1", sk="goods")
    assert kept is not None
    for name in ("goodsId", "title", "cover", "price", "category"):
        assert answer[name] == kept[name]
    assert answer["skus"][0]["remaining"] > 0


@expects("patchGoods.json", "patchGoods.http.json")
def some_fields_of_goods_are_changed(shop: LocalShop) -> Effect:
    before = goods.need("goods-demo-4")
    commit_one(update(before, Goods.revision.set(1), Goods.linePrice.remove()))  # as in the event
    answer = yield
    assert (answer["goodsId"], answer["revision"]) == ("goods-demo-4", 2)
    row = shop.row("goods", pk="goods#goods-demo-4", sk="goods")
    assert row is not None
    assert (row["linePrice"], row["price"], row["title"]) == (9800, before.price, before.title)
    details = shop.row("goods", pk="goods#goods-demo-4", sk="page")
    assert details is not None and len(json.loads(details["images"])) == 2


@expects("searchGoods.json", "searchGoods.http.json")
def goods_are_found_by_their_title(shop: LocalShop) -> Effect:
    answer = yield
    assert "goods-demo-1" in [card["goodsId"] for card in answer["items"]]
    assert all("蓝莓" in card["title"] for card in answer["items"])


@expects("getUpload.json", "getUpload.http.json")
def a_form_for_a_picture_is_returned(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["fields"]["Content-Type"] == "image/jpeg"
    assert answer["url"].endswith(answer["fields"]["key"])
    assert answer["fields"]["x-amz-signature"]


@expects("listGoods.json", "listGoods.http.json")
def a_page_of_the_feed_is_returned(shop: LocalShop) -> Effect:
    answer = yield
    here = feed.list_goods(None, 10, None)
    assert [card["goodsId"] for card in answer["items"]] == [card.goodsId for card in here.items]
    assert (answer["cursor"] is None) == (here.cursor is None)
