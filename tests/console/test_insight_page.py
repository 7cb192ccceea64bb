"""Insight: a question is asked; a sentence says the answer in plain words, a picture shows it, and
its numbers are in a table. In both languages; with nothing to say; when it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console
from tests.support.console import WIDE, Shop
from tests.support.console_pages import Opened, opened
from tests.support.console_places import (
    FUNNEL,
    PLACES,
    Answer,
    furnished,
    open_place,
    press,
    text,
)

LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
FUNCTIONS = {
    "the funnel": "analyzeFunnel",
    "retention": "analyzeRetention",
    "figures of goods": "analyzeGoods",
    "shares": "analyzeShares",
    "an experiment": "analyzeExperiment",
}
SENTENCES = {
    # 200 clicked, 50 placed an order, 40 paid: of the three steps, the first loses most.
    "the funnel": (
        "200 人「点击商品」，其中 20.0% 走到「支付」。"
        "流失最多的一步是「点击商品」到「下单」，流失 75.0%。",
        "200 people: Goods clicked. 20.0% of them got to: Order paid."
        " Most are lost from Goods clicked to Order placed: 75.0%.",
    ),
    # Of the two days whose next day is over: 30 + 18 of 100 + 60.
    "retention": (
        "次日留存 30.0%：每 100 个新用户约有 30 个第二天回来",
        "30.0% come back on the next day: 30 of 100",
    ),
    "figures of goods": (
        "共 45 笔支付订单，¥1,879.00，退款 ¥59.00。卖得最好的是「云南蓝莓」：¥1,180.00",
        "45 orders were paid: ¥1,879.00, ¥59.00 refunded. Best: 云南蓝莓, ¥1,180.00",
    ),
    "shares": (
        "分享带来 80 位访客、10 笔订单，共 ¥590.00，占总成交 50.0%",
        "Shares brought 80 visitors and 10 orders: ¥590.00, 50.0% of all",
    ),
    # Written by the shop, in the language of the page.
    "an experiment": (
        "更好 v2 比 v1 好：转化率高 50%。",
        "Better v2 is better than v1: 50 % more.",
    ),
}
CHARTS = {**SENTENCES, "an experiment": tuple(
    sentence.partition(" ")[2] for sentence in SENTENCES["an experiment"]
)}  # fmt: skip
TABLES = {
    "the funnel": [
        ["点击商品|Goods clicked", "200", "100.0%", "–", "0"],
        ["下单|Order placed", "50", "25.0%", "1 分钟|1 min", "0"],
        ["支付|Order paid", "40", "20.0%", "2 分钟|2 min", "0"],
    ],
    "retention": [
        ["2026-11-20", "100", "100.0%", "30.0%"],
        ["2026-11-21", "60", "100.0%", "30.0%"],
        ["2026-11-22", "10", "100.0%", "0.0%*"],
    ],
    "figures of goods": [
        ["云南蓝莓", "400", "100", "30", "25", "25.0%", "¥1,180.00"],
        ["五常大米", "400", "100", "30", "25", "25.0%", "¥699.00"],
    ],
    "shares": [
        ["sharer-number-1", "40", "2", "5", "¥295.00", "¥59.00"],
        ["sharer-number-2", "40", "2", "5", "¥295.00", "¥59.00"],
    ],
    "an experiment": [
        ["v1", "1000", "100", "10.0%", "0"],
        ["v2", "1000", "150", "15.0%", "0"],
        ["v2", "50.0%", "20.0% – 80.0%", "0.0012", "更好|Better"],
    ],
}
NOTHING: dict[str, Any] = {
    "the funnel": {
        "steps": [one | {"users": 0, "rate": 0.0, "medianMs": None} for one in FUNNEL["steps"]]
    },
    "retention": {"cohorts": []},
    "figures of goods": {
        "items": [],
        "totals": {"orders": 0, "fen": 0, "freightFen": 0, "refundedFen": 0},
    },
    "shares": {"items": [], "totals": {"visits": 0, "orders": 0, "fen": 0, "allFen": 0}},
    "an experiment": {"arms": [], "comparisons": [], "verdict": "noData"},
}
WORDS_OF_NOTHING = {
    "the funnel": "insight.nobody",
    "retention": "insight.retentionNone",
    "figures of goods": "insight.goodsNone",
    "shares": "insight.sharesNone",
    "an experiment": "verdict.noData",
}


@pytest.fixture(scope="module", params=LANGUAGES)
def insight(request: Any, browser: Any, page_url: str) -> Iterator[tuple[Opened, str]]:
    """The page in a language."""
    found = opened(browser, page_url, WIDE, None, LANGUAGES[request.param])
    yield found, request.param
    found[0].context.close()


def answers_with(shop: Shop, name: str, change: Answer | None = None) -> None:
    """The shop's answers are the usual ones; that of this question is changed."""
    shop.calls.clear()
    session = {key: shop.answers[key] for key in ("startConsole", "openConsole")}
    shop.answers = furnished().answers | session
    if change:
        shop.answers[FUNCTIONS[name]] = change


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_answer(insight: tuple[Opened, str], name: str) -> None:
    (page, watched, shop), language = insight
    answers_with(shop, name)
    if (name, language) == ("an experiment", "en"):
        usual, words = shop.answers["analyzeExperiment"], "v2 is better than v1: 50 % more."
        shop.answers["analyzeExperiment"] = lambda data: usual(data) | {"words": words}
    open_place(page, name, language)
    assert [called for called, _ in shop.calls].count(FUNCTIONS[name]) == 1
    assert shop.languages[FUNCTIONS[name]] == ("zh-CN" if language == "zh" else "en")
    at = language == "en"
    sentence = " ".join(page.locator("main .note").first.inner_text().split())
    assert sentence == SENTENCES[name][at].strip()
    chart = page.get_by_role("img", name=CHARTS[name][at].strip())
    assert chart.locator("canvas").first.is_visible()
    assert page.evaluate(PAINTED), "the picture is empty"
    answer = page.locator("main section.panel").last
    rows = [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in answer.locator("tbody tr").all()
    ]
    assert rows == [[one.split("|")[-at] for one in row] for row in TABLES[name]]
    assert watched.bad == []


