"""One HTTP request to a server of WeChat: its API or WeChat Pay.

Both clients share the connections here, and one rule for time: a request has a deadline on the
monotonic clock, in seconds, and is over by then: the connection, the headers and the body, even if
they arrive in single bytes. A body has a limit of 1 MiB. Nothing is repeated here: only the
clients know what may be repeated.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections import deque
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from wxcloud.awsjson.connection import HttpConnection, open_socket

CONNECT_S = 1.0
IDLE_S = 15.0  # a connection that was idle for longer is not used again: it may be dead
MAX_BYTES = 1 << 20
_MAX_RECEIVED = 2 * MAX_BYTES  # with headers and the sizes of chunks
_MAX_IDLE = 32
_PORTS = {"http": 80, "https": 443}


class HttpAnswer(msgspec.Struct, frozen=True):
    """An HTTP answer. The names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class TransportError(Exception):
    """There is no whole answer.

    `sent` says that the server may have received the request and acted on it; if it is False, the
    server has not received it. `timed_out` says that the time was over.
    """

    def __init__(self, reason: str, *, sent: bool, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.sent, self.timed_out = reason, sent, timed_out


def deadline(budget_s: float) -> float:
    """When work that begins now must be done: a time on the monotonic clock, in seconds."""
    return time.monotonic() + budget_s


def request(
    method: str,
    url: str,
    *,
    until: float,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpAnswer:
    """The answer to one request, before `until` (monotonic seconds), or a TransportError.

    Redirects are not followed. Errors do not contain the URL: secrets can be in its query.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TransportError("no time left", sent=False, timed_out=True)
    parts = urlsplit(url)
    server = f"{parts.scheme}://{parts.netloc}"
    sent = _bytes(method, url, body, headers or {})
    kept = _reusable(server) or _connect(parts, min(CONNECT_S, left))
    kept.sock.begin(until)
    try:
        answer = kept.http.exchange(sent)
    except TransportError:
        raise
    except TimeoutError:
        raise TransportError("no answer in time", sent=True, timed_out=True) from None
    except OSError as error:
        raise TransportError(type(error).__name__, sent=True) from None
    finally:
        if kept.http.is_reusable and len(_pool.setdefault(server, deque())) < _MAX_IDLE:
            _pool[server].append(kept)
        else:
            kept.http.close()
    if len(answer.body) > MAX_BYTES:
        raise _too_large()
    return HttpAnswer(answer.status, answer.headers, answer.body)


def _bytes(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
    parts = urlsplit(url)
    target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=_SAFE)
    own = {"Host": parts.netloc.rpartition("@")[2], "Accept-Encoding": "identity"}
    if body is not None or method != "GET":
        own["Content-Length"] = str(len(body or b""))
    given = {name.lower() for name in headers}
    own = {name: value for name, value in own.items() if name.lower() not in given}
    lines = [f"{name}: {value}" for name, value in {**own, **headers}.items()]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a header has more than one line")
    head = "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""])
    return head.encode("latin-1") + (body or b"")


_SAFE = "/?:@!$&'()*+,;=%-._~"


def _too_large() -> TransportError:
    return TransportError("the body is too large", sent=True)


# --- connections ---------------------------------------------------------------------------------


class _UntilDeadline:
    """A socket that gives up at a deadline. A socket's own timeout counts from each byte: a server
    that sends one byte per second would never reach it."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._until, self._received = 0.0, 0

    def begin(self, until: float) -> None:
        """From now on, an exchange that is over at `until`."""
        self._until, self._received = until, 0

    def sendall(self, data: bytes, /) -> None:
        self._set_timeout()
        self._sock.sendall(data)

    def recv(self, size: int, /) -> bytes:
        self._set_timeout()
        data = self._sock.recv(size)
        self._received += len(data)
        if self._received > _MAX_RECEIVED:
            raise _too_large()
        return data

    def fileno(self) -> int:
        return self._sock.fileno()

    def close(self) -> None:
        self._sock.close()

    def _set_timeout(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline is over")
        self._sock.settimeout(left)


class _Kept(msgspec.Struct, frozen=True, gc=False):
    """A connection, and its socket."""

    sock: _UntilDeadline
    http: HttpConnection


_pool: dict[str, deque[_Kept]] = {}  # idle connections by server; a deque's methods are atomic
_used_at: dict[str, float] = {}


def _connect(parts: Any, timeout_s: float) -> _Kept:
    context = _tls(ssl.get_default_verify_paths()) if parts.scheme == "https" else None
    try:
        port = parts.port or _PORTS[parts.scheme]
        sock = _UntilDeadline(open_socket(parts.hostname, port, context, timeout_s))
    except TimeoutError:
        raise TransportError("no connection in time", sent=False, timed_out=True) from None
    except (OSError, KeyError, ValueError) as error:  # the last two: not a URL of a server
        raise TransportError(f"no connection: {type(error).__name__}", sent=False) from None
    return _Kept(sock, HttpConnection(sock))


@cache
def _tls(paths: ssl.DefaultVerifyPaths) -> ssl.SSLContext:
    """TLS with the certificates of the system, which `paths` says: reading them is slow."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _reusable(server: str) -> _Kept | None:
    """A connection that is kept between invocations, but not one that was idle for too long.

    Lambda freezes a sandbox between invocations. When it thaws, a connection can be dead without
    any sign of it, and the monotonic clock may have stood still: so idle time is wall time.
    """
    now = time.time()
    if now - _used_at.get(server, now) > IDLE_S:
        for other in list(_pool):
            while (kept := _pop(other)) is not None:
                kept.http.close()
        _used_at.clear()
    _used_at[server] = now
    while (kept := _pop(server)) is not None:
        if not kept.http.is_dropped():
            return kept
        kept.http.close()
    return None


def _pop(server: str) -> _Kept | None:
    try:
        return _pool[server].pop()
    except (KeyError, IndexError):
        return None
