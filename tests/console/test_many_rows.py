"""Each page with ten thousand rows behind it: the first rows are there, the next ones can be
reached, and the page holds no more elements than a browser bears. Most lists come page by page;
what comes at once is drawn piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import console
from tests.support.console import Shop, sample
from tests.support.console_pages import PAGES, Opened, rows_of
from tests.support.console_places import FAQ, GOODS, LOOK, RETENTION, SHARES, Step, furnished, press

ALL = 10_000
MOST_ELEMENTS = 12_000  # a row has about 20

# The function that reads the list page by page, the page, and what leads to the list.
PAGED: dict[str, tuple[str, str, tuple[Step, ...]]] = {
    "orders": ("searchOrders", PAGES["orders"], ()),
    "after-sale": ("listAfterSales", PAGES["after-sale"], ()),
    "goods": ("listGoodsForOperators", PAGES["goods"], ()),
    "groups": ("listGroups", PAGES["groups"], ()),
    "lives": ("listLives", PAGES["lives"], ()),
    "service": ("listConversations", PAGES["service"], ()),
    "the FAQ": ("listFaq", PAGES["service"], FAQ),
    "the ledger of points": ("listScore", PAGES["points"], LOOK),
}


def elements(page: Any) -> int:
    return int(page.evaluate("document.querySelectorAll('*').length"))


@pytest.mark.parametrize("name", list(PAGED))
def test_a_list_that_comes_page_by_page(fresh: Callable[..., Opened], name: str) -> None:
    function, path, steps = PAGED[name]
    shop = furnished()
    shop.answers[function] = rows_of(function)
    page, watched, _ = fresh(shop=shop)
    console.go(page, path)
    for step in steps:
        step(page, "zh")
    rows = "main table tbody tr, main .people > li"
    page.locator(rows).first.wait_for()
    assert page.locator(rows).count() == 50
    for shown in (100, 150):
        page.get_by_role("button", name="加载更多").click()
        console.settled(page, f"document.querySelectorAll('{rows}').length === {shown}")
    asked = [data.get("cursor") for called, data in shop.calls if called == function]
    assert asked[:3] == [None, "50", "100"]
    assert elements(page) < MOST_ELEMENTS
    assert watched.bad == []


def many(row: dict[str, Any], *ids: str) -> list[dict[str, Any]]:
    return [row | {key: f"{key}-{number}" for key in ids} for number in range(ALL)]


def listed(function: str, *ids: str, key: str = "items") -> Callable[[], dict[str, Any]]:
    """The answer of a function with ten thousand of its first item."""
    return lambda: {function: sample(function) | {key: many(sample(function)[key][0], *ids)}}


def _system() -> dict[str, Any]:
    usual = furnished().answers["systemStatus"]({})
    parts = {"deadLetters": "queue", "stuck": "orderId", "alarms": "name"}
    return {
        "systemStatus": usual
        | {part: many(usual[part][0] | {}, row_id) for part, row_id in parts.items()}
    }


# The answers that are long, the page, what leads to the list, and how many lists there are.
AT_ONCE: dict[str, tuple[Callable[[], dict[str, Any]], str, tuple[Step, ...], int]] = {
    "sales": (listed("listSales", "saleId"), "/campaigns?tab=sales", (), 1),
    "staff": (listed("listUsers", "openid"), "/settings", (press("staff.title"),), 1),
    "notices": (listed("listNotices", "notice"), "/settings", (), 1),
    "browsers": (
        listed("listConsoleSessions", "sessionId"),
        "/settings",
        (press("browsers.title"),),
        1,
    ),
    "freight": (listed("listFreight", "freightId"), "/settings", (press("freight.title"),), 1),
    "system": (_system, "/system", (), 3),
    "differences": (listed("listDrift", "orderId"), "/system", (), 1),
    "dead letters": (listed("listDeadLetters", "messageId"), "/system", (press("system.look"),), 1),
    "figures of goods": (
        lambda: {"analyzeGoods": GOODS | {"items": many(GOODS["items"][0], "key")}},
        "/insight",
        (press("insight.goods"), press("insight.ask")),
        1,
    ),
    "shares": (
        lambda: {"analyzeShares": SHARES | {"items": many(SHARES["items"][0], "code")}},
        "/insight",
        (press("insight.shares"), press("insight.ask")),
        1,
    ),
    "what a live brought": (
        lambda: {
            "analyzeLive": sample("analyzeLive")
            | {"state": "DONE", "pushes": many(sample("analyzeLive")["pushes"][0], "pushId")}
        },
        PAGES["a live"],
        (press("insight.ask"),),
        1,
    ),
    "experiments": (lambda: {
        "listExperiments": {
            "items": [
                row | {"experiment": row["experiment"] | {"key": f"key-{number}"}}
                for number, row in enumerate(many(sample("listExperiments")["items"][0]))
            ]
        }
    }, "/insight", (press("insight.experiments"),), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", list(AT_ONCE))
def test_a_list_that_comes_at_once(fresh: Callable[..., Opened], name: str) -> None:
    answers, path, steps, lists = AT_ONCE[name]
    shop = furnished()
    for function, answer in answers().items():
        shop.answers[function] = lambda _, answer=answer: dict(answer)
    page, watched, _ = fresh(shop=shop)
    page.set_default_timeout(60_000)
    console.go(page, path)
    for step in steps:
        step(page, "zh")
    more = page.get_by_role("button", name="加载更多")
    more.first.wait_for()
    assert more.count() == lists
    table = page.locator(".table-frame", has=more).first
    assert table.locator("tbody tr").count() == 200
    more.first.click()
    console.settled(page, "document.querySelectorAll('main tbody tr').length >= 400")
    assert table.locator("tbody tr").count() == 400
    assert elements(page) < MOST_ELEMENTS * lists
    assert watched.bad == []


def test_a_live_with_a_full_timetable(fresh: Callable[..., Opened]) -> None:
    shop = furnished()
    push = shop.answers["listGoodsPush"]({})["items"][0]

    def timetable(data: dict[str, Any]) -> Any:
        start = int(data.get("cursor") or 0)
        pushes = [push | {"pushId": f"push-{number}"} for number in range(start, start + 50)]
        return {"items": pushes, "cursor": str(start + 50) if start + 50 < ALL else None}

    shop.answers["listGoodsPush"] = timetable
    shop.answers["listGoods"] = rows_of("listGoods")
    page, watched, _ = fresh(shop=shop)
    console.go(page, PAGES["a live"])
    table = page.locator("main table").first
    table.locator("tbody tr").first.wait_for()
    assert table.locator("tbody tr").count() == 50
    page.get_by_role("button", name="加载更多").first.click()
    console.settled(page, "document.querySelector('main table').rows.length === 1 + 100")
    assert elements(page) < MOST_ELEMENTS
    assert watched.bad == []


def test_a_long_conversation(fresh: Callable[..., Opened]) -> None:
    shop = furnished()
    talk = sample("getConversation")
    message = talk["messages"][0]

    def messages(data: dict[str, Any]) -> Any:
        start, size = int(data.get("cursor") or 0), data["limit"]
        page = [message | {"id": f"message-{number}"} for number in range(start, start + size)]
        return talk | {"messages": page, "cursor": str(start + size) if start < ALL else None}

    shop.answers["getConversation"] = messages
    page, watched, _ = fresh(shop=shop)
    console.go(page, "/service")
    page.locator("button.person").click()
    page.locator(".message").first.wait_for()
    assert page.locator(".message").count() == 30
    for shown in (80, 130):
        page.get_by_role("button", name="更早的消息").click()
        console.settled(page, f"document.querySelectorAll('.message').length === {shown}")
    asked = [data.get("cursor") for called, data in shop.calls if called == "getConversation"]
    assert [cursor for cursor in asked if cursor] == ["30", "80"]
    assert elements(page) < MOST_ELEMENTS
    assert watched.bad == []


def test_the_longest_retention(fresh: Callable[..., Opened]) -> None:
    shop = Shop()
    cell = {"users": 3, "rate": 0.3, "unfinished": False}
    cohorts = [
        {"start": f"day-{day}", "users": 10, "unfinished": False, "cells": [cell] * 62}
        for day in range(62)
    ]
    shop.answers["analyzeRetention"] = lambda _: RETENTION | {"cohorts": cohorts}
    page, watched, _ = fresh(shop=shop)
    console.go(page, "/insight")
    press("insight.retention")(page, "zh")
    press("insight.ask")(page, "zh")
    page.locator(".chart canvas").first.wait_for()
    assert page.locator("main tbody tr").count() == 62
    assert elements(page) < MOST_ELEMENTS
    assert watched.bad == []
