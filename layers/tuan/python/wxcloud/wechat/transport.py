"""One HTTP request to a server of WeChat: its API or WeChat Pay.

Both clients share the connections here, and one rule for time: a request has a deadline on the
monotonic clock, in seconds, and is over by then: the connection, the headers and the body, even if
they arrive in single bytes. A body has a limit of 1 MiB. Nothing is repeated here: only the
clients know what may be repeated.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as TimedOut

CONNECT_S = 1.0
IDLE_S = 15.0  # a connection that was idle for longer is not used again: it may be dead
MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class HttpAnswer:
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
    try:
        response = _connections(url).request(
            method,
            url,
            body=body,
            headers=dict(headers or {}),
            timeout=urllib3.Timeout(connect=min(CONNECT_S, left), read=left, total=left),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        return HttpAnswer(
            response.status,
            {name.lower(): value for name, value in response.headers.items()},
            _body(response),
        )
    except NewConnectionError:  # in urllib3 it is a ConnectTimeoutError, too
        raise TransportError("no connection", sent=False) from None
    except ConnectTimeoutError:
        raise TransportError("no connection in time", sent=False, timed_out=True) from None
    except TimedOut:
        raise TransportError("no answer in time", sent=True, timed_out=True) from None
    except HTTPError as error:
        raise TransportError(type(error).__name__, sent=True) from None


def _body(response: urllib3.BaseHTTPResponse) -> bytes:
    data = b""
    try:
        while chunk := response.read1(1 << 16):
            data += chunk
            if len(data) > MAX_BYTES:
                raise TransportError("the body is too large", sent=True)
    except BaseException:
        response.close()
        raise
    response.release_conn()
    return data


# --- connections ---------------------------------------------------------------------------------


class _UntilDeadline(io.RawIOBase):
    """What a socket receives, until its timeout, counted from now, is over.

    A socket's own timeout counts from each byte: a server that sends one byte per second would
    never reach it.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._raw: Any = sock.makefile("rb", buffering=0)
        self._until = time.monotonic() + (sock.gettimeout() or 0)
        self.is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline is over")
        self._sock.settimeout(left)
        received: int | None = self._raw.readinto(buffer)
        self.is_at_end = received == 0
        return received

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """A response that is read until the deadline. urllib3 sets the socket's timeout to the time
    that is left, and then makes the response."""

    def __init__(self, sock: socket.socket, *arguments: Any, **more: Any) -> None:
        super().__init__(sock, *arguments, **more)
        self.fp.close()
        self._received = _UntilDeadline(sock)
        self.fp = io.BufferedReader(self._received)

    def begin(self) -> None:
        super().begin()
        if self._received.is_at_end:  # http.client takes this for the end of the headers
            raise http.client.IncompleteRead(b"")


class _HttpConnection(HTTPConnection):
    response_class = _Response


class _HttpsConnection(HTTPSConnection):
    response_class = _Response


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


def _new_pool() -> urllib3.PoolManager:
    pool = urllib3.PoolManager(num_pools=4, maxsize=32)
    pool.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
    return pool


_pool = _new_pool()
_used_at: dict[str, float] = {}


def _connections(url: str) -> urllib3.PoolManager:
    """The connections, kept between invocations, but not those that were idle for too long.

    Lambda freezes a sandbox between invocations. When it thaws, a connection can be dead without
    any sign of it, and the monotonic clock may have stood still: so idle time is wall time.
    """
    server, now = urlsplit(url).netloc, time.time()
    if now - _used_at.get(server, now) > IDLE_S:
        _pool.clear()
        _used_at.clear()
    _used_at[server] = now
    return _pool
