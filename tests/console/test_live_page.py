"""The page of a live room: goods are pushed once and by the shop's time, lists come page by page,
and a host sees what came of their own room."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console
from tests.support.console import WIDE, Shop, refused

ROOM = "/live?room=live-demo-1"
HOUR = 3_600_000
ME = "operator-1"  # whoever signs in at tests/support/console.py


def room(**more: Any) -> dict[str, Any]:
    now = int(time.time() * 1000)
    times = {"now": now, "startAt": now - HOUR, "endAt": None}
    return (
        console.sample("getLive") | {"status": "LIVE", "host": None, "onShow": None} | times | more
    )


def push(number: int, **more: Any) -> dict[str, Any]:
    now = int(time.time() * 1000)
    return {
        "pushId": f"push-{number:04d}",
        "goodsId": "goods-1",
        "fireAt": now - HOUR + number * 1000,
        "bubbleSeconds": 30,
        "status": "PUSHED",
        "pushedAt": now - HOUR + number * 1000,
        "clicks": number,
    } | more


@pytest.fixture
def opened(browser: Any, page_url: str) -> Iterator[Callable[..., Any]]:
    contexts: list[Any] = []

    def make(shop: Shop, language: str = "zh-CN") -> Any:
        page, watched = console.open_page(browser, WIDE, language)
        contexts.append(page.context)
        shop.install(page)
        shop.answers.setdefault("getLive", lambda _: room())
        shop.answers.setdefault("listGoodsPush", lambda _: {"items": [], "cursor": None})
        page.goto(page_url)
        page.locator("nav.menu").wait_for(state="attached")
        console.go(page, ROOM)
        page.locator("main .figures").first.wait_for()
        assert watched.bad == []
        return page

    yield make
    for context in contexts:
        context.close()


class Lost:
    """Answers of scheduleGoodsPush that do not arrive, as long as there are any; what was sent."""

    def __init__(self, page: Any, lost: int, refused: int = 0) -> None:
        self.sent: list[tuple[int, str]] = []
        self.lost, self.refused = lost, refused
        page.route("**/scheduleGoodsPush", self._answer)

    def _answer(self, route: Any) -> None:
        data = json.loads(route.request.post_data)
        self.sent.append((data["timestamp"], route.request.headers["idempotency-key"]))
        if self.lost:
            self.lost -= 1
            route.abort()
        elif self.refused:
            self.refused -= 1
            told = {"errCode": "BAD_REQUEST", "errMsg": "timestamp: It is in the past."}
            route.fulfill(status=400, body=json.dumps(told), content_type="application/json")
        else:
            answer = {"pushId": "push-1", "fireAt": data["timestamp"]}
            route.fulfill(body=json.dumps(answer), content_type="application/json")


def press(page: Any, sent: list[Any], wanted: int) -> None:
    button = page.get_by_role("button", name="弹出", exact=True).first
    button.click()
    for _ in range(100):
        if len(sent) >= wanted and button.is_enabled():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(sent)} of {wanted} were sent")


def test_a_press_whose_answer_is_lost_is_one_push(opened: Callable[..., Any]) -> None:
    page = opened(Shop())
    lost = Lost(page, 2)
    for sent in (1, 2, 3, 4):
        press(page, lost.sent, sent)
    assert len(set(lost.sent[:3])) == 1, "the same goods at the same time, with the same key"
    assert lost.sent[3] != lost.sent[0], "after an answer, the next press is another push"


def test_a_press_that_never_arrived_is_made_anew(opened: Callable[..., Any]) -> None:
    page = opened(Shop())
    lost = Lost(page, 1, refused=1)
    press(page, lost.sent, 1)
    press(page, lost.sent, 3)
    first, again, anew = lost.sent
    assert first == again and anew[0] > first[0] and anew[1] != first[1]
    page.get_by_text("已弹出").first.wait_for()


def test_a_double_click_is_one_push(opened: Callable[..., Any]) -> None:
    shop = Shop()
    page = opened(shop)
    page.get_by_role("button", name="弹出", exact=True).first.dblclick()
    page.get_by_text("已弹出").first.wait_for()
    assert [name for name, _ in shop.calls].count("scheduleGoodsPush") == 1


@pytest.mark.parametrize("hours", [-5, 7], ids=["behind", "ahead"])
def test_now_is_the_shops_time(opened: Callable[..., Any], hours: int) -> None:
    """The browser's clock is wrong by hours."""
    shop = Shop()
    now = int(time.time() * 1000) + hours * HOUR
    shop.answers["getLive"] = lambda _: room(now=now, startAt=now - HOUR)
    page = opened(shop)
    page.get_by_role("button", name="弹出", exact=True).first.click()
    page.get_by_text("已弹出").first.wait_for()
    sent = next(data for name, data in shop.calls if name == "scheduleGoodsPush")
    assert abs(sent["timestamp"] - now) < HOUR / 2


