"""Everybody can use the console: axe finds nothing serious, and a phone scrolls only down. So it is
in pages, and in what opens in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console
from tests.support.console import PHONE, WIDE, Shop
from tests.support.console_pages import PAGES, Opened, opened, show
from tests.support.console_places import PLACES, furnished, open_place

SIZES = {"wide": WIDE, "phone": PHONE}
SEEN = ("wide-zh", "phone-en")  # English texts are the longer ones


@pytest.fixture(scope="module", params=SEEN)
def seen(request: Any, browser: Any, page_url: str) -> Iterator[tuple[Opened, str]]:
    size, language = request.param.split("-")
    locale = {"zh": "zh-CN", "en": "en-US"}[language]
    found = opened(browser, page_url, SIZES[size], furnished(), locale)
    yield found, language
    found[0].context.close()


def check(page: Any) -> None:
    """Nothing serious, and nothing wider than the window: the page, and what scrolls beside it."""
    wide = """() => [document.documentElement, ...document.querySelectorAll(
        'main, .el-drawer, .el-drawer__body, .el-dialog, .el-overlay-dialog, .el-message-box')]
        .filter(one => one.scrollWidth > one.clientWidth && one.clientWidth > 0)
        .map(one => `${one.className || one.tagName}: ${one.scrollWidth} > ${one.clientWidth}`)"""
    beyond = """() => [...document.querySelectorAll('.el-drawer, .el-dialog, .el-message-box')]
        .map(one => one.getBoundingClientRect())
        .filter(one => one.width && (one.left < -1 || one.right > innerWidth + 1)).length"""
    assert page.evaluate(wide) == []
    assert page.evaluate(beyond) == 0
    if not console.AXE.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("axe-core is not installed: npm ci in console/")
    source = console.AXE.read_text()
    page.evaluate("source => { if (!window.axe) (0, window.eval)(source) }", source)
    report = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in report["violations"]
        if one["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page(seen: tuple[Opened, str], name: str) -> None:
    (page, watched, _), language = seen
    show(page, name)
    assert page.evaluate("document.documentElement.lang")[:2] == language
    check(page)
    assert watched.bad == []


@pytest.mark.parametrize("name", list(PLACES))
def test_a_place_behind_a_click(seen: tuple[Opened, str], name: str) -> None:
    (page, watched, _), language = seen
    open_place(page, name, language)
    check(page)
    assert watched.bad == []


@pytest.mark.parametrize("seen_as", SEEN)
def test_the_page_for_signing_in(browser: Any, page_url: str, seen_as: str) -> None:
    size, language = seen_as.split("-")
    locale = {"zh": "zh-CN", "en": "en-US"}[language]
    page, watched = console.open_page(browser, SIZES[size], locale)
    shop = Shop()
    shop.answers["openConsole"] = lambda _: {"state": "waiting", "expiresAt": 4_102_444_800_000}
    shop.install(page)
    page.goto(page_url)
    page.locator(".code").wait_for()
    check(page)
    assert watched.bad == []
    page.context.close()


def test_the_smallest_phone_scrolls_only_down(fresh: Callable[..., Opened]) -> None:
    page, _, _ = fresh({"width": 320, "height": 700})
    for name in PAGES:
        show(page, name)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
