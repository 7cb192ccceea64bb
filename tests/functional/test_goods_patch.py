"""patchGoods: a change of some fields, if nobody has saved the goods meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cloud import Answer, Shop, call

OPERATOR = ("operator",)
PICTURE = "https://img.example.com/{}.jpg"
COFFEE: dict[str, Any] = {
    "goodsId": "coffee",
    "title": "咖啡豆",
    "cover": PICTURE.format("cover"),
    "price": 7800,
    "category": "drink",
    "rank": 3,
    "stock": 20,
    "images": [PICTURE.format(1)],
    "detailImages": [PICTURE.format(2)],
    "description": "浅烘",
    "linePrice": 9800,
    "unit": "袋",
    "weight": 250,
    "delivery": "pickup",
    "freightId": "f-1",
    "group": {"size": 2, "hours": 1, "price": 6800},
}
SKUS = [
    {"skuId": "s-250", "options": {"规格": "250g"}, "price": 7800, "stock": 5, "weight": 250},
    {"skuId": "s-500", "options": {"规格": "500g"}, "price": 12800, "stock": 5, "weight": 500},
]
COUNTED = {"revision", "remaining", "skus"}


def save(**fields: Any) -> None:
    answer = call("saveGoods", {**COFFEE, **fields}, "operator-1", OPERATOR)
    assert answer.ok, answer


def patch(revision: int = 1, **fields: Any) -> Answer:
    form = {"goodsId": "coffee", "revision": revision, **fields}
    return call("patchGoods", form, "operator-1", OPERATOR)


def page() -> dict[str, Any]:
    answer = call("getGoods", {"goodsId": "coffee"}, "operator-1", OPERATOR)
    assert answer.ok, answer
    return dict(answer.body)


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "手冲咖啡豆"},
        {"cover": PICTURE.format("new")},
        {"price": 8800},
        {"price": 6800},
        {"category": "coffee"},
        {"rank": 1},
        {"stock": 30},
        {"stock": 0},
        {"hidden": True},
        {"draft": True},
        {"images": [PICTURE.format(n) for n in range(9)]},
        {"images": []},
        {"detailImages": []},
        {"description": "深烘\n适合奶咖"},
        {"linePrice": 8000},
        {"unit": "罐"},
        {"weight": 251},
        {"delivery": "express"},
        {"freightId": "f-2"},
        {"group": {"size": 3, "hours": 2, "price": 1}},
        {"title": "新品", "price": 7000, "linePrice": 7001, "rank": 9, "images": []},
    ],
)
def test_only_what_is_given_changes(shop: Shop, fields: dict[str, Any]) -> None:
    save()
    before = page()
    assert patch(**fields).body == {"goodsId": "coffee", "skuIds": ["coffee"], "revision": 2}
    after = page()
    of_sku = {"weight"} & fields.keys()
    assert changed(before, after) - {"skus"} == (fields.keys() - of_sku) | {"revision"}
    expected = {**fields, "images": fields.get("images") or [after["cover"]]}
    assert all(after[name] == expected[name] for name in fields.keys() - of_sku)
    (was,), (sku,) = before["skus"], after["skus"]
    carried = {"title", "price", "stock", "weight"} & fields.keys()
    assert changed(was, sku) - {"remaining"} == carried
    assert sku["remaining"] == fields.get("stock", COFFEE["stock"])


@pytest.mark.parametrize("name", ["group", "description", "linePrice", "unit", "freightId"])
def test_null_takes_away_what_goods_can_be_without(shop: Shop, name: str) -> None:
    save()
    assert patch(**{name: None}).ok
    assert page().get(name, "") == ""


@pytest.mark.parametrize("name", ["title", "price", "hidden", "images", "skus", "delivery"])
def test_null_is_refused_for_what_goods_always_have(shop: Shop, name: str) -> None:
    save()
    answer = patch(**{name: None})
    assert (answer.status, answer["field"]) == (400, name)


def test_a_patch_of_another_revision_changes_nothing(shop: Shop) -> None:
    save()
    assert patch(price=8000)["revision"] == 2
    before = page()
    assert patch(price=9000).code == "GOODS_CHANGED"
    assert patch(revision=3, hidden=True).code == "GOODS_CHANGED"
    assert page() == before
    assert patch(revision=2, hidden=True).ok


def test_a_patch_of_goods_that_do_not_exist(shop: Shop) -> None:
    assert patch(price=1).code == "GOODS_NOT_FOUND"
    assert shop.items("goods") == []


def test_only_operators_change_goods(shop: Shop) -> None:
    save()
    form = {"goodsId": "coffee", "revision": 1, "price": 1}
    assert call("patchGoods", form, "").status == 401
    assert call("patchGoods", form, "u1").status == 403
    assert call("patchGoods", form, "host-1", ("host",)).status == 403
    assert page()["revision"] == 1


def test_one_sku_of_several_changes(shop: Shop) -> None:
    save(skus=SKUS, weight=0)
    before = page()
    assert patch(skus=[{"skuId": "s-500", "price": 11800}])["skuIds"] == ["s-250", "s-500"]
    after = page()
    assert changed(before, after) == {"skus", "revision"}
    assert after["skus"][0] == before["skus"][0]
    assert changed(before["skus"][1], after["skus"][1]) == {"price"}
    items = [{"skuId": "s-500", "quantity": 1}]
    assert call("placeOrder", {"items": items}, "u1")["total"] == 11800


def test_a_title_made_of_options_follows_them(shop: Shop) -> None:
    save(skus=SKUS)
    assert patch(skus=[{"skuId": "s-500", "options": {"规格": "1 斤"}}]).ok
    assert [sku["title"] for sku in page()["skus"]] == ["250g", "1 斤"]
    assert patch(revision=2, skus=[{"skuId": "s-500", "title": "大袋"}]).ok
    assert patch(revision=3, skus=[{"skuId": "s-500", "options": {"规格": "500g"}}]).ok
    assert [sku["title"] for sku in page()["skus"]] == ["250g", "大袋"]


def test_patches_that_contradict_the_goods_change_nothing(shop: Shop) -> None:
    save(skus=SKUS)
    before = page()
    same = [{"skuId": "s-500", "options": {"规格": "250g"}}]
    assert (patch(skus=same).status, patch(skus=same)["field"]) == (400, "skus")
    assert patch(skus=[{"skuId": "s-1", "price": 1}]).code == "SKU_NOT_FOUND"
    twice = [{"skuId": "s-500", "price": 1}, {"skuId": "s-500", "price": 2}]
    assert patch(skus=twice)["field"] == "skus"
    assert patch(price=9800)["field"] == "linePrice"
    assert patch(group={"size": 2, "hours": 1, "price": 1, "virtualFrom": 2})["field"] == (
        "group.virtualFrom"
    )
    assert patch(title=" ")["field"] == "title"
    assert patch(colour="red")["field"] == "colour"
    assert page() == before


def test_the_goods_own_sku_can_be_named(shop: Shop) -> None:
    save()
    assert patch(title="豆子", skus=[{"skuId": "coffee", "price": 7000}]).ok
    (sku,) = page()["skus"]
    assert (sku["title"], sku["price"], page()["price"]) == ("豆子", 7000, 7800)


def test_hidden_goods_are_not_sold_and_shown_goods_are(shop: Shop) -> None:
    save(skus=SKUS)
    items = [{"skuId": "s-250", "quantity": 1}]
    assert patch(hidden=True).ok
    assert call("placeOrder", {"items": items}, "u1").code == "SKU_NOT_FOUND"
    assert call("listGoods", {}, "")["items"] == []
    assert patch(revision=2, hidden=False).ok
    assert call("placeOrder", {"items": items}, "u1").ok
    assert len(call("listGoods", {}, "")["items"]) == 1


def test_only_items_that_change_are_written(shop: Shop) -> None:
    """A transaction costs two units for each item and KB. The goods alone are one item."""
    save(skus=SKUS)
    writes = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}

    def written(revision: int, **fields: Any) -> list[str]:
        with shop.units() as used:
            assert patch(revision, **fields).ok
        return [name for name in used.calls if name in writes]

    assert written(1, freightId=None, delivery="pickup") == ["TransactWriteItems"]
    assert written(2) == ["PutItem"], "nothing but the revision"
    assert written(3, description="深烘") == ["TransactWriteItems"]
    places = [item for item in shop.items("goods") if item["pk"].startswith("shelf#")]
    assert written(4, weight=300) == ["PutItem"], "the SKUs have their own"
    assert [item for item in shop.items("goods") if item["pk"].startswith("shelf#")] == places


def test_a_saving_without_changes_keeps_places_and_postings(shop: Shop) -> None:
    save()
    before = [item for item in shop.items("goods") if item["pk"] != "goods#coffee"]
    save()
    assert [item for item in shop.items("goods") if item["pk"] != "goods#coffee"] == before


def test_a_patch_that_loses_a_race_for_the_shelf_is_tried_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.catalog import shelf

    save()
    last_version = shelf.last_version

    def other_goods_move_first(name: str) -> int:
        version = last_version(name)
        monkeypatch.setattr(shelf, "last_version", last_version)
        save(goodsId="tea", rank=5, group=None)
        save(goodsId="tea", rank=6, group=None)
        return version

    monkeypatch.setattr(shelf, "last_version", other_goods_move_first)
    assert patch(rank=1)["revision"] == 2
    assert [each["goodsId"] for each in call("listGoods", {}, "")["items"]] == ["coffee", "tea"]


def test_a_patch_that_loses_a_race_for_the_goods_is_refused(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.catalog import shelf

    save()
    last_version = shelf.last_version

    def a_colleague_saves_first(name: str) -> int:
        monkeypatch.setattr(shelf, "last_version", last_version)
        save(price=7000)
        return last_version(name)

    monkeypatch.setattr(shelf, "last_version", a_colleague_saves_first)
    assert patch(rank=1).code == "GOODS_CHANGED"
    assert (page()["price"], page()["rank"]) == (7000, 3)
