"""The console's page, served by a function where no CloudFront serves it out of a bucket: in AWS
China and on the local stack.

The layer `console` has the built files, as the package `console_page`. Names of files in `assets/`
contain a hash of what is in them, so they never change.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shop.console.headers import security_headers
from wxcloud.http import HttpRequest
from wxcloud.settings import Setting

FILES_URL = Setting("FILES_URL")
FILES_SERVED_AT = Setting("FILES_SERVED_AT")

INDEX = "index.html"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_PACKED = {".ico", ".png", ".webp", ".woff2"}  # these do not get smaller
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"  # kept, and asked for again with its ETag


def serve(request: HttpRequest, name: str) -> dict[str, Any]:
    """The answer to a GET of a file, by its path below the page's folder; 404 if there is none."""
    body = _files().get(name)
    headers = _security_headers()
    if body is None:
        return {"statusCode": 404, "headers": headers, "body": ""}
    suffix = Path(name).suffix
    headers["content-type"] = _TYPES[suffix]
    headers["cache-control"] = _FOREVER if name.startswith("assets/") else _ASK_AGAIN
    headers["etag"] = _etag(name)
    headers["vary"] = "accept-encoding"
    if _knows(request.headers.get("if-none-match", ""), headers["etag"]):
        return {"statusCode": 304, "headers": headers, "body": ""}
    if suffix not in _PACKED and _takes_gzip(request.headers):
        headers["content-encoding"] = "gzip"
        body = _gzipped(name)
    return {
        "statusCode": 200,
        "headers": headers,
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def address_of_page(path: str) -> dict[str, Any]:
    """The answer to the address of the folder. It has no slash at its end, as routes are; the page
    names its files relative to the folder."""
    location = f"{path.rstrip('/').rpartition('/')[2]}/{INDEX}"
    return {"statusCode": 308, "headers": {**_security_headers(), "location": location}, "body": ""}


@cache
def _files() -> dict[str, bytes]:
    """Path → contents, of the files that a browser may ask for."""
    found = importlib.util.find_spec("console_page")
    if found is None or found.origin is None:
        return {}
    top = Path(found.origin).parent / "files"
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.suffix in _TYPES
    }


@cache
def _gzipped(name: str) -> bytes:
    return gzip.compress(_files()[name], mtime=0)


@cache
def _etag(name: str) -> str:
    return f'"{hashlib.sha256(_files()[name]).hexdigest()[:32]}"'


def _security_headers() -> dict[str, str]:
    files = {origin_of(FILES_URL.need()), origin_of(FILES_SERVED_AT.need())}
    return security_headers([origin_of(FILES_URL.need())], sorted(files))


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _knows(tags: str, etag: str) -> bool:
    return etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}


def _takes_gzip(headers: Mapping[str, str]) -> bool:
    offers = (each.partition(";") for each in headers.get("accept-encoding", "").split(","))
    return any(
        name.strip() == "gzip" and weight.strip().rstrip("0.") != "q=" for name, _, weight in offers
    )