def test_goods_are_found_by_their_title_and_not_all_read(opened: Callable[..., Any]) -> None:
    shop = Shop()
    card = console.sample("listGoods")["items"][0]

    def goods(name: str) -> Callable[[dict[str, Any]], Any]:
        return lambda data: {
            "items": [
                card | {"goodsId": f"{name}-{data.get('cursor')}-{n}", "title": f"{name} {n}"}
                for n in range(data["limit"])
            ],
            "cursor": "more",
        }

    shop.answers["listGoods"] = goods("all")
    shop.answers["searchGoods"] = goods("found")
    page = opened(shop)
    page.get_by_text("all 0").wait_for()
    assert [name for name, _ in shop.calls].count("listGoods") == 1
    page.get_by_label("搜索商品").fill(" 红茶 ")
    page.keyboard.press("Enter")
    page.get_by_text("found 0").wait_for()
    rows = page.locator(".goods li")
    before = rows.count()
    page.locator(".more button").last.click()
    console.settled(page, f"document.querySelectorAll('.goods li').length === {2 * before}")
    asked = [(data["text"], data["cursor"]) for name, data in shop.calls if name == "searchGoods"]
    assert asked == [("红茶", None), ("红茶", "more")]
    page.get_by_role("button", name="弹出", exact=True).last.click()
    page.get_by_text("已弹出").first.wait_for()
    sent = next(data for name, data in shop.calls if name == "scheduleGoodsPush")
    assert sent["goodsId"] == f"found-more-{before - 1}"


def timetable(count: int) -> Callable[[dict[str, Any]], Any]:
    """So many pushes that went out, 50 to a page."""

    def answer(data: dict[str, Any]) -> Any:
        start = int(data.get("cursor") or 0)
        items = [push(number) for number in range(start, min(start + 50, count))]
        return {"items": items, "cursor": str(start + 50) if start + 50 < count else None}

    return answer


def test_the_timetable_of_a_live_that_is_over_comes_page_by_page(
    opened: Callable[..., Any],
) -> None:
    shop = Shop()
    shop.answers["getLive"] = lambda _: room(status="ENDED")
    shop.answers["listGoodsPush"] = timetable(120)
    page = opened(shop)
    for shown in (50, 100, 120):
        console.settled(page, f"document.querySelectorAll('main tbody tr').length === {shown}")
        if shown < 120:
            page.get_by_role("button", name="加载更多").click()
    asked = [data["cursor"] for name, data in shop.calls if name == "listGoodsPush"]
    assert asked == [None, None, "50", "50", "100"], "the last page may have got more"


def test_a_live_that_goes_on_shows_the_pushes_of_now(opened: Callable[..., Any]) -> None:
    shop = Shop()
    past = timetable(120)
    soon = push(500, fireAt=int(time.time() * 1000) + 60_000, status="SCHEDULED")
    del soon["pushedAt"], soon["clicks"]

    def answer(data: dict[str, Any]) -> Any:
        page = past(data)
        return page if page["cursor"] else page | {"items": [*page["items"], soon]}

    shop.answers["listGoodsPush"] = answer
    page = opened(shop)
    page.locator(f".push[data-push='{soon['pushId']}']").wait_for()
    assert page.locator("main tbody tr").count() == 121


