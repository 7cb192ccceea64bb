"""saveGoods, getGoods: goods as their page shows them, with options, pictures and units sold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import orders
from tests.support.cloud import Answer, Shop, call, direct

OPERATOR = ("operator",)
PICTURE = "https://img.example.com/{}.jpg"
SHIRT: dict[str, Any] = {
    "goodsId": "shirt",
    "title": "短袖",
    "cover": PICTURE.format("cover"),
    "price": 8900,
    "category": "wear",
    "rank": 1,
    "stock": 20,
}
COLOURS = [
    {"skuId": "red-m", "options": {"颜色": "红", "尺码": "M"}, "price": 8900, "stock": 10},
    {"skuId": "red-l", "options": {"颜色": "红", "尺码": "L"}, "price": 8900, "stock": 10},
]
PAGE: dict[str, Any] = {
    "images": [PICTURE.format(n) for n in range(9)],
    "detailImages": [PICTURE.format(f"d{n}") for n in range(30)],
    "description": "第一行\n第二行",
    "linePrice": 12900,
    "unit": "件",
    "freightId": "f-1",
    "delivery": "pickup",
}


def save(**fields: Any) -> Answer:
    return call("saveGoods", {**SHIRT, **fields}, "operator-1", OPERATOR)


def page(goods_id: str = "shirt", openid: str = "", roles: tuple[str, ...] = ()) -> Answer:
    return call("getGoods", {"goodsId": goods_id}, openid, roles)


def sku(**fields: Any) -> dict[str, Any]:
    return {"price": 1, "stock": 1, **fields}


def test_a_page_shows_all_that_was_saved_in_one_call(shop: Shop) -> None:
    assert save(**PAGE, weight=280)["revision"] == 1
    with shop.units() as used:
        got = page()
    assert {**SHIRT, **PAGE}.items() <= got.body.items()
    assert got["skus"][0]["weight"] == 280
    assert (got["options"], got["sold"], got["revision"]) == ([], 0, 1)
    assert used.calls == ["Query", "BatchGetItem"]


def test_a_page_of_many_skus_costs_two_calls(shop: Shop) -> None:
    skus = [sku(title=f"{n}", shards=2) for n in range(20)]
    assert save(skus=skus).ok
    with shop.units() as used:
        assert len(page()["skus"]) == 20
    assert used.calls == ["Query", "BatchGetItem", "BatchGetItem"]
    with shop.units() as used:
        assert page().ok
    assert used.calls == ["Query"], "the stock is remembered for half a second"


def test_goods_without_pictures_show_their_cover(shop: Shop) -> None:
    save()
    got = page()
    assert (got["images"], got["detailImages"], got["description"]) == ([SHIRT["cover"]], [], "")
    assert {"linePrice", "unit", "freightId"}.isdisjoint(got.body)
    assert got["delivery"] == "express"


def test_details_that_are_left_out_are_taken_away(shop: Shop) -> None:
    save(**PAGE)
    save()
    got = page()
    assert (got["images"], got["detailImages"], got["description"]) == ([SHIRT["cover"]], [], "")


def test_options_lead_to_skus(shop: Shop) -> None:
    assert save(skus=COLOURS)["skuIds"] == ["red-m", "red-l"]
    got = page()
    assert got["options"] == [
        {"name": "颜色", "values": ["红"]},
        {"name": "尺码", "values": ["M", "L"]},
    ]
    assert [each["options"] for each in got["skus"]] == [each["options"] for each in COLOURS]
    assert [each["title"] for each in got["skus"]] == ["红 M", "红 L"]


@pytest.mark.parametrize(
    "options",
    [
        [{"颜色": "红"}, {"颜色": "红"}],
        [{"颜色": "红"}, {" 颜色 ": "红 "}],
        [{"尺码": "XL"}, {"尺码": "ＸＬ"}],
        [{"尺码": "XL"}, {"尺码": "xl"}],
        [{"颜色": "红", "尺码": "M"}, {"尺码": "M", "颜色": "红"}],
        [{"颜色": "红"}, {"尺码": "M"}],
        [{"颜色": "红"}, {"颜色": "蓝", "尺码": "M"}],
        [{"颜色": "红"}, {}],
        [{"Size": "M", "ｓｉｚｅ": "L"}],
    ],
)
def test_a_choice_leads_to_at_most_one_sku(shop: Shop, options: list[dict[str, str]]) -> None:
    answer = save(skus=[sku(options=each, title="t") for each in options])
    assert (answer.status, answer["field"]) == (400, "skus"), answer
    assert shop.items("goods") == shop.items("stock") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("images", [PICTURE] * 10),
        ("images", ["javascript:alert(1)"]),
        ("detailImages", [PICTURE.format(1)] * 31),
        ("description", "x" * 5001),
        ("description", " \n "),
        ("linePrice", 8900),
        ("linePrice", 0),
        ("unit", "x" * 21),
        ("delivery", "drone"),
        ("freightId", "a/b"),
        ("weight", -1),
        ("draft", "yes"),
        ("skus", [sku()]),
        ("skus", [sku(options={str(n): "x" for n in range(6)})]),
        ("skus", [sku(options={"x" * 21: "x"})]),
        ("skus", [sku(options={"颜色": ""})]),
        ("skus", [sku(options={"颜色": 1})]),
        ("skus", [sku(title="t", weight=1_000_001)]),
    ],
)
def test_a_field_that_is_wrong_is_named(shop: Shop, field: str, value: Any) -> None:
    answer = save(**{field: value})
    assert (answer.status, answer.code) == (400, "BAD_REQUEST")
    assert answer["field"].startswith(field), answer
    assert shop.items("goods") == shop.items("stock") == []


def test_a_sku_id_is_never_used_again(shop: Shop) -> None:
    save(skus=COLOURS)
    assert save(skus=COLOURS[:1]).ok
    assert save(skus=COLOURS).code == "SKU_REMOVED"
    assert [each["skuId"] for each in page()["skus"]] == ["red-m"], "nothing was saved"
    assert save(goodsId="other", skus=COLOURS[:1]).code == "SKU_TAKEN"
    assert page("other").code == "GOODS_NOT_FOUND"
    renewed = {key: each for key, each in COLOURS[1].items() if key != "skuId"}
    assert save(skus=[COLOURS[0], renewed]).ok


def test_goods_that_were_one_sku_do_not_become_it_again(shop: Shop) -> None:
    save()
    assert save(skus=COLOURS).ok
    assert save().code == "SKU_REMOVED"


def test_a_repeat_of_a_saving_is_no_reuse(shop: Shop) -> None:
    for _ in range(3):
        assert save(skus=COLOURS)["skuIds"] == ["red-m", "red-l"]


def test_an_order_keeps_what_was_bought_when_an_option_is_renamed(shop: Shop) -> None:
    save(skus=COLOURS)
    placed = call("placeOrder", {"items": [{"skuId": "red-m", "quantity": 2}]}, "u1")
    assert placed.ok, placed
    renamed = [
        {**each, "options": {**each["options"], "颜色": "酒红"}, "price": 9900} for each in COLOURS
    ]
    assert save(title="短袖二代", price=9900, skus=renamed).ok
    assert page()["skus"][0]["title"] == "酒红 M"
    (line,) = call("getOrder", {"orderId": placed["orderId"]}, "u1")["items"]
    assert (line["title"], line["price"]) == ("短袖 红 M", 8900)


def test_units_sold_are_those_paid_and_not_paid_back(shop: Shop) -> None:
    save(skus=COLOURS)
    order = call("placeOrder", {"items": [{"skuId": "red-m", "quantity": 2}]}, "u1")
    assert (sold(), remaining()) == ([0, 0], [8, 10]), "held, not sold"
    orders.pay(shop, order["orderId"])
    assert (sold(), remaining()) == ([2, 0], [8, 10])
    assert page()["sold"] == 2


def sold() -> list[int]:
    forget()
    return [each["sold"] for each in page()["skus"]]


def remaining() -> list[int]:
    return [each["remaining"] for each in page()["skus"]]


def forget() -> None:
    from shop.stock import reads

    reads.forget("red-m", "red-l")


@pytest.mark.parametrize("off", ["hidden", "draft"])
def test_goods_that_are_not_shown_exist_for_operators_only(shop: Shop, off: str) -> None:
    save(**{off: True}, group={"size": 2, "hours": 1, "price": 0})
    assert page().code == page(openid="u1").code == "GOODS_NOT_FOUND"
    assert page(openid="host-1", roles=("host",)).code == "GOODS_NOT_FOUND"
    seen = page(openid="operator-1", roles=OPERATOR)
    assert (seen["hidden"], seen["draft"]) == (off == "hidden", off == "draft")
    assert direct("getGoods", {"goodsId": "shirt"}, "operator-1")["revision"] == 1
    assert call("listGoods", {}, "")["items"] == []
    items = [{"skuId": "shirt", "quantity": 1}]
    assert call("placeOrder", {"items": items}, "u1").code == "SKU_NOT_FOUND"
    assert call("createGroup", {"goodsId": "shirt"}, "u1").code == "GOODS_NOT_FOUND"
    save()
    assert call("listGoods", {}, "")["items"][0]["goodsId"] == "shirt"
    assert call("placeOrder", {"items": items}, "u1").ok


def test_saving_can_depend_on_the_revision_seen(shop: Shop) -> None:
    save()
    assert save(revision=1, title="新")["revision"] == 2
    assert save(revision=1, title="旧").code == "GOODS_CHANGED"
    assert page()["title"] == "新"
    assert save(goodsId="nothing", revision=1).code == "GOODS_CHANGED"


def test_an_order_of_a_sku_knows_what_is_needed_to_ship_it(shop: Shop) -> None:
    from shop.stock import reads

    save(**PAGE, skus=[{**COLOURS[0], "weight": 280}])
    (shirt,) = (reads.look("red-m", fresh=True).sku,)
    assert (shirt.options, shirt.weight) == (COLOURS[0]["options"], 280)
    assert (shirt.delivery, shirt.freightId) == ("pickup", "f-1")
    save(skus=[COLOURS[0]])
    shirt = reads.look("red-m", fresh=True).sku
    assert (shirt.weight, shirt.delivery, shirt.freightId) == (0, None, None), "nobody has said"


def test_goods_and_skus_of_earlier_versions_are_read_well(shop: Shop) -> None:
    save()
    new = {"goods": ["delivery", "draft", "titleKey"], "stock": ["options", "weight", "delivery"]}
    for table, names in new.items():
        for item in shop.items(table):
            if item["sk"] == "page":
                continue
            shop.aws("dynamodb").update_item(
                TableName=shop.tables[table],
                Key={"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}},
                UpdateExpression="REMOVE " + ", ".join(f"#{n}" for n in range(len(names))),
                ExpressionAttributeNames={f"#{n}": name for n, name in enumerate(names)},
            )
    forget()
    got = page()
    assert (got["delivery"], got["draft"], got["skus"][0]["options"]) == ("express", False, {})
    assert call("placeOrder", {"items": [{"skuId": "shirt", "quantity": 1}]}, "u1").ok
