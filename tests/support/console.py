"""The console in a real browser: where the browser is, the page served as the stack serves it,
signing in, and answers of functions made from the examples of docs/openapi.json."""

from __future__ import annotations

import copy
import functools
import http.server
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shop.console.headers import security_headers

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "console" / "dist"
AXE = ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
HEADERS = security_headers([], []) | {"strict-transport-security": "max-age=0"}
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


def browser() -> str | None:
    """The path of a browser on this machine."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def served() -> Iterator[str]:
    """The URL of the built page without a stack, with the headers that the stack sends."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path.removeprefix("/console/") or "index.html"
            found = (DIST / path).resolve()
            if not found.is_relative_to(DIST) or not found.is_file():
                self._answer(404, b"", "text/plain")
                return
            self._answer(200, found.read_bytes(), TYPES.get(found.suffix, "image/svg+xml"))

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            for header, value in HEADERS.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/console/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        found = play.chromium.launch(executable_path=browser(), args=["--lang=zh-CN", *sandbox])
        try:
            yield found
        finally:
            found.close()


class Watched:
    """What a page did that it must not do."""

    def __init__(self, page: Page) -> None:
        self.bad: list[str] = []
        page.on("pageerror", lambda error: self.bad.append(f"error: {error}"))
        page.on("console", self._told)
        page.on("dialog", self._dialog)

    def _told(self, message: Any) -> None:
        text = str(message.text)
        if "Content Security Policy" in text or (message.type == "warning" and "[Vue" in text):
            self.bad.append(text)

    def _dialog(self, dialog: Any) -> None:
        self.bad.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def open_page(
    in_browser: Any, size: dict[str, int], language: str = "zh-CN"
) -> tuple[Page, Watched]:
    context = in_browser.new_context(
        viewport=size, locale=language, timezone_id="America/New_York", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page, Watched(page)


def sign_in(page: Page, url: str, approve: Callable[[str], Any]) -> None:
    """Open the page and let a member of the staff approve its code."""
    page.goto(url)
    code = page.locator(".code").inner_text()
    approve(code)
    page.locator("nav.menu").wait_for(state="attached")


def go(page: Page, path: str) -> None:
    """Another page of the console, in the same session."""
    page.evaluate("path => { location.hash = path }", path)
    page.wait_for_timeout(50)


def reopen(page: Page, path: str) -> None:
    """Leave the page and open this one: it reads everything anew."""
    go(page, "/nothing")  # leads to the first page, a moment later
    settled(page, "location.hash !== '#/nothing'")
    go(page, path)
    link = f'nav.menu a.router-link-active[href$="#{path.partition("?")[0]}"]'
    page.locator(link).wait_for(state="attached")


def settled(page: Page, condition: str = "true") -> None:
    """Wait until all that was asked for is there, and this holds. (The page's policy forbids
    `wait_for_function`, which evaluates later.)"""
    for _ in range(200):
        page.wait_for_timeout(100)
        if page.evaluate(f"!document.querySelector('.el-skeleton') && ({condition})"):
            return
    raise AssertionError(f"it does not become true: {condition}")


# --- Answers without a stack ---------------------------------------------------------------------


@functools.cache
def _openapi() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
    return found


def sample(name: str) -> Any:
    """The example answer of a function, or one made from its schema."""
    answer = _openapi()["paths"][f"/{name}"]["post"]["responses"]["200"]["content"][
        "application/json"
    ]
    for example in (answer.get("examples") or {}).values():
        if "_missing" not in example["value"]:
            return _required(answer["schema"]) | copy.deepcopy(example["value"])
    return made(answer["schema"])


def _required(schema: dict[str, Any]) -> dict[str, Any]:
    """The fields that an answer always has: an example may be older than the function."""
    schema = _openapi()["components"]["schemas"].get(schema.get("$ref", "").rsplit("/", 1)[-1], {})
    return {name: made(schema["properties"][name]) for name in schema.get("required", [])}


def made(schema: dict[str, Any]) -> Any:
    """A value of this schema: the shortest that says something."""
    if "$ref" in schema:
        return made(_openapi()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return made(next(one for one in schema[several] if one.get("type") != "null"))
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        if "properties" not in schema:
            return {"orderId": "order-1"}
        return {name: made(one) for name, one in schema["properties"].items()}
    if kind == "array":
        return [made(schema["items"])]
    return {"integer": 3, "number": 0.5, "boolean": True, "string": "text-1"}.get(str(kind))


def refused(status: int, code: str, text: str) -> Callable[[dict[str, Any]], Any]:
    """A function that says no."""
    return lambda _: {"_status": status, "errCode": code, "errMsg": text, "requestId": "request-1"}


class Shop:
    """Answers for all functions; `answers` says others. Calls are noted."""

    def __init__(self, roles: tuple[str, ...] = ("operator", "host", "agent")) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[tuple[str, str]] = []  # functions and Idempotency-Keys
        self.languages: dict[str, str] = {}  # functions and the Accept-Language of the last call
        self.answers: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self.change: Callable[[Any], Any] = lambda answer: answer
        session = {
            "state": "open",
            "session": "v1.a.b.c",
            "sessionId": "session-1",
            "openid": "operator-1",
            "roles": list(roles),
            "expiresAt": 4_102_444_800_000,
        }
        self.answers["startConsole"] = lambda _: {
            "code": "A2B3C4",
            "secret": "s" * 43,
            "qr": "tuan-console:A2B3C4",
            "scene": "A2B3C4",
            "page": "pages/console/index",
            "expiresAt": 4_102_444_800_000,
            "expiresIn": 120,
        }
        self.answers["openConsole"] = lambda _: session

    def sent(self, name: str) -> list[dict[str, Any]]:
        """What was sent to a function, the first call first."""
        return [data for called, data in self.calls if called == name]

    def install(self, page: Page) -> None:
        page.route(lambda url: "/console/" not in url, self._route)

    def _route(self, route: Route) -> None:
        name = urlsplit(route.request.url).path.rsplit("/", 1)[-1]
        if route.request.method != "POST" or f"/{name}" not in _openapi()["paths"]:
            route.abort()
            return
        data = json.loads(route.request.post_data or "{}")
        self.calls.append((name, data))
        self.keys.append((name, route.request.headers.get("idempotency-key", "")))
        self.languages[name] = route.request.headers.get("accept-language", "")
        answer = self.answers[name](data) if name in self.answers else self.change(sample(name))
        status = answer.pop("_status", 200) if isinstance(answer, dict) else 200
        route.fulfill(status=status, body=json.dumps(answer), content_type="application/json")
