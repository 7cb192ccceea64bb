"""Tests of the console in a real browser. Without one they are skipped; CI never skips them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console

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
