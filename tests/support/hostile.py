"""A store that fails on purpose: a server of sockets that speaks DynamoDB's JSON, with faults.

It holds one counter. UpdateItem without a condition adds one to it; with a condition it does so
only once; TransactWriteItems does so once for each token. So `count` says how often writes took
effect. The faults are used up one after the other, one for each request; then all is well.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from binascii import crc32
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Any

_SPACE = "com.amazonaws.dynamodb.v20120810"
OLD = {"pk": {"S": "counter"}, "blob": {"B": "AAEC"}, "blobs": {"BS": ["YQ==", "Yg=="]}}


@dataclass
class Asked:
    """One request, as the server got it."""

    operation: str
    body: dict[str, Any]
    headers: dict[str, str]


class Cut(Exception):
    """The connection ends here."""


@dataclass
class Hostile:
    """`ahead_s`: how much the server's clock is ahead. It refuses other times, as AWS does.
    `tls`: what it speaks TLS with."""

    faults: deque[str] = field(default_factory=deque)
    ahead_s: float | None = None
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    count: int = 0

    def __post_init__(self) -> None:
        self._tokens: set[str] = set()
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._ends = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = (
            f"{'https' if self.tls else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"
        )
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Hostile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends.set()
        self._listener.close()
        self.close_connections()

    def reset(self, faults: Iterable[str] = ()) -> None:
        self.close_connections()
        self.faults, self.asked, self.count = deque(faults), [], 0
        self.connections = 0
        self._tokens.clear()

    def close_connections(self) -> None:
        with self._lock:
            for sock in self._open:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)  # its thread may be reading from it
                sock.close()
            self._open.clear()

    def _accept(self) -> None:
        while not self._ends.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.append(sock)
                self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self.tls is not None:
                sock = self.tls.wrap_socket(sock, server_side=True)
                with self._lock:
                    self._open.append(sock)
            while request := _read(sock):
                self._answer(sock, request)
        except (OSError, Cut, ValueError):
            pass
        finally:
            sock.close()

    def _answer(self, sock: socket.socket, asked: Asked) -> None:
        with self._lock:
            self.asked.append(asked)
            fault = self.faults.popleft() if self.faults else "ok"
        if self.ahead_s is not None and (wrong := self._wrong_time(asked)):
            return sock.sendall(wrong)
        act: Callable[[socket.socket, Asked], None] | None = getattr(
            self, "_" + fault.replace("-", "_"), None
        )
        if act is not None:
            act(sock, asked)
        elif fault in _ERRORS:
            status, code, more = _ERRORS[fault]
            message = {
                "__type": f"com.amazonaws.dynamodb.v20120810#{code}",
                "message": "no",
                **more,
            }
            sock.sendall(self._http(status, json.dumps(message).encode()))
        else:
            raise AssertionError(f"no fault {fault}")

    def _do(self, asked: Asked) -> bytes:
        """Carry the request out. The whole answer."""
        body = asked.body
        with self._lock:
            if asked.operation == "TransactWriteItems":
                token = body["ClientRequestToken"]
                self.count += token not in self._tokens
                self._tokens.add(token)
                return self._http(200, b"{}")
            if asked.operation == "UpdateItem":
                if "ConditionExpression" in body and self.count:
                    refusal = {
                        "__type": f"{_SPACE}#ConditionalCheckFailedException",
                        "message": "The conditional request failed",
                        "Item": OLD,
                    }
                    return self._http(400, json.dumps(refusal).encode())
                self.count += 1
        answer = {"Attributes": {"n": {"N": str(self.count)}, **OLD}}
        return self._http(200, json.dumps(answer).encode())

    def _http(self, status: int, body: bytes, **headers: str) -> bytes:
        at = datetime.fromtimestamp(time.time() + (self.ahead_s or 0), UTC)
        lines = {
            "x-amzn-RequestId": "REQUEST-1",
            "x-amz-crc32": str(crc32(body)),
            "Content-Type": "application/x-amz-json-1.0",
            "Date": format_datetime(at, usegmt=True),
            "Content-Length": str(len(body)),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        return f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + body

    def _wrong_time(self, asked: Asked) -> bytes | None:
        sent = datetime.strptime(asked.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        off = sent.timestamp() - time.time() - (self.ahead_s or 0)
        if abs(off) <= 300:
            return None
        text = "Signature not yet current" if off > 0 else "Signature expired"
        refusal = {"__type": "com.amazon.coral.service#InvalidSignatureException", "message": text}
        return self._http(400, json.dumps(refusal).encode())

    # --- faults ----------------------------------------------------------------------------------

    def _ok(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._do(asked))

    def _cut_before(self, sock: socket.socket, asked: Asked) -> None:
        raise Cut

    def _reset_before(self, sock: socket.socket, asked: Asked) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Cut

    def _cut_after(self, sock: socket.socket, asked: Asked) -> None:
        self._do(asked)
        raise Cut

    def _cut_in_status(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._do(asked)[:9])
        raise Cut

    def _cut_in_headers(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._do(asked)[:40])
        raise Cut

    def _cut_in_body(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._do(asked)[:-1])
        raise Cut

    def _slow(self, sock: socket.socket, asked: Asked) -> None:
        for byte in self._do(asked):
            sock.sendall(bytes([byte]))

    def _silent(self, sock: socket.socket, asked: Asked) -> None:
        self._do(asked)
        sock.recv(1)  # until the client gives up

    def _silent_in_body(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._do(asked)[:-1])
        sock.recv(1)

    def _closes_when_idle(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._do(asked))
        raise Cut

    def _says_close(self, sock: socket.socket, asked: Asked) -> None:
        head, _, body = self._do(asked).partition(b"\r\n\r\n")
        sock.sendall(head + b"\r\nConnection: close\r\n\r\n" + body)
        raise Cut

    def _wrong_crc(self, sock: socket.socket, asked: Asked) -> None:
        _, _, body = self._do(asked).partition(b"\r\n\r\n")
        sock.sendall(self._http(200, body, x_amz_crc32="7"))

    def _chunked(self, sock: socket.socket, asked: Asked) -> None:
        _, _, body = self._do(asked).partition(b"\r\n\r\n")
        chunks = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        head = self._http(200, b"", Content_Length="", x_amz_crc32="")
        sock.sendall(head.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n") + chunks)

    def _noise(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
        raise Cut

    def _html(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._http(503, b"<html><body><b>Unavailable</b></body></html>"))

    def _empty(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._http(500, b""))

    def _text(self, sock: socket.socket, asked: Asked) -> None:
        sock.sendall(self._http(400, b"this is not JSON"))

    def _two_answers(self, sock: socket.socket, asked: Asked) -> None:
        answer = self._do(asked)
        sock.sendall(answer + answer)


_ERRORS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "500": (500, "InternalServerError", {}),
    "502": (502, "BadGateway", {}),
    "503": (503, "ServiceUnavailable", {}),
    "504": (504, "GatewayTimeout", {}),
    "throttled": (400, "ThrottlingException", {}),
    "no-capacity": (400, "ProvisionedThroughputExceededException", {}),
    "request-limit": (400, "RequestLimitExceeded", {}),
    "in-progress": (400, "TransactionInProgressException", {}),
    "conflict": (400, "TransactionConflictException", {}),
    "replicated": (400, "ReplicatedWriteConflictException", {}),
    "expired-token": (400, "ExpiredTokenException", {}),
    "bad-token": (400, "UnrecognizedClientException", {}),
    "denied": (400, "AccessDeniedException", {}),
    "no-table": (400, "ResourceNotFoundException", {}),
    "invalid": (400, "ValidationException", {}),
    "cancelled": (
        400,
        "TransactionCanceledException",
        {
            "CancellationReasons": [
                {"Code": "None"},
                {"Code": "ConditionalCheckFailed", "Message": "no", "Item": OLD},
                {"Code": "TransactionConflict", "Message": "busy"},
            ]
        },
    ),
}


def _read(sock: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:]]
    headers = {name.lower(): value for name, value in lines}
    while len(body) < int(headers["content-length"]):
        body += sock.recv(65536)
    return Asked(headers["x-amz-target"].partition(".")[2], json.loads(body), headers)
