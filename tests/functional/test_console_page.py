"""The console's page as a function serves it: types, caching, compression, and strict headers."""

from __future__ import annotations

import base64
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shop.console import page
from tests.support.cloud import LambdaContext, handler, http_event

BIG = "console.log('团');\n" * 200


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A layer with a built page."""
    files = tmp_path / "console_page" / "files"
    (files / "assets").mkdir(parents=True)
    (files.parent / "__init__.py").write_text("")
    (files / "index.html").write_text("<html><head><title>团</title></head></html>")
    (files / "assets" / "app-1a2b3c4d.js").write_text(BIG)
    (files / "assets" / "logo-5e6f.png").write_bytes(b"\x89PNG" + bytes(range(256)))
    (files / "source.txt").write_text("not to be served")
    (files / "secret.pem").write_text("not to be served")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("FILES_URL", "https://bucket.example.com")
    monkeypatch.setenv("FILES_SERVED_AT", "https://img.example.com/")
    sys.modules.pop("console_page", None)
    yield files
    for each in (page._files, page._gzipped, page._etag):
        each.cache_clear()


def get(path: str, **headers: str) -> dict[str, Any]:
    event = http_event(path, "", {k.replace("_", "-"): v for k, v in headers.items()}, method="GET")
    event["rawPath"] = f"/{path}"
    answer: dict[str, Any] = handler("console")(event, LambdaContext("console"))
    return answer


def body(answer: dict[str, Any]) -> bytes:
    raw = base64.b64decode(answer["body"])
    packed = answer["headers"].get("content-encoding") == "gzip"
    return gzip.decompress(raw) if packed else raw


def test_the_page_is_asked_for_again_and_its_assets_never(built: Path) -> None:
    index = get("console/index.html")
    assert index["statusCode"] == 200
    assert index["headers"]["content-type"] == "text/html; charset=utf-8"
    assert index["headers"]["cache-control"] == "no-cache"
    script = get("console/assets/app-1a2b3c4d.js")
    assert script["headers"]["content-type"].startswith("text/javascript")
    assert script["headers"]["cache-control"] == "public, max-age=31536000, immutable"
    assert body(script).decode() == BIG


@pytest.mark.parametrize("path", ["console", "console/"])
def test_the_address_of_the_folder_goes_to_the_page(path: str) -> None:
    answer = get(path)
    assert (answer["statusCode"], answer["headers"]["location"]) == (308, "console/index.html")


def test_what_is_compressible_is_compressed_for_who_takes_it() -> None:
    packed = get("console/assets/app-1a2b3c4d.js", accept_encoding="br, gzip;q=0.8")
    assert packed["headers"]["content-encoding"] == "gzip" and body(packed).decode() == BIG
    assert packed["headers"]["vary"] == "accept-encoding"
    for refused in ("", "br", "gzip;q=0", "gzip; q=0.0"):
        plain = get("console/assets/app-1a2b3c4d.js", accept_encoding=refused)
        assert "content-encoding" not in plain["headers"] and body(plain).decode() == BIG


def test_pictures_arrive_byte_for_byte(built: Path) -> None:
    answer = get("console/assets/logo-5e6f.png", accept_encoding="gzip")
    assert answer["isBase64Encoded"] and "content-encoding" not in answer["headers"]
    assert body(answer) == (built / "assets" / "logo-5e6f.png").read_bytes()
    assert answer["headers"]["content-type"] == "image/png"


def test_a_known_file_is_not_sent_again() -> None:
    tag = get("console/index.html")["headers"]["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        answer = get("console/index.html", if_none_match=known)
        assert (answer["statusCode"], answer["body"]) == (304, "")
    assert get("console/index.html", if_none_match='"other"')["statusCode"] == 200


@pytest.mark.parametrize(
    "path",
    [
        "console/none.js",
        "console/source.txt",
        "console/secret.pem",
        "console/../app.py",
        "console/assets/../../__init__.py",
        "console/%2e%2e/app.py",
        "console//etc/passwd",
        "console/assets",
    ],
)
def test_nothing_else_is_served(path: str) -> None:
    answer = get(path)
    assert (answer["statusCode"], answer["body"]) == (404, "")
    assert "content-security-policy" in answer["headers"]


def test_the_headers_are_strict() -> None:
    headers = get("console/index.html")["headers"]
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'"
    assert policy["connect-src"].split() == ["'self'", "https://bucket.example.com"]
    assert "https://img.example.com" in policy["img-src"].split()
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe-inline" not in policy["script-src"] + policy["style-src"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
