"""The form of goods: what is typed of SKUs stays, and what goes is asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.console import Shop, sample

Editor = Callable[..., tuple[Any, Shop]]
COLOURS = ("红", "蓝")


def sku(number: int, title: str, **more: Any) -> dict[str, Any]:
    fixed = {"price": 5900 + number, "stock": 10 + number, "weight": 0, "remaining": 9, "sold": 1}
    return {"skuId": f"sku-{number}", "title": title, "options": {}, **fixed, **more}


@pytest.fixture
def editor(show: Callable[..., Any]) -> Editor:
    """The form of goods with these SKUs and options."""

    def make(skus: list[dict[str, Any]], options: list[dict[str, Any]]) -> tuple[Any, Shop]:
        shop = Shop()
        goods = sample("getGoods") | {"skus": skus, "options": options}
        goods.pop("group", None)
        shop.answers["getGoods"] = lambda _: dict(goods)
        page = show(shop, "/goods?open=goods-demo-1")
        page.locator("#goods-form").wait_for()
        return page, shop

    return make


@pytest.fixture
def shirts(editor: Editor) -> tuple[Any, Shop]:
    skus = [sku(n, each, options={"颜色": each}) for n, each in enumerate(COLOURS)]
    return editor(skus, [{"name": "颜色", "values": list(COLOURS)}])


def save(page: Any, shop: Shop, *, sure: bool = False) -> dict[str, Any]:
    """Save, and confirm it if it is asked. What was sent."""
    page.locator(".el-drawer").get_by_role("button", name="保存").click()
    asked = page.locator(".el-message-box")
    if sure:
        asked.wait_for()
        asked.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").first.wait_for()
    return shop.sent("saveGoods")[-1]


def test_an_option_is_renamed_and_its_skus_stay_while_it_is_typed(shirts: tuple[Any, Shop]) -> None:
    page, shop = shirts
    name = page.get_by_label("规格名")
    for text in ("", "色", "", "颜", "颜色分类"):
        name.fill(text)
        assert page.locator("fieldset tbody tr").count() == 2
    rows = save(page, shop)["skus"]
    assert [(row["skuId"], row["price"], row["options"]) for row in rows] == [
        ("sku-0", 5900, {"颜色分类": "红"}),
        ("sku-1", 5901, {"颜色分类": "蓝"}),
    ]


def test_two_options_may_have_one_name_while_it_is_typed(shirts: tuple[Any, Shop]) -> None:
    page, shop = shirts
    page.get_by_role("button", name="添加规格").click()
    page.get_by_label("规格值").last.fill("S")
    page.get_by_label("规格值").last.press("Enter")
    names = page.get_by_label("规格名")
    names.last.fill("颜色")
    assert page.locator("fieldset tbody tr").count() == 2, "not usable yet"
    page.locator(".el-drawer").get_by_role("button", name="保存").click()
    page.get_by_role("alert").get_by_text("规格名").wait_for()
    names.first.fill("尺码")
    names.last.fill("颜色 ")
    names.first.fill("花色")
    rows = save(page, shop, sure=True)["skus"]
    assert [row["options"] for row in rows] == [
        {"花色": "红", "颜色": "S"},
        {"花色": "蓝", "颜色": "S"},
    ]


@pytest.mark.parametrize("names", [("尺码", "颜色"), ("尺码", "规格"), ("规格", "颜色")])
def test_options_take_each_others_names(editor: Editor, names: tuple[str, str]) -> None:
    skus = [sku(n, each, options={"颜色": each, "尺码": "S"}) for n, each in enumerate(COLOURS)]
    options = [{"name": "颜色", "values": list(COLOURS)}, {"name": "尺码", "values": ["S"]}]
    page, shop = editor(skus, options)
    fields = page.get_by_label("规格名")
    for at, name in enumerate(names):
        fields.nth(at).fill("")
        fields.nth(at).fill(name)
    rows = save(page, shop)["skus"]
    assert [(row["skuId"], row["options"]) for row in rows] == [
        (f"sku-{n}", {names[0]: each, names[1]: "S"}) for n, each in enumerate(COLOURS)
    ]


def test_an_option_takes_the_name_of_one_that_is_removed(shirts: tuple[Any, Shop]) -> None:
    page, shop = shirts
    page.get_by_role("button", name="添加规格").click()
    page.get_by_label("规格名").last.fill("颜色")
    page.get_by_label("规格值").last.fill("黑")
    page.get_by_label("规格值").last.press("Enter")
    page.get_by_role("button", name="删除规格").first.click()
    rows = save(page, shop, sure=True)["skus"]
    assert [row["options"] for row in rows] == [{"颜色": "黑"}]


def test_it_is_asked_before_the_last_option_and_all_its_skus_go(shirts: tuple[Any, Shop]) -> None:
    page, shop = shirts
    page.get_by_role("button", name="删除规格").click()
    page.locator(".el-drawer").get_by_role("button", name="保存").click()
    page.get_by_text("将移除 2 个规格").wait_for()
    page.locator(".el-message-box").get_by_role("button", name="取消").click()
    assert shop.sent("saveGoods") == []
    assert save(page, shop, sure=True)["skus"] == []


def test_the_only_sku_keeps_its_id_and_its_title(editor: Editor) -> None:
    page, shop = editor([sku(7, "整箱")], [])
    sent = save(page, shop)
    assert [(row["skuId"], row["title"], row["price"]) for row in sent["skus"]] == [
        ("sku-7", "整箱", 5900)
    ]