# Whether the canvas has more than one colour.
PAINTED = """() => {
  return [...document.querySelectorAll('.chart canvas')].some(canvas => {
    const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(dots.buffer)).size > 2;
  });
}"""


def test_every_answer_is_tried() -> None:
    assert {name for name, (path, _) in PLACES.items() if path == "/insight"} == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nothing_to_say(insight: tuple[Opened, str], name: str) -> None:
    (page, watched, shop), language = insight
    usual = furnished().answers[FUNCTIONS[name]]
    answers_with(shop, name, lambda data: usual(data) | NOTHING[name])
    open_place(page, name, language)
    words = text(WORDS_OF_NOTHING[name], language)
    assert page.locator("main .note").first.inner_text().startswith(words)
    assert "NaN" not in page.locator("main").inner_text()
    assert watched.bad == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_cannot_be_read(insight: tuple[Opened, str], name: str) -> None:
    (page, _, shop), language = insight
    refusal = {"_status": 429, "errCode": "ANALYSIS_BUSY", "errMsg": "分析繁忙", "requestId": "r-1"}
    answers_with(shop, name, lambda _: dict(refusal))
    open_place(page, name, language)
    trouble = page.locator("main .trouble")
    assert "分析繁忙" in trouble.inner_text() and "r-1" in trouble.inner_text()
    assert page.locator(".chart").count() == 0
    answers_with(shop, name)
    trouble.get_by_role("button", name=text("again", language)).click()
    page.locator(".chart canvas").first.wait_for()
    assert trouble.count() == 0


def test_an_answer_that_takes_time_and_one_that_fails(fresh: Callable[..., Opened]) -> None:
    shop = furnished()
    waiting = {"queryId": "query-1", "state": "RUNNING", "done": 1, "total": 4}
    shop.answers["analyzeFunnel"] = lambda _: waiting
    states = [waiting | {"done": 3}, FUNNEL]
    shop.answers["getAnalysis"] = lambda _: states.pop(0)
    page, _, _ = fresh(shop=shop)
    console.go(page, "/insight")
    press("insight.ask")(page, "zh")
    page.get_by_role("progressbar", name=text("insight.counting")).wait_for()
    page.locator("main .note", has_text="200 人").wait_for()
    assert [data for name, data in shop.calls if name == "getAnalysis"] == [
        {"queryId": "query-1"}
    ] * 2
    shop.answers["getAnalysis"] = lambda _: waiting | {"state": "FAILED"}
    press("insight.ask")(page, "zh")
    page.locator(".trouble", has_text=text("insight.failed")).wait_for()


def test_what_is_asked_is_what_was_chosen(fresh: Callable[..., Opened]) -> None:
    page, _, shop = fresh(shop=furnished())
    console.go(page, "/insight")
    press("insight.addStep")(page, "zh")
    page.get_by_label("第 1 步").select_option("goods_impression")
    page.get_by_label("完成时限").select_option("24")
    press("insight.ask")(page, "zh")
    page.locator(".chart canvas").first.wait_for()
    asked = next(data for name, data in shop.calls if name == "analyzeFunnel")
    names = [step["event"] for step in asked["steps"]]
    assert names == ["goods_impression", "order_placed", "order_paid", "order_paid"]
    assert asked["window"] == 24 * 3_600_000
    assert asked["to"] - asked["from"] == 7 * 86_400_000 - 1
    press("insight.goods")(page, "zh")
    page.get_by_label("按", exact=True).select_option("channel")
    press("insight.ask")(page, "zh")
    page.get_by_text(re.compile("共 45 笔")).wait_for()
    assert next(data for name, data in shop.calls if name == "analyzeGoods")["by"] == "channel"
