"""What the staff does in the console, from the click to what is sent: exports, parcels, the FAQ,
notices, roles, alerts, browsers, dead letters, and sheets from files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import console
from tests.support.console import Shop, sample
from tests.support.console_pages import Opened
from tests.support.console_places import DIALOG, DRAWER, FAQ, furnished, open_place, press, text

Fresh = Callable[..., Opened]


def sent(shop: Shop, name: str) -> list[dict[str, Any]]:
    return [data for called, data in shop.calls if called == name]


def confirm(page: Any, key: str) -> None:
    """Answer the question whether somebody is sure."""
    page.locator(".el-message-box").get_by_role("button", name=text(key), exact=True).click()


def test_an_export_says_how_far_it_is(fresh: Fresh) -> None:
    shop = furnished()
    states = [
        {"state": "WAITING", "done": 0, "total": 400},
        {"state": "RUNNING", "done": 100, "total": 400},
        {"state": "DONE", "done": 400, "total": 400, "url": "https://files.example.com/1.csv"},
    ]
    shop.answers["getExport"] = lambda _: states.pop(0)
    page, watched, _ = fresh(shop=shop)
    open_place(page, "the export")
    page.locator(DRAWER).get_by_label(text("status")).select_option("PAID")
    press("export.button", DRAWER)(page, "zh")
    page.get_by_text(text("export.progress", done=100, total=400)).wait_for()
    assert page.get_by_role("progressbar").get_attribute("aria-valuenow") == "25"
    link = page.get_by_role("link", name=text("export.download"))
    link.wait_for()
    assert link.get_attribute("href") == "https://files.example.com/1.csv"
    assert page.get_by_role("progressbar").get_attribute("aria-valuenow") == "100"
    (asked,) = sent(shop, "exportOrders")
    assert asked["status"] == "PAID" and asked["to"] - asked["from"] == 7 * 86_400_000 - 1
    assert sent(shop, "getExport") == [{"exportId": "export-demo-1"}] * 3
    assert watched.bad == []


def test_an_export_that_fails_says_so(fresh: Fresh) -> None:
    shop = furnished()
    shop.answers["getExport"] = lambda _: {"state": "FAILED", "done": 100, "total": 400}
    page, _, _ = fresh(shop=shop)
    open_place(page, "the export")
    press("export.button", DRAWER)(page, "zh")
    page.get_by_text(text("export.failed")).wait_for()
    assert page.get_by_role("link", name=text("export.download")).count() == 0


def test_an_order_goes_out_in_two_parcels(fresh: Fresh) -> None:
    shop = furnished()
    page, watched, _ = fresh(shop=shop)
    open_place(page, "shipping a part")
    form = page.locator(DIALOG)
    units = form.get_by_label("云南蓝莓")
    assert [units.nth(at).input_value() for at in (0, 1)] == ["3", "3"]
    form.get_by_label("云南蓝莓 大").fill("2")
    form.get_by_label("云南蓝莓 小").fill("0")
    form.get_by_label(text("ship.number")).fill("75300001")
    press("ship.button", DIALOG)(page, "zh")
    page.get_by_text(text("ship.done")).wait_for()
    (first,) = sent(shop, "shipOrder")
    assert first["parcels"][0]["lines"] == [{"skuId": "sku-大", "quantity": 2}]
    # The order has the first parcel now: the second one takes what is left.
    order = shop.answers["getOrder"]
    gone = {
        "carrier": "ZTO",
        "carrierName": "中通快递",
        "trackingNumber": "75300001",
        "shippedAt": 1,
    }
    gone["lines"] = first["parcels"][0]["lines"]
    shop.answers["getOrder"] = lambda data: order(data) | {"parcels": [gone]}
    open_place(page, "shipping a part")
    assert [units.nth(at).input_value() for at in (0, 1)] == ["1", "3"]
    form.get_by_label(text("ship.number")).fill("75300002")
    press("ship.button", DIALOG)(page, "zh")
    page.get_by_text(text("ship.done")).first.wait_for()
    form.wait_for(state="hidden")
    second = sent(shop, "shipOrder")[1]
    assert second["parcels"][0]["trackingNumber"] == "75300002"
    assert [line["quantity"] for line in second["parcels"][0]["lines"]] == [1, 3]
    assert watched.bad == []


def test_a_question_of_the_faq_is_tried_and_saved(fresh: Fresh) -> None:
    page, watched, shop = fresh(shop=furnished())
    console.go(page, "/service")
    FAQ[0](page, "zh")
    press("faq.new")(page, "zh")
    form = page.locator(DIALOG)
    draft = form.get_by_role("button", name=text("faq.tryDraft"))
    form.get_by_label(text("faq.question")).fill("能开发票吗？")
    form.get_by_label(text("faq.text")).fill("发票怎么开")
    assert draft.is_disabled(), "there is no draft yet"
    form.get_by_label(text("faq.keywords")).fill("发票，开票 抬头")
    form.get_by_label(text("faq.answer")).fill("可以，请联系客服。")
    draft.click()
    form.get_by_role("status").filter(has_text="什么时候发货").wait_for()
    entry = {
        "faqId": None,
        "question": "能开发票吗？",
        "keywords": ["发票", "开票", "抬头"],
        "answer": "可以，请联系客服。",
    }
    assert sent(shop, "tryFaq") == [{"text": "发票怎么开", "draft": entry}]
    assert sent(shop, "saveFaq") == [], "trying saves nothing"
    press("save", DIALOG)(page, "zh")
    page.get_by_text(text("saved")).wait_for()
    assert sent(shop, "saveFaq") == [entry | {"hidden": False}]
    assert watched.bad == []


def test_a_notice_gets_its_template(fresh: Fresh) -> None:
    page, watched, shop = fresh(shop=furnished())
    open_place(page, "a notice")
    form = page.locator(DIALOG)
    form.get_by_label(text("notices.template")).fill(" template-1 ")
    form.get_by_label(text("notices.page")).fill("")
    press("add", DIALOG)(page, "zh")
    form.get_by_label(text("notices.key")).last.fill("time9")
    form.get_by_label(text("notices.text")).last.fill("{time}")
    press("remove", DIALOG)(page, "zh")  # the first field
    press("save", DIALOG)(page, "zh")
    page.get_by_text(text("saved")).wait_for()
    data = {"number2": "{size}", "phrase3": "拼团成功", "time9": "{time}"}
    assert sent(shop, "saveNotice") == [
        {"notice": "groupSuccess", "templateId": "template-1", "data": data, "page": None}
    ]
    assert watched.bad == []


def test_somebody_gets_a_role_and_loses_it(fresh: Fresh) -> None:
    shop = furnished()
    page, watched, _ = fresh(shop=shop)
    open_place(page, "the staff")
    press("staff.new")(page, "zh")
    form = page.locator(DIALOG)
    form.get_by_label(text("staff.openid")).fill(" agent-7 ")
    form.get_by_text("客服：").click()
    press("save", DIALOG)(page, "zh")
    form.wait_for(state="hidden")
    member = sample("listUsers")["items"][0] | {"openid": "agent-7", "roles": ["agent", "host"]}
    shop.answers["listUsers"] = lambda _: {"items": [member]}
    open_place(page, "a member of the staff")
    assert form.get_by_label(text("staff.openid")).input_value() == "agent-7"
    form.get_by_text("客服：").click()
    press("save", DIALOG)(page, "zh")
    form.wait_for(state="hidden")
    assert sent(shop, "setRole") == [
        {"openid": "agent-7", "roles": ["agent"]},
        {"openid": "agent-7", "roles": ["host"]},
    ]
    assert watched.bad == []


def test_who_takes_away_the_own_role_is_asked(fresh: Fresh) -> None:
    page, _, shop = fresh(shop=furnished())
    open_place(page, "a member of the staff")
    page.locator(DIALOG).locator(".el-checkbox").first.click()
    press("save", DIALOG)(page, "zh")
    page.get_by_text(text("staff.sureMine")).wait_for()
    confirm(page, "cancel")
    page.locator(".el-message-box").wait_for(state="hidden")
    assert sent(shop, "setRole") == []
    press("save", DIALOG)(page, "zh")
    confirm(page, "save")
    page.get_by_text(text("saved")).wait_for()
    assert sent(shop, "setRole") == [{"openid": "operator-1", "roles": []}]


def test_an_alert_is_switched_off(fresh: Fresh) -> None:
    shop = furnished()
    shop.answers["saveAlerts"] = lambda data: {
        "items": [
            one | {"on": data["kinds"].get(one["kind"], one["on"])}
            for one in sample("listAlerts")["items"]
        ],
        "robot": sample("listAlerts")["robot"],
    }
    page, watched, _ = fresh(shop=shop)
    open_place(page, "alerts")
    assert "invalid webhook url" in page.locator("main .note").inner_text()
    switch = page.get_by_role("switch", name=text("alert.lowStock"))
    assert switch.is_checked()
    switch.press("Space")
    page.get_by_text(text("saved")).wait_for()
    assert not switch.is_checked()
    assert sent(shop, "saveAlerts") == [{"kinds": {"lowStock": False}}]
    assert watched.bad == []


def test_a_browser_is_signed_out(fresh: Fresh) -> None:
    shop = furnished()
    page, watched, _ = fresh(shop=shop)
    open_place(page, "signing a browser out")
    confirm(page, "cancel")
    page.locator(".el-message-box").wait_for(state="hidden")
    assert sent(shop, "revokeConsole") == []
    rest = sample("listConsoleSessions")["items"][1:]
    shop.answers["listConsoleSessions"] = lambda _: {"items": rest}
    press("browsers.end")(page, "zh")
    confirm(page, "browsers.end")
    page.get_by_text(text("browsers.ended")).wait_for()
    assert sent(shop, "revokeConsole") == [{"sessionId": "console-demo-1"}]
    console.settled(page, "document.querySelectorAll('main tbody tr').length === 1")
    assert watched.bad == []


def test_this_browser_is_signed_out(fresh: Fresh) -> None:
    shop = furnished()
    mine = sample("listConsoleSessions")["items"][0] | {"isThis": True}
    shop.answers["listConsoleSessions"] = lambda _: {"items": [mine]}
    page, _, _ = fresh(shop=shop)
    open_place(page, "signing a browser out")
    shop.answers["openConsole"] = lambda _: {"state": "waiting", "expiresAt": 4_102_444_800_000}
    confirm(page, "browsers.end")
    page.locator(".code").wait_for()


def test_dead_letters_are_sent_again_until_none_is_left(fresh: Fresh) -> None:
    shop = furnished()
    answers = [{"moved": 10, "failed": 0, "left": 2}, {"moved": 2, "failed": 0, "left": 0}]
    shop.answers["redriveDeadLetters"] = lambda _: answers.pop(0)
    page, watched, _ = fresh(shop=shop)
    open_place(page, "dead letters")
    assert "order-demo-1R1" in page.locator("main").inner_text()
    press("system.redrive")(page, "zh")
    asked = page.locator(".el-message-box").inner_text()
    assert text("system.sureRedrive", messages=3, title="退款") in asked
    confirm(page, "system.redrive")
    page.get_by_text(text("system.redriven", moved=12, failed=0)).wait_for()
    assert sent(shop, "redriveDeadLetters") == [{"queue": "Refund"}] * 2
    assert watched.bad == []


ROWS = (
    ("订单号", "快递公司", "运单号", "手机号"),
    ("order-1", "中通快递", "75300001", ""),
    ("order-2", "顺丰", "SF1234567890", "13812345678"),
)
TABS, COMMAS = ("\r\n".join(sign.join(row) for row in ROWS) for sign in "\t,")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sheet.tsv", TABS.encode()),
        ("sheet.csv", COMMAS.encode()),
        ("from Excel.csv", COMMAS.encode("utf-8-sig")),
        ("from Excel.tsv", TABS.encode("utf-8-sig")),
        ("from an older Excel.csv", COMMAS.encode("gb18030")),
        ("Unicode text of Excel.txt", TABS.encode("utf-16")),
    ],
)
def test_a_sheet_from_a_file(fresh: Fresh, name: str, data: bytes) -> None:
    shop = furnished()
    shop.answers["shipOrders"] = lambda data: {
        "results": [{"orderId": row["orderId"], "ok": True} for row in data["rows"]]
    }
    page, watched, _ = fresh(shop=shop)
    console.go(page, "/orders")
    press("batch.title")(page, "zh")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=text("batch.file")).click()
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_text(text("batch.preview", rows=2, ok=2, bad=0)).wait_for()
    page.get_by_role("button", name=text("batch.send", rows=2)).click()
    page.get_by_text(text("batch.summary", ok=2, failed=0)).wait_for()
    (asked,) = sent(shop, "shipOrders")
    assert [list(row.values()) for row in asked["rows"]] == [
        ["order-1", "ZTO", "75300001", None],
        ["order-2", "SF", "SF1234567890", "138****5678"],
    ]
    assert watched.bad == []
