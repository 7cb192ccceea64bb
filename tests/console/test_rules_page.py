"""The console's rules of points, and groups and flash sales that change while they are shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import console
from tests.support.console import Shop, refused

HOUR = 3_600_000
Show = Callable[..., Any]
Answer = dict[str, Any]


# --- rules of points -----------------------------------------------------------------------------


def editor(show: Show, shop: Shop, row: int | None) -> Any:
    """The form of a rule, by its place in the list; of a new one."""
    shop.answers["saveScoreRule"] = lambda _: console.sample("saveScoreRule")
    page = show(shop, "/points")
    if row is None:
        page.get_by_role("button", name="新建规则").click()
    else:
        page.locator("tbody tr").nth(row).get_by_role("button", name="编辑").click()
    page.locator(".el-dialog").wait_for()
    return page


def save(page: Any) -> None:
    page.locator(".el-dialog").get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def test_a_new_rule(show: Show) -> None:
    shop = Shop()
    page = editor(show, shop, None)
    form = page.locator(".el-dialog")
    button = form.get_by_role("button", name="保存")
    name = form.get_by_label("事由编号")
    for wrong in ("Watch", "1st", "spend", "invite"):
        name.fill(wrong)
        form.locator(".field-error").wait_for()
        assert button.is_disabled(), wrong
    name.fill("watch_live")
    form.get_by_label("固定积分").fill("3")
    form.get_by_label("计次").select_option("goods_day")
    save(page)
    assert shop.sent("saveScoreRule") == [
        {
            "action": "watch_live",
            "points": 3,
            "percent": 0,
            "per": "goods_day",
            "dailyCap": 0,
            "months": 12,
            "claimable": True,
        }
    ]


def test_what_counts_each_time_cannot_be_claimed(show: Show) -> None:
    page = editor(show, Shop(), None)
    form = page.locator(".el-dialog")
    form.get_by_label("事由编号").fill("watch_live")
    form.get_by_label("计次").select_option("event")
    form.get_by_text("小程序不能申领").wait_for()
    assert form.get_by_role("button", name="保存").is_disabled()
    form.get_by_text("允许小程序申领").click()
    assert form.get_by_role("button", name="保存").is_enabled()


def test_streaks_of_check_ins(show: Show) -> None:
    shop = Shop()
    page = editor(show, shop, 0)
    form = page.locator(".el-dialog")
    days, points = form.get_by_label("连续天数"), form.get_by_label("奖励积分")
    form.get_by_role("button", name="添加一档").click()
    assert form.get_by_role("button", name="保存").is_disabled()
    points.nth(2).fill("500")
    days.nth(2).fill("30")
    form.get_by_text("天数不能重复").wait_for()
    days.nth(2).fill("100")
    form.get_by_role("button", name="移除").first.click()
    save(page)
    sent = shop.sent("saveScoreRule")[0]
    assert sent["streak"] == [{"days": 30, "points": 100}, {"days": 100, "points": 500}]
    assert sent["per"] == "day" and sent["claimable"] is True


def test_what_the_shop_counts_itself_is_sent_without_its_count(show: Show) -> None:
    shop = Shop()
    page = editor(show, shop, 3)
    form = page.locator(".el-dialog")
    assert form.get_by_label("计次").is_disabled()
    form.get_by_label("抵 1 元需要的积分").fill("200")
    save(page)
    assert shop.sent("saveScoreRule") == [
        {"action": "redeem", "percent": 50, "dailyCap": 0, "months": 1, "pointsPerYuan": 200}
    ]


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("固定积分", ("", "1000001", "-1", "1.5")),
        ("每消费 1 元的积分", ("", "101")),
        ("每日上限（次）", ("", "1001")),
        ("有效期（月）", ("", "0", "25")),
    ],
)
def test_a_field_that_is_empty_or_wrong_is_not_saved(
    show: Show, label: str, values: tuple[str, ...]
) -> None:
    page = editor(show, Shop(), 0)
    form = page.locator(".el-dialog")
    for value in values:
        form.get_by_label(label).fill(value)
        form.locator(".field-error").wait_for()
        assert form.get_by_role("button", name="保存").is_disabled(), value


# --- groups --------------------------------------------------------------------------------------


def test_open_groups_show_their_progress(show: Show) -> None:
    shop = Shop()
    page = show(shop, "/campaigns", clock=True)
    progress = page.locator("tbody tr", has_text="已付款")
    assert "已付款 1 / 100" in progress.inner_text()
    answer = console.sample("listGroups")
    answer["items"][0]["members"] = 7
    shop.answers["listGroups"] = lambda _: answer
    page.clock.fast_forward(10_000)
    page.get_by_text("已付款 7 / 100").wait_for()
    assert "已付款 1 / 100" not in progress.inner_text()


# --- flash sales ---------------------------------------------------------------------------------


def sales_of(shop: Shop, count: int, *, over: bool = False) -> None:
    now = int(time.time() * 1000)
    times = (
        {"startAt": now - 9 * HOUR, "endAt": now - HOUR}
        if over
        else {"startAt": now - HOUR, "endAt": now + HOUR}
    )
    card = console.sample("listSales")["items"][0] | times
    cards = [card | {"saleId": f"sale-{number}"} for number in range(count)]
    shop.answers["listSales"] = lambda data: {"items": cards if data["ended"] == over else []}
    sale = console.sample("getSale") | times
    shop.answers["getSale"] = lambda data: sale | {"saleId": data["saleId"], "sold": 4}


def test_all_sales_that_run_are_counted(show: Show) -> None:
    shop = Shop()
    sales_of(shop, 23)
    page = show(shop, "/campaigns?tab=sales")
    console.settled(page, "document.querySelectorAll('.el-progress').length === 23")
    assert {data["saleId"] for data in shop.sent("getSale")} == {f"sale-{n}" for n in range(23)}


def test_sales_that_are_over(show: Show) -> None:
    shop = Shop()
    sales_of(shop, 2, over=True)
    page = show(shop, "/campaigns?tab=sales")
    page.get_by_text("还没有秒杀").wait_for()
    page.locator(".tab", has_text="已结束").click()
    page.get_by_text("已售 4").nth(1).wait_for()
    assert page.get_by_role("button", name="编辑").count() == 0


def test_a_count_that_cannot_be_read_says_so_and_the_last_one_stays(show: Show) -> None:
    shop = Shop()
    sales_of(shop, 1)
    page = show(shop, "/campaigns?tab=sales", clock=True)
    page.get_by_text("已售 4").wait_for()
    answer = shop.answers["getSale"]
    shop.answers["getSale"] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page.clock.fast_forward(4000)
    failed = page.locator("p.note.bad", has_text="销量没有读到")
    failed.wait_for()
    assert page.get_by_text("已售 4").count() == 1
    shop.answers["getSale"] = answer
    failed.get_by_role("button", name="重试").click()
    failed.wait_for(state="hidden")
