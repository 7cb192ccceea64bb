"""How soon the console shows something: Chromium opens it with an empty cache, again and again, and
says when it first drew a text or a picture (First Contentful Paint)."""

from __future__ import annotations

import importlib.util
import statistics
from dataclasses import dataclass
from typing import Any

from tests.support import console

MOST_MS = 1_000
FIRST_PAINT = """() => performance.getEntriesByType('paint')
    .find(one => one.name === 'first-contentful-paint')?.startTime ?? null"""


@dataclass(frozen=True)
class Paint:
    """Times in ms since the navigation began."""

    rounds: int
    median: float
    worst: float


def can_measure() -> bool:
    return console.browser() is not None and importlib.util.find_spec("playwright") is not None


def measure(url: str, rounds: int) -> Paint:
    """Each round has a browser window of its own, which has nothing in its cache."""
    with console.chromium() as browser:
        _first_paint(browser, url)  # the first one starts the browser's own processes
        times = [_first_paint(browser, url) for _ in range(rounds)]
    return Paint(rounds, statistics.median(times), max(times))


def _first_paint(browser: Any, url: str) -> float:
    context = browser.new_context(viewport=console.WIDE)
    try:
        page = context.new_page()
        page.goto(url, wait_until="load")
        for _ in range(100):
            found = page.evaluate(FIRST_PAINT)
            if found is not None:
                return float(found)
            page.wait_for_timeout(50)
    finally:
        context.close()
    raise RuntimeError(f"{url} shows nothing")


def verdicts(paint: Paint) -> list[tuple[str, float, float]]:
    return [("the console: first paint, s, median", paint.median / 1000, MOST_MS / 1000)]


def lines(paint: Paint) -> list[str]:
    return [
        "## The console",
        "",
        f"Chromium opens the console of the local stack {paint.rounds} times with an empty cache:"
        f" its first text is there after {paint.median:.0f} ms (median) and"
        f" {paint.worst:.0f} ms (worst).",
        "",
    ]
