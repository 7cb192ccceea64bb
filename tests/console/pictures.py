"""Take pictures of the console's pages: docs/images/console-<page>.png and -phone.png.

    python -m tests.console.pictures [page ...]

The answers are made from the examples of docs/openapi.json, so no stack is needed.
`make console-pictures` calls it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.support import console
from tests.support.console import PHONE, ROOT, WIDE, Shop
from tests.support.console_pages import PAGES, opened, show
from tests.support.console_places import furnished, open_place

ANSWERED = {"insight": "the funnel"}  # what is shown instead of the empty form
IMAGES = ROOT / "docs" / "images"


def main() -> int:
    wanted = sys.argv[1:] or list(PAGES)
    with console.chromium() as browser, console.served() as url:
        for kind, size in (("", WIDE), ("-phone", PHONE)):
            page, _, _ = opened(browser, url, size, shop_of_today())
            for name in wanted:
                if name in ANSWERED:
                    open_place(page, ANSWERED[name])
                else:
                    show(page, name)
                page.wait_for_timeout(500)  # a chart draws itself
                page.screenshot(path=picture_of(name, kind), full_page=False)
    return 0


def shop_of_today() -> Shop:
    """A shop with something for each page, and a live that is on now."""
    shop, now = furnished(), int(time.time() * 1000)
    room, push = (shop.answers[name]({}) for name in ("getLive", "listGoodsPush"))
    goods = room["onShow"] | {"at": now, "now": now, "bubbleEndsAt": now + 25_000}
    live = {"now": now, "startAt": now - 40 * 60_000, "viewers": 1286, "likes": 5310}
    shop.answers["getLive"] = lambda _: room | live | {"onShow": goods}
    marker = push["items"][0]
    done = {"status": "PUSHED", "fireAt": now - 70_000, "pushedAt": now - 69_800, "clicks": 214}
    next_one = {"pushId": "push-2", "status": "SCHEDULED", "fireAt": now + 170_000}
    shop.answers["listGoodsPush"] = lambda _: (
        {"items": [marker | done, marker | next_one]} | {"cursor": None}
    )
    return shop


def picture_of(name: str, kind: str) -> Path:
    """The file of a page's picture: `the goods' editor` is console-goods-editor.png."""
    words = [word.strip("'") for word in name.split() if word not in ("a", "an", "the")]
    return IMAGES / f"console-{'-'.join(words)}{kind}.png"


if __name__ == "__main__":
    sys.exit(main())
