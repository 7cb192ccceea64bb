"""Every page of the console with answers from docs/api.md: it has its texts, errors and empty lists
have words, and the forms send what they say.

No stack is needed: the answers are the examples of docs/openapi.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console
from tests.support.console import WIDE, Shop, refused, sample
from tests.support.console_pages import PAGES, Opened, opened, rows_of, show


@pytest.fixture(scope="module")
def wide(browser: Any, page_url: str) -> Iterator[Opened]:
    page, watched, shop = opened(browser, page_url, WIDE)
    yield page, watched, shop
    page.context.close()


def test_there_is_a_text_for_each_page(wide: Opened) -> None:
    page, watched, _ = wide
    for name in PAGES:
        show(page, name)
        assert page.locator("h1").first.inner_text(), name
        assert "undefined" not in page.locator("main").inner_text(), name
        assert page.locator(".trouble").count() == 0, name
    assert watched.bad == []


def test_a_page_that_cannot_be_read_says_why_and_tries_again(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    shop.answers["searchOrders"] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page, _, _ = fresh(shop=shop)
    show(page, "orders")
    trouble = page.locator(".trouble")
    assert "系统繁忙" in trouble.inner_text() and "request-1" in trouble.inner_text()
    del shop.answers["searchOrders"]
    trouble.get_by_role("button").click()
    page.locator("table tbody tr").first.wait_for()


def test_empty_lists_say_so(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    shop.change = lambda answer: (
        answer | {"items": [], "cursor": None}
        if isinstance(answer, dict) and "items" in answer
        else answer
    )
    page, _, _ = fresh(shop=shop)
    for name in ("orders", "after-sale", "goods", "groups", "sales", "lives"):
        show(page, name)
        assert page.locator("main .state").first.inner_text(), name


def test_a_session_that_has_ended_leads_back_to_the_code(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    page, _, _ = fresh(shop=shop)
    show(page, "goods")
    shop.answers["openConsole"] = lambda _: {"state": "waiting", "expiresAt": 4_102_444_800_000}
    shop.answers["listGoodsForOperators"] = refused(401, "UNAUTHENTICATED", "登录已失效")
    page.get_by_role("button", name="刷新").click()
    page.locator(".code").wait_for()
    assert "登录已失效" in page.locator("main").inner_text()


def test_the_session_is_in_memory_alone(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    page, _, _ = fresh(shop=shop)
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert json.loads(kept) == [{}, {}, ""]
    shop.answers["openConsole"] = lambda _: {"state": "waiting", "expiresAt": 4_102_444_800_000}
    page.reload()
    page.locator(".code").wait_for()


@pytest.mark.parametrize(
    ("role", "pages"), [("host", ["直播"]), ("agent", ["客服"])], ids=["host", "agent"]
)
def test_each_role_sees_its_pages(
    fresh: Callable[..., Opened], role: str, pages: list[str]
) -> None:
    page, _, _ = fresh(shop=Shop((role,)))
    assert page.locator("nav.menu a").all_inner_texts() == pages
    console.go(page, "/orders")
    page.locator("main").get_by_text("不能查看").wait_for()


def test_english(fresh: Callable[..., Opened]) -> None:
    page, _, _ = fresh()
    page.get_by_role("button", name="English").click()
    assert page.locator("nav.menu a").first.inner_text() == "Today"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_filter_wins_over_an_older_answer_that_is_late(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    answer = rows_of("searchOrders")
    shop.answers["searchOrders"] = lambda data: (
        answer({}) | {"items": [answer({})["items"][0] | {"orderId": f"status-{data['status']}"}]}
    )
    page, _, _ = fresh(shop=shop)
    console.go(page, "/orders")
    for label in ("待付款", "已发货", "已完成"):
        page.locator(".tab", has_text=label).click()
    page.get_by_text("status-COMPLETED").wait_for()
    assert page.locator("tbody tr").count() == 1


SHEET = (
    "订单号\t快递公司\t运单号\t手机号\n"
    "order-1\t顺丰\tSF1234567890\t13812345678\n"
    "order-2\t中通快递\t75300001\t\n"
    "order-3\t没有的快递\t1\t\n"
)


def test_a_sheet_is_read_as_people_write_it(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    shop.answers["shipOrders"] = lambda data: {
        "results": [{"orderId": row["orderId"], "ok": True} for row in data["rows"]]
    }
    page, _, _ = fresh(shop=shop)
    show(page, "orders")
    page.get_by_role("button", name="批量发货").click()
    page.locator("textarea").fill(SHEET)
    assert "2 行可发货，1 行有问题" in page.locator(".el-drawer .note").inner_text()
    page.get_by_role("button", name="发货 2 行").click()
    page.get_by_text("发货成功 2 行").wait_for()
    sent = next(data for name, data in shop.calls if name == "shipOrders")["rows"]
    assert sent == [
        {
            "orderId": "order-1",
            "carrier": "SF",
            "trackingNumber": "SF1234567890",
            "contact": "138****5678",
        },
        {"orderId": "order-2", "carrier": "ZTO", "trackingNumber": "75300001", "contact": None},
    ]


def test_a_sheet_with_commas_keeps_the_full_width_ones_of_its_texts(
    fresh: Callable[..., Opened],
) -> None:
    """The shop's own export has them in the goods and in addresses."""
    page, _, _ = fresh()
    show(page, "orders")
    page.get_by_role("button", name="批量发货").click()
    columns = "订单号,商品,收货地址,快递公司,运单号"
    row = "order-1,T恤（颜色：红，尺寸：L）,新港中路397号，2栋,中通快递,75300001"
    page.locator("textarea").fill(f"{columns}\n{row}\n")
    page.get_by_role("button", name="发货 1 行").wait_for()
    page.locator("textarea").fill("订单号，快递公司，运单号\norder-1，中通快递，75300001\n")
    page.get_by_role("button", name="发货 1 行").wait_for()


