"""HTTP calls from WeChat to the shop."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """The shop's answer. Status 0 means that there was none; `error` says why."""

    status: int
    body: str
    error: str
    took_ms: int


def call(method: str, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: int) -> Answer:
    """One request; redirects are not followed. An error of the other side is never raised."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    # Every *.localhost is this machine (RFC 6761), even if the resolver does not know it.
    address = "127.0.0.1" if host.endswith(".localhost") else host
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(address, parts.port, timeout=timeout_ms / 1000)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    started = time.monotonic()
    try:
        connection.request(method, target, body, {"Host": parts.netloc, **headers})
        response = connection.getresponse()
        text = response.read(1_000_000).decode("utf-8", "replace")
        return Answer(response.status, text, "", _since(started))
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, "", str(error) or type(error).__name__, _since(started))
    finally:
        connection.close()


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
