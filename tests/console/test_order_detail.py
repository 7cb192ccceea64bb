"""What an operator changes of an order in its drawer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import console
from tests.support.console import PHONE, WIDE, Shop, sample
from tests.support.console_places import ADDRESS as SHOWN

ADDRESS = SHOWN | {"nationalCode": "440105"}
NOTE = {"text": "周五前发货", "by": "operator-2", "at": 1_780_000_000_000}
Order = Callable[..., tuple[Any, Shop]]


@pytest.fixture
def order(show: Callable[..., Any]) -> Order:
    """The drawer of an order that has these fields."""

    def make(size: dict[str, int] = WIDE, **fields: Any) -> tuple[Any, Shop]:
        shop = Shop()
        detail = sample("getOrder") | {"status": "PAID", "delivery": "express", **fields}
        shop.answers["getOrder"] = lambda _: {k: v for k, v in detail.items() if v is not None}
        page = show(shop, "/orders?open=order-demo-1", size)
        page.locator(".el-drawer h3").first.wait_for()
        return page, shop

    return make


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_address_is_changed(order: Order, size: dict[str, int]) -> None:
    page, shop = order(size, address=ADDRESS)
    page.get_by_role("button", name="修改收货地址").click()
    form = page.locator(".el-dialog")
    assert form.get_by_label("详细地址").input_value() == "新港街道新港中路397号"
    form.get_by_label("手机号").fill("x")
    form.get_by_text("手机号格式不对").wait_for()
    assert form.get_by_role("button", name="保存").is_disabled()
    form.get_by_label("手机号").fill(" 13900139000 ")
    form.get_by_label("区县").fill("天河区")
    assert form.get_by_label("行政区划代码").input_value() == "", "it was the other area's"
    form.get_by_label("行政区划代码").fill("440106")
    form.get_by_label("详细地址").fill("体育西路1号")
    form.get_by_role("button", name="保存").click()
    page.get_by_text("收货地址已修改").wait_for()
    form.wait_for(state="hidden")
    changed = {
        "userName": "张三",
        "telNumber": "13900139000",
        "provinceName": "广东省",
        "cityName": "广州市",
        "countyName": "天河区",
        "detailInfo": "体育西路1号",
        "nationalCode": "440106",
    }
    assert shop.sent("correctAddress") == [{"orderId": "order-demo-1", "address": changed}]


def test_an_address_that_is_refused_stays_in_the_form(order: Order) -> None:
    page, shop = order(address=ADDRESS)
    refusal = {"errCode": "NOT_DELIVERED", "errMsg": "部分商品不支持配送至该地区"}
    shop.answers["correctAddress"] = lambda _: {"_status": 409, **refusal}
    page.get_by_role("button", name="修改收货地址").click()
    form = page.locator(".el-dialog")
    form.get_by_label("省").fill("新疆维吾尔自治区")
    form.get_by_role("button", name="保存").click()
    page.get_by_text("部分商品不支持配送至该地区").wait_for()
    assert form.get_by_label("省").input_value() == "新疆维吾尔自治区"


@pytest.mark.parametrize(
    ("fields", "can_change", "can_note"),
    [
        ({"status": "PAID", "address": None}, True, True),
        ({"status": "PENDING", "address": ADDRESS}, True, False),
        ({"status": "PENDING", "address": None}, False, False),
        ({"status": "PAID", "delivery": "pickup", "address": None}, False, True),
        ({"status": "SHIPPED", "address": ADDRESS}, False, True),
        ({"status": "CLOSED", "address": None}, False, False),
    ],
)
def test_there_are_buttons_for_what_can_be_done(
    order: Order, fields: dict[str, Any], can_change: bool, can_note: bool
) -> None:
    page, _ = order(note=None, **fields)
    assert page.get_by_role("button", name="修改收货地址").is_visible() is can_change
    assert page.get_by_role("button", name="添加备注").is_visible() is can_note


def test_a_note_is_written_changed_and_taken_away(order: Order) -> None:
    page, shop = order(note=NOTE)
    drawer = page.locator(".el-drawer")
    assert "由 operator-2 填写于" in drawer.inner_text()
    for typed, text in (("加一份小样", "加一份小样"), ("  ", None)):
        drawer.get_by_role("button", name="编辑").click()
        form = page.locator(".el-dialog")
        assert form.get_by_label("商家备注").input_value() == "周五前发货"
        form.get_by_label("商家备注").fill(typed)
        form.get_by_role("button", name="保存").click()
        form.wait_for(state="hidden")
        said = shop.sent("noteOrder")[-1]
        assert said == {"orderId": "order-demo-1", "text": text, "seenAt": NOTE["at"]}


def test_a_part_refund_has_no_units_of_the_order_before(show: Callable[..., Any]) -> None:
    shop = Shop()

    def detail(data: dict[str, Any]) -> dict[str, Any]:
        mark = data["orderId"][-1]
        line = {"goodsId": "g", "title": f"商品 {mark}", "price": 100, "quantity": 2}
        return sample("getOrder") | {
            "orderId": data["orderId"],
            "items": [line | {"skuId": f"sku-{mark}"}],
        }

    shop.answers["getOrder"] = detail
    shop.answers["refundOrder"] = lambda data: sample("refundOrder")
    page = show(shop, "/orders?open=order-a")
    for mark in "ab":
        console.go(page, f"/orders?open=order-{mark}")
        page.locator(".el-drawer").get_by_text(f"商品 {mark}").first.wait_for()
        page.locator(".el-drawer").get_by_role("button", name="退款", exact=True).click()
        form = page.locator(".el-dialog")
        form.get_by_label("退款原因").fill("少发")
        form.get_by_text("只退部分商品").click()
        assert form.get_by_role("button", name="确认退款").is_disabled(), "nothing is chosen"
        form.get_by_label(f"商品 {mark}").fill("1")
        form.get_by_role("button", name="确认退款").click()
        form.wait_for(state="hidden")
    assert [data["items"] for data in shop.sent("refundOrder")] == [
        [{"skuId": f"sku-{mark}", "quantity": 1}] for mark in "ab"
    ]