def test_each_push_shows_when_it_went_out_and_who_tapped_it(opened: Callable[..., Any]) -> None:
    shop = Shop()
    shop.answers["listGoodsPush"] = lambda _: {
        "items": [push(0, pushedAt=1_800_000_000_000, clicks=4321)],
        "cursor": None,
    }
    page = opened(shop)
    row = page.locator("main tbody tr").first
    row.wait_for()
    assert "16:00:00" in row.inner_text() and "4321" in row.inner_text()


def results(_: dict[str, Any]) -> Any:
    of_push = {"goodsId": "goods-1", "title": "红茶", "at": 1_800_000_000_000, "ordered": 9}
    return {
        "state": "DONE",
        "queryId": "q-1",
        "done": 1,
        "total": 1,
        "liveId": "live-demo-1",
        "viewers": 812,
        "fen": 123_400,
        "pushes": [
            of_push | {"pushId": "p1", "seen": 400, "clicked": 70, "paid": 5, "fen": 100_000},
            of_push | {"pushId": "p2", "seen": 300, "clicked": 31, "paid": 2, "fen": 23_400},
        ],
    }


def test_a_host_sees_who_saw_clicked_and_bought(opened: Callable[..., Any]) -> None:
    shop = Shop(("host",))
    shop.answers["getLive"] = lambda _: room(host=ME)
    shop.answers["analyzeLive"] = results
    page = opened(shop)
    page.get_by_role("button", name="开始分析").click()
    page.get_by_text("812 人看过").wait_for()
    figures = page.locator(".panel", has_text="直播效果").locator(".figure").all_inner_texts()
    told = [text.split("\n")[-1] for text in figures]
    assert told == ["812", "700", "101", "7", "¥1,234.00"]


NO_PUSHES = {"viewers": 0, "fen": 0, "pushes": []}


@pytest.mark.parametrize(
    ("language", "change", "told"),
    [
        ("zh-CN", {}, ["共 812 人看过，弹出商品带来支付 ¥1,234.00", "红茶"]),
        ("en-US", {}, ["812 people watched; the pushes brought ¥1,234.00", "红茶"]),
        ("zh-CN", NO_PUSHES, ["共 0 人看过，弹出商品带来支付 ¥0.00", "还没有弹出计划"]),
        ("en-US", NO_PUSHES, ["0 people watched; the pushes brought ¥0.00", "Nothing is planned"]),
    ],
    ids=["zh", "en", "nothing, zh", "nothing, en"],
)
def test_what_a_live_brought(
    opened: Callable[..., Any], language: str, change: dict[str, Any], told: list[str]
) -> None:
    shop = Shop()
    shop.answers["analyzeLive"] = lambda data: results(data) | change
    page = opened(shop, language)
    answer = page.locator("main .panel").last
    answer.locator("button[type=submit]").click()
    answer.locator(".note").wait_for()
    found = answer.inner_text()
    assert all(text in found for text in told)
    assert "NaN" not in found and "undefined" not in found


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_what_a_live_brought_cannot_be_read(opened: Callable[..., Any], language: str) -> None:
    shop = Shop()
    shop.answers["analyzeLive"] = refused(429, "ANALYSIS_BUSY", "分析繁忙")
    page = opened(shop, language)
    answer = page.locator("main .panel").last
    answer.locator("button[type=submit]").click()
    trouble = answer.locator(".trouble")
    trouble.wait_for()
    assert "分析繁忙" in trouble.inner_text() and "request-1" in trouble.inner_text()
    shop.answers["analyzeLive"] = results
    trouble.get_by_role("button", name="重试" if language == "zh-CN" else "Try again").click()
    answer.get_by_text("812").first.wait_for()
    assert trouble.count() == 0


def test_a_host_only_looks_at_the_room_of_another(opened: Callable[..., Any]) -> None:
    shop = Shop(("host",))
    shop.answers["getLive"] = lambda _: room(host="host-2")
    shop.answers["listGoodsPush"] = lambda _: {
        "items": [push(0, status="SCHEDULED", fireAt=int(time.time() * 1000) + 60_000)],
        "cursor": None,
    }
    page = opened(shop)
    page.get_by_text("其他主播的直播间").wait_for()
    page.locator("main tbody tr").wait_for()
    for name in ("弹出", "结束直播", "计划弹出", "取消弹出", "开始分析"):
        assert page.get_by_role("button", name=name, exact=True).count() == 0, name
