"""Tests of the console in a real browser. Without one they are skipped; CI never skips them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console
from tests.support.console import WIDE, Shop
from tests.support.console_pages import Opened, opened

MISSING = (
    "no browser was found: the console is not tested. Install Debian's chromium"
    if console.browser() is None
    else "the package playwright is not installed: the console is not tested"
    if importlib.util.find_spec("playwright") is None
    else ""
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser for all tests of the console."""
    if MISSING and os.environ.get("CI"):
        pytest.fail(MISSING)
    if MISSING:
        pytest.skip(MISSING)
    with console.chromium() as found:
        yield found


@pytest.fixture(scope="session")
def page_url() -> Iterator[str]:
    """The URL of the page without a stack."""
    with console.served() as url:
        yield url


@pytest.fixture
def show(browser: Any, page_url: str) -> Iterator[Callable[..., Any]]:
    """A page of the console with the answers of a shop. `clock`: the test moves the page's time by
    `page.clock`. At the end no page has done what it must not."""
    opened: list[tuple[Any, console.Watched]] = []

    def make(
        shop: console.Shop, path: str, size: dict[str, int] = console.WIDE, *, clock: bool = False
    ) -> Any:
        page, watched = console.open_page(browser, size)
        opened.append((page, watched))
        if clock:
            page.clock.install()
        shop.install(page)
        page.goto(page_url)
        page.locator("nav.menu").wait_for(state="attached")
        console.go(page, path)
        page.locator("main h1").first.wait_for()
        console.settled(page)
        return page

    yield make
    for page, _ in opened:
        page.context.close()
    assert [bad for _, watched in opened for bad in watched.bad] == []


@pytest.fixture
def fresh(browser: Any, page_url: str) -> Iterator[Callable[..., Opened]]:
    """Opens the console in a new window, signed in: `fresh(size, shop, language)`."""
    contexts: list[Any] = []

    def make(
        size: dict[str, int] = WIDE, shop: Shop | None = None, language: str = "zh-CN"
    ) -> Opened:
        found = opened(browser, page_url, size, shop, language)
        contexts.append(found[0].context)
        return found

    yield make
    for context in contexts:
        context.close()
