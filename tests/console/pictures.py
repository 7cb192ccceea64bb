"""Take pictures of the console's pages: docs/images/console-<page>.png and -phone.png.

    python -m tests.console.pictures [page ...]

The answers are the examples of docs/openapi.json, so no stack is needed. `make console-pictures`
calls it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.console.test_pages import PAGES, opened, show
from tests.support import console
from tests.support.console import PHONE, ROOT, WIDE

IMAGES = ROOT / "docs" / "images"


def main() -> int:
    wanted = sys.argv[1:] or list(PAGES)
    with console.chromium() as browser, console.served() as url:
        for kind, size in (("", WIDE), ("-phone", PHONE)):
            page, _, _ = opened(browser, url, size)
            for name in wanted:
                show(page, name)
                page.screenshot(path=picture_of(name, kind), full_page=False)
    return 0


def picture_of(name: str, kind: str) -> Path:
    """The file of a page's picture: `the goods' editor` is console-goods-editor.png."""
    words = [word.strip("'") for word in name.split() if word not in ("a", "an", "the")]
    return IMAGES / f"console-{'-'.join(words)}{kind}.png"


if __name__ == "__main__":
    sys.exit(main())