def test_a_sheet_that_is_too_long_is_cut_between_two_orders(fresh: Callable[..., Opened]) -> None:
    """An order of which only some parcels are sent would be shipped as if they were all."""
    page, _, _ = fresh()
    show(page, "orders")
    page.get_by_role("button", name="批量发货").click()
    lines = [f"order-{n}\t中通快递\t{75300001 + n}" for n in range(1999)]
    lines += [f"two-parcels\t中通快递\t{85300001 + n}" for n in range(2)]
    put = "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')) }"
    page.locator("textarea").evaluate(put, "\n".join(lines))  # `fill` takes a minute
    page.get_by_role("button", name="发货 1999 行").wait_for()
    page.get_by_text("最后 2 行不在其中").wait_for()


def test_a_ledger_is_not_shown_under_another_users_name(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    busy = refused(503, "BUSY", "系统繁忙，请稍后再试")
    shop.answers["listScore"] = lambda data: (
        sample("listScore") if data["openid"] == "user-1" else busy(data)
    )
    page, _, _ = fresh(shop=shop)
    console.go(page, "/points")
    page.locator(".tab", has_text="用户积分").click()
    field = page.get_by_label("OpenID").first
    for user in ("user-1", "user-2"):
        field.fill(user)
        field.press("Enter")
        page.get_by_text(user).first.wait_for()
        if user == "user-1":
            page.locator("tbody tr").first.wait_for()
    page.get_by_text("系统繁忙").wait_for()
    assert page.locator("tbody tr").count() == 0


def test_a_refund_that_is_sent_again_is_the_same_refund(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    shop.answers["refundOrder"] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page, _, _ = fresh(shop=shop)
    show(page, "order")
    page.locator(".el-drawer").get_by_role("button", name="退款", exact=True).click()
    form = page.locator(".el-dialog")
    form.get_by_label("退款原因").fill("同意退款")
    for sent in (1, 2):
        form.get_by_role("button", name="确认退款").click()
        for _ in range(100):
            if len(keys := [key for name, key in shop.keys if name == "refundOrder"]) == sent:
                break
            page.wait_for_timeout(50)
    assert len(keys) == 2 and len(set(keys)) == 1 and keys[0]


def test_goods_are_put_into_another_order_by_dragging(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    answer = rows_of("listGoodsForOperators")
    shop.answers["listGoodsForOperators"] = lambda data: {
        "items": [row | {"state": "shown"} for row in answer(data)["items"][:4]],
        "cursor": None,
    }
    shop.answers["rankGoods"] = lambda _: {"items": []}
    page, _, _ = fresh(shop=shop)
    show(page, "goods")
    page.locator(".tab", has_text="在售").click()
    page.locator(".goods[draggable=true]").nth(3).drag_to(page.locator(".goods").nth(1))
    page.get_by_text("顺序已更新").wait_for()
    moved = next(data for name, data in shop.calls if name == "rankGoods")
    assert moved == {"goodsId": "goodsId-3", "after": "goodsId-0"}


def test_the_keyboard_opens_and_closes_what_a_mouse_does(fresh: Callable[..., Opened]) -> None:
    page, _, _ = fresh()
    show(page, "orders")
    page.locator("tbody button.link").first.focus()
    page.keyboard.press("Enter")
    page.locator(".el-drawer").wait_for()
    page.keyboard.press("Escape")
    page.locator(".el-drawer").wait_for(state="hidden")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_the_same_form_sent_twice_is_one_request(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    page, _, _ = fresh(shop=shop)
    show(page, "settings")
    page.get_by_role("button", name="运费模板").click()
    page.get_by_role("button", name="新建模板").click()
    page.get_by_label("名称").fill("全国")
    page.get_by_label("首费").fill("8.5")
    page.get_by_role("button", name="保存").dblclick()
    page.get_by_text("已保存").wait_for()
    saved = [data for name, data in shop.calls if name == "saveFreight"]
    assert len(saved) == 1 and saved[0]["firstFen"] == 850


def test_an_amount_is_never_a_fraction_of_a_fen(fresh: Callable[..., Opened]) -> None:
    page, _, _ = fresh()
    show(page, "settings")
    page.get_by_role("button", name="运费模板").click()
    page.get_by_role("button", name="新建模板").click()
    page.get_by_label("名称").fill("全国")
    save = page.get_by_role("button", name="保存")
    for typed, is_amount in (
        ("19.9", True),
        ("¥ 8", True),
        ("8.555", False),
        ("-1", False),
        ("一", False),
    ):
        page.get_by_label("首费").fill(typed)
        assert save.is_enabled() is is_amount, typed
