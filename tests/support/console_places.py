"""What the console shows only after clicks: tabs, drawers, forms, answers, questions. And a shop
whose answers have something for each of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.support import console
from tests.support.console import ROOT, Shop, sample

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW = 1_795_305_600_000
Step = Callable[["Page", str], None]
Answer = Callable[[dict[str, Any]], Any]
DRAWER, DIALOG, MAIN = ".el-drawer", ".el-dialog", "main"


@functools.cache
def texts() -> dict[str, tuple[str, str]]:
    """All texts of the page: Chinese and English."""
    source = (ROOT / "console" / "src" / "texts.ts").read_text()
    rows = re.findall(r'^\s+"?([\w.]+)"?: \["(.*)", "(.*)"\],$', source, re.MULTILINE)
    return {key: (chinese, english) for key, chinese, english in rows}


def text(key: str, language: str = "zh", **values: object) -> str:
    """A text of the page, with these values."""
    found = texts()[key][language == "en"]
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", str(value))
    return found


def press(key: str, within: str = MAIN) -> Step:
    """Press the first button that has this text."""
    return lambda page, language: (
        page.locator(within)
        .get_by_role("button", name=text(key, language), exact=True)
        .first.click()
    )


def click(selector: str) -> Step:
    return lambda page, _: page.locator(selector).first.click()


def fill(key: str, value: str, within: str = MAIN) -> Step:
    """Write into the field with this label."""
    return lambda page, language: (
        page.locator(within).get_by_label(text(key, language), exact=True).first.fill(value)
    )


FAQ = (press("faq.title"),)
LOOK = (
    press("points.account"),
    fill("staff.openid", "shopper-1"),
    press("search"),
)
# The page, and what leads to the place.
PLACES: dict[str, tuple[str, tuple[Step, ...]]] = {
    "an order": ("/orders?open=order-paid", ()),
    "an order that is shipped": ("/orders?open=order-shipped", ()),
    "an order whose buyer wants a refund": ("/orders?open=order-asked", ()),
    "shipping": ("/orders", (press("ship.button"),)),
    "shipping a part": (
        "/orders?open=order-paid",
        (press("ship.button", DRAWER), click(f"{DIALOG} .el-checkbox")),
    ),
    "a refund": (
        "/orders?open=order-paid",
        (press("refund.grant", DRAWER), click(f"{DIALOG} .el-checkbox")),
    ),
    "denying a refund": ("/orders?open=order-asked", (press("refund.deny", DRAWER),)),
    "correcting parcels": ("/orders?open=order-shipped", (press("ship.correct", DRAWER),)),
    "changing an address": ("/orders?open=order-paid", (press("address.change", DRAWER),)),
    "a note": ("/orders?open=order-paid", (press("edit", DRAWER),)),
    "the export": ("/orders", (press("export.title"),)),
    "a sheet": (
        "/orders",
        (press("batch.title"), lambda page, _: page.locator("textarea").fill(SHEET)),
    ),
    "an after-sale": ("/after-sale?open=after-sale-demo-1", ()),
    "agreeing to an after-sale": ("/after-sale", (press("after.agree"),)),
    "denying an after-sale": ("/after-sale", (press("after.deny"),)),
    "the goods' editor": ("/goods?open=goods-demo-1", ()),
    "a question": ("/goods", (click("main tbody .el-button--small:last-child"),)),
    "a group": ("/campaigns?group=group-demo-1", ()),
    "sales": ("/campaigns?tab=sales", ()),
    "a sale": ("/campaigns?tab=sales", (press("edit"),)),
    "a new room": ("/live", (press("live.new"),)),
    "a live": ("/live?room=live-demo-1", (press("insight.ask"),)),
    "planning a push": ("/live?room=live-demo-1", (press("live.plan"),)),
    "moving a push": ("/live?room=live-demo-1", (press("live.move"),)),
    "cancelling a push": ("/live?room=live-demo-1", (press("live.cancel"),)),
    "a rule of points": ("/points", (press("edit"),)),
    "an account": ("/points", LOOK),
    "changing points": ("/points", (*LOOK, press("points.adjust"))),
    "a conversation": ("/service", (click("button.person"),)),
    "the FAQ": ("/service", FAQ),
    "what the bot says": (
        "/service",
        (*FAQ, fill("faq.text", "什么时候发货"), press("faq.tryButton")),
    ),
    "a question of the FAQ": (
        "/service",
        (
            *FAQ,
            press("edit"),
            fill("faq.text", "什么时候发货", DIALOG),
            press("faq.tryDraft", DIALOG),
        ),
    ),
    "the rules of the service": ("/service", (press("service.rules"),)),
    "the funnel": ("/insight", (press("insight.ask"),)),
    "retention": ("/insight", (press("insight.retention"), press("insight.ask"))),
    "figures of goods": ("/insight", (press("insight.goods"), press("insight.ask"))),
    "shares": ("/insight", (press("insight.shares"), press("insight.ask"))),
    "an experiment": ("/insight", (press("insight.experiments"), press("insight.result"))),
    "notices": ("/settings", ()),
    "a notice": ("/settings", (press("edit"),)),
    "the staff": ("/settings", (press("staff.title"),)),
    "a member of the staff": ("/settings", (press("staff.title"), press("edit"))),
    "browsers": ("/settings", (press("browsers.title"),)),
    "signing a browser out": ("/settings", (press("browsers.title"), press("browsers.end"))),
    "alerts": ("/settings", (press("alerts.title"),)),
    "freight": ("/settings", (press("freight.title"),)),
    "a template of freight": ("/settings", (press("freight.title"), press("edit"))),
    "dead letters": ("/system", (press("system.look"),)),
    "sending dead letters again": ("/system", (press("system.redrive"),)),
}
SHEET = "order-1\t顺丰\tSF1234567890\t13812345678\norder-2\t信鸽\t1\n"


def open_place(page: Page, name: str, language: str = "zh") -> None:
    """The place, with all that it reads."""
    path, steps = PLACES[name]
    question = page.locator(".el-message-box__btns button").first
    if question.is_visible():
        question.click()
    console.reopen(page, path)
    console.settled(page)
    for step in steps:
        step(page, language)
        console.settled(page)
    # Nothing moves when it is looked at.
    moving = "[...document.getAnimations()].some(one => one.effect?.getTiming().iterations === 1)"
    console.settled(page, f"!({moving})")


# --- Answers that have something everywhere -------------------------------------------------------

ADDRESS = {
    "userName": "张三",
    "telNumber": "13800138000",
    "provinceName": "广东省",
    "cityName": "广州市",
    "countyName": "海珠区",
    "streetName": "新港街道",
    "detailInfo": "新港中路397号",
}
LINES = [
    {
        "skuId": f"sku-{size}",
        "goodsId": "goods-demo-1",
        "title": "云南蓝莓",
        "price": 5900,
        "quantity": 3,
        "options": {"规格": size},
    }
    for size in ("大", "小")
]
PARCEL = {
    "carrier": "ZTO",
    "carrierName": "中通快递",
    "trackingNumber": "75300001",
    "shippedAt": NOW,
}
REFUND = {
    "refundNo": "refund-1",
    "status": "SUCCESS",
    "why": "REQUEST",
    "reason": "少发一件",
    "amount": 5900,
    "at": NOW,
}
STEPS = [{"at": NOW, "what": "PAID", "by": "wechat", "why": "已付款"}]


def _order(data: dict[str, Any]) -> Any:
    order = sample("getOrder") | {
        "orderId": data["orderId"],
        "status": "PAID",
        "items": LINES,
        "address": ADDRESS,
        "remark": "放门口",
        "note": {"text": "周五前发货", "by": "operator-1", "at": NOW},
        "history": STEPS,
        "total": 35_400,
    }
    if data["orderId"] == "order-asked":
        order["refundAsked"] = "不想要了"
    if data["orderId"] == "order-shipped":
        order |= {"status": "SHIPPED", "parcels": [PARCEL], "refunds": [REFUND], "refunded": 5900}
    return order


def _push(data: dict[str, Any]) -> Any:
    now = 4_000_000_000_000
    pushes = [
        {"pushId": "push-1", "goodsId": "goods-demo-1", "fireAt": now, "bubbleSeconds": 30}
        | {"status": "SCHEDULED"}
    ]
    return {"items": pushes, "cursor": None}


def _numbers(**fields: Any) -> Any:
    return {
        "queryId": "query-1",
        "state": "DONE",
        "scannedBytes": 3_145_728,
        "usd": 0.00002,
    } | fields


FUNNEL = _numbers(
    steps=[
        {"event": event, "users": users, "rate": users / 200, "medianMs": ms, "open": 0}
        for event, users, ms in (
            ("goods_click", 200, None),
            ("order_placed", 50, 90_000),
            ("order_paid", 40, 120_000),
        )
    ],
    unfinished=0,
    totalMedianMs=120_000,
)
RETENTION = _numbers(
    unit="day",
    cohorts=[
        {
            "start": f"2026-11-{day}",
            "users": users,
            "unfinished": False,
            "cells": [
                {"users": users, "rate": 1.0, "unfinished": False},
                {"users": back, "rate": back / users, "unfinished": day == 22},
            ],
        }
        for day, users, back in ((20, 100, 30), (21, 60, 18), (22, 10, 0))
    ],
)
GOODS = _numbers(
    by="goods",
    items=[
        {
            "key": f"goods-{number}",
            "title": title,
            "impressions": 400,
            "clicks": 100,
            "ordered": 30,
            "paid": 25,
            "units": 25,
            "fen": fen,
        }
        for number, title, fen in ((1, "云南蓝莓", 118_000), (2, "五常大米", 69_900))
    ],
    totals={"orders": 45, "fen": 187_900, "freightFen": 0, "refundedFen": 5900},
)
SHARES = _numbers(
    items=[
        {
            "sharer": f"sharer-number-{number}",
            "code": f"code-{number}",
            "visits": 40,
            "firstOrders": 2,
            "orders": 5,
            "fen": 29_500,
            "refundedFen": 5900,
        }
        for number in (1, 2)
    ],
    totals={"visits": 80, "orders": 10, "fen": 59_000, "allFen": 118_000},
)
ARMS = [
    {
        "name": name,
        "users": 1000,
        "conversions": done,
        "rate": done / 1000,
        "value": None,
        "waiting": 0,
    }
    for name, done in (("v1", 100), ("v2", 150))
]


def _experiment() -> Any:
    found = sample("analyzeExperiment")
    better = found["comparisons"][0] | {
        "verdict": "better",
        "relative": 0.5,
        "relativeLow": 0.2,
        "relativeHigh": 0.8,
        "correctedP": 0.0012,
    }
    return found | {
        "arms": ARMS,
        "comparisons": [better],
        "verdict": "better",
        "words": "v2 比 v1 好：转化率高 50%。",
    }


def _live() -> Any:
    shown = sample("listGoods")["items"][0]
    return sample("getLive") | {
        "status": "LIVE",
        "startAt": NOW,
        "viewers": 12,
        "likes": 34,
        "onShow": {
            "type": "goodsPush",
            "pushId": "push-0",
            "liveId": "live-demo-1",
            "goods": shown,
            "at": NOW,
            "bubbleEndsAt": 4_000_000_000_000,
            "left": 7,
            "now": NOW,
        },
    }


def _goods() -> Any:
    goods = sample("getGoods")
    sku = goods["skus"][0]
    sizes = [
        sku | {"skuId": f"sku-{size}", "title": size, "options": {"规格": size}} for size in "大小"
    ]
    return goods | {"options": [{"name": "规格", "values": ["大", "小"]}], "skus": sizes}


def furnished(change: Callable[[Any], Any] = lambda answer: answer) -> Shop:
    """A shop that has something for each place. `change` changes each answer."""
    shop = Shop()
    shop.change = change
    service = {
        "phrases": [{"title": "问候", "text": "您好"}],
        "hours": [{"days": [1, 2], "from": "09:00", "to": "18:00"}],
    }
    entry = sample("listScore")["items"][0]
    dead = {"queue": "Refund", "title": "退款", "messages": 3, "canRedrive": True}
    stuck = {"orderId": "order-1", "status": "PAID", "why": "refund", "since": NOW}
    alarm = {"name": "Alarm-1", "description": "Requests fail.", "since": NOW}
    robot = {"isSet": True, "sentAt": None, "failedAt": NOW, "failure": "invalid webhook url"}
    answers: dict[str, Answer] = {
        "getOrder": _order,
        "getAfterSale": lambda _: sample("getAfterSale") | {"note": "请寄回", "history": STEPS},
        "getGoods": lambda _: _goods(),
        "getLive": lambda _: _live(),
        "listGoodsPush": _push,
        "listScore": lambda _: {"items": [entry | {"reason": "活动补发"}], "cursor": None},
        "getService": lambda _: sample("getService") | service,
        "analyzeFunnel": lambda _: FUNNEL,
        "analyzeRetention": lambda _: RETENTION,
        "analyzeGoods": lambda _: GOODS,
        "analyzeShares": lambda _: SHARES,
        "analyzeExperiment": lambda _: _experiment(),
        "listSales": lambda _: {
            "items": [sample("listSales")["items"][0] | {"endAt": 4_102_444_800_000}]
        },
        "listAlerts": lambda _: sample("listAlerts") | {"robot": robot},
        "systemStatus": lambda _: (
            sample("systemStatus")
            | {
                "deadLetters": [dead],
                "stuck": [stuck | {"detail": "微信未答复", "kind": "new", "refunds": []}],
                "alarms": [alarm],
            }
        ),
    }
    for name, answer in answers.items():
        shop.answers[name] = lambda data, answer=answer: shop.change(answer(data))
    return shop
