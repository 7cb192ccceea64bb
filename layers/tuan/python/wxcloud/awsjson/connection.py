"""One HTTP/1.1 connection: it sends a request and reads its answer, over TLS or not.

The standard library's `http.client` does the same at twice the CPU time, and loads the parser of
e-mail for it. Services answer with little of HTTP: a status, headers, and a body with a length or
in chunks. What is not that raises, and a connection that is not known to be clean is closed.
tests/properties/test_connection.py compares this with `http.client`.

Source: RFC 9112 (HTTP/1.1), sections 2 to 9.
"""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from wxcloud.value import Value

MAX_HEAD = 64 * 1024
_AT_ONCE = 64 * 1024
_WITHOUT_BODY = (204, 304)


class Malformed(OSError):
    """The peer closed too early, or does not speak HTTP/1.1."""


class Response(Value):
    """The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Socket(Protocol):
    """What a connection needs of a socket."""

    def sendall(self, data: bytes, /) -> object: ...

    def recv(self, size: int, /) -> bytes: ...

    def fileno(self) -> int: ...

    def close(self) -> None: ...


class HttpConnection:
    """A connected socket. It is used by one thread at a time."""

    def __init__(self, sock: Socket) -> None:
        self._socket = sock
        self._received = b""  # and not read yet
        self.is_reusable = True

    def exchange(self, request: bytes) -> Response:
        """Send a request, read the answer. OSError: the connection must be closed."""
        self.is_reusable = False
        # A server may refuse, answer and close before it has read everything.
        with suppress(BrokenPipeError):
            self._socket.sendall(request)
        version, status, headers = self._head()
        while 100 <= status < 200:
            version, status, headers = self._head()
        body, has_end = self._body(status, headers)
        stays = version == "HTTP/1.1" and "close" not in headers.get("connection", "").lower()
        self.is_reusable = stays and has_end and not self._received
        return Response(status, headers, body)

    def is_dropped(self) -> bool:
        """Whether the peer has closed an idle connection, or sent what nobody asked for."""
        try:
            poll = select.poll()
        except AttributeError:  # not on this system
            return bool(select.select([self._socket], [], [], 0)[0])
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        with suppress(OSError):
            self._socket.close()

    def _head(self) -> tuple[str, int, dict[str, str]]:
        end = self._received.find(b"\r\n\r\n")
        while end < 0:
            if len(self._received) > MAX_HEAD:
                raise Malformed("the headers of the answer are too long")
            self._receive()
            end = self._received.find(b"\r\n\r\n")
        lines = self._received[:end].decode("latin-1").split("\r\n")
        self._received = self._received[end + 4 :]
        version, _, rest = lines[0].partition(" ")
        number = rest[:3]
        if version not in ("HTTP/1.1", "HTTP/1.0") or not (number.isdecimal() and number.isascii()):
            raise Malformed(f"not an answer of HTTP/1.1: {lines[0][:80]!r}")
        return version, int(number), _headers(lines)

    def _body(self, status: int, headers: Mapping[str, str]) -> tuple[bytes, bool]:
        """The body, and whether its end was told (and not only that the peer closed)."""
        if status in _WITHOUT_BODY:
            return b"", True
        if "transfer-encoding" in headers:
            if headers["transfer-encoding"].strip().lower() != "chunked":
                raise Malformed("unknown transfer-encoding")
            return self._chunks(), "content-length" not in headers
        length = headers.get("content-length")
        if length is None:
            return self._until_closed(), False
        if not (length.isdecimal() and length.isascii()):
            raise Malformed("the content-length is not a number")
        return self._take(int(length)), True

    def _chunks(self) -> bytes:
        parts = []
        while True:
            digits = self._line().partition(b";")[0].strip()
            try:
                size = int(digits, 16) if digits.isalnum() else -1
            except ValueError:
                size = -1
            if size < 0:
                raise Malformed("not the size of a chunk")
            if not size:
                break
            parts.append(self._take(size))
            if self._take(2) != b"\r\n":
                raise Malformed("a chunk is longer than its size")
        while self._line():  # trailers
            pass
        return b"".join(parts)

    def _line(self) -> bytes:
        end = self._received.find(b"\r\n")
        while end < 0:
            if len(self._received) > MAX_HEAD:
                raise Malformed("a line of the answer is too long")
            self._receive()
            end = self._received.find(b"\r\n")
        line, self._received = self._received[:end], self._received[end + 2 :]
        return line

    def _take(self, size: int) -> bytes:
        if len(self._received) < size:
            parts, missing = [self._received], size - len(self._received)
            while missing > 0:
                part = self._socket.recv(min(max(missing, _AT_ONCE), 1 << 20))
                if not part:
                    raise Malformed("the peer closed within the answer")
                parts.append(part)
                missing -= len(part)
            self._received = b"".join(parts)
        taken, self._received = self._received[:size], self._received[size:]
        return taken

    def _until_closed(self) -> bytes:
        parts, self._received = [self._received], b""
        while part := self._socket.recv(_AT_ONCE):
            parts.append(part)
        return b"".join(parts)

    def _receive(self) -> None:
        part = self._socket.recv(_AT_ONCE)
        if not part:
            raise Malformed("the peer closed before the end of the answer")
        self._received += part


def _headers(lines: list[str]) -> dict[str, str]:
    """The headers after the first line. One that comes twice has both values, as a list."""
    found: dict[str, str] = {}
    last = ""
    for line in lines[1:]:
        if line[:1] in (" ", "\t") and last:  # an old way to write a long value
            found[last] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise Malformed(f"not a header: {line[:80]!r}")
        last, value = name.lower(), value.strip()
        found[last] = f"{found[last]}, {value}" if last in found else value
    return found


def connect(
    host: str, port: int, context: ssl.SSLContext | None, *, connect_s: float, read_s: float
) -> HttpConnection:
    """A new connection. With `context`, over TLS; the certificate must be the host's."""
    sock = open_socket(host, port, context, connect_s)
    sock.settimeout(read_s)
    return HttpConnection(sock)


def open_socket(
    host: str, port: int, context: ssl.SSLContext | None, timeout_s: float
) -> socket.socket:
    """A connected socket, over TLS with `context`. OSError, ssl.SSLError, TimeoutError."""
    sock = socket.create_connection((host, port), timeout=timeout_s)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            sock = context.wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise
    return sock
