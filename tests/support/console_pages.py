"""The pages of the console, and a window in which they are opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support import console
from tests.support.console import Shop, Watched

PAGES = {
    "today": "/today",
    "orders": "/orders",
    "order": "/orders?open=order-demo-1",
    "after-sale": "/after-sale",
    "an open after-sale": "/after-sale?open=after-sale-demo-1",
    "goods": "/goods",
    "the goods' editor": "/goods?open=goods-demo-1",
    "groups": "/campaigns",
    "a group": "/campaigns?group=group-demo-1",
    "sales": "/campaigns?tab=sales",
    "lives": "/live",
    "a live": "/live?room=live-demo-1",
    "points": "/points",
    "service": "/service",
    "insight": "/insight",
    "settings": "/settings",
    "system": "/system",
}
# Opens what a page shows only after a click: the texts of buttons, one after the other.
MORE: dict[str, list[str]] = {
    "service": ["button.person"],
    "points": [".tab:nth-child(2)"],
    "settings": [".tab:nth-child(2)"],
}
Opened = tuple[Any, Watched, Shop]


def opened(
    browser: Any,
    url: str,
    size: dict[str, int],
    shop: Shop | None = None,
    language: str = "zh-CN",
) -> Opened:
    shop = shop or Shop()
    page, watched = console.open_page(browser, size, language)
    shop.install(page)
    page.goto(url)
    page.locator("nav.menu").wait_for(state="attached")
    return page, watched, shop


def show(page: Any, name: str) -> None:
    """The page, with all that it reads."""
    console.reopen(page, PAGES[name])
    page.locator("main h1").first.wait_for()
    for selector in MORE.get(name, []):
        page.locator(selector).first.click()
    console.settled(page)


def rows_of(name: str) -> Callable[[dict[str, Any]], Any]:
    """Ten thousand rows behind a list, 50 to a page."""
    answer = console.sample(name)
    row = answer["items"][0]
    ids = [key for key in row if key.endswith("Id") or key == "openid"]

    def page(data: dict[str, Any]) -> Any:
        start = int(data.get("cursor") or 0)
        items = [
            row | {key: f"{key}-{number}" for key in ids} for number in range(start, start + 50)
        ]
        return answer | {"items": items, "cursor": str(start + 50) if start < 9_950 else None}

    return page
