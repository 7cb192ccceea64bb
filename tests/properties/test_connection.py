"""Whatever a server answers, our connection reads what the standard library's client reads."""

from __future__ import annotations

import http.client
import io
import socket
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wxcloud.awsjson.connection import HttpConnection

names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True).filter(
    lambda name: name.lower() not in ("content-length", "transfer-encoding", "connection")
)
values = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
headers = st.lists(st.tuples(names, values), max_size=8)
statuses = st.sampled_from([200, 201, 204, 301, 304, 400, 404, 413, 500, 503])


@st.composite
def answers(draw: Any) -> bytes:
    """A whole answer of HTTP/1.1, in one of its forms."""
    status, body = draw(statuses), draw(st.binary(max_size=400))
    form = draw(st.sampled_from(["length", "chunks", "closed"]))
    lines = [f"HTTP/1.1 {status} Reason"]
    lines += [f"{name}:{draw(st.sampled_from(['', ' ', '  ']))}{v}" for name, v in draw(headers)]
    if status in (204, 304):
        body, form = b"", "length"
    if form == "length":
        lines.append(f"Content-Length: {len(body)}")
    elif form == "chunks":
        lines.append("Transfer-Encoding: Chunked")
        body = chunked(body, draw(st.integers(1, 100)), draw(st.booleans()))
    early = b"HTTP/1.1 100 Continue\r\n\r\n" if draw(st.booleans()) else b""
    return early + "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(body: bytes, size: int, has_more: bool) -> bytes:
    out = b""
    for at in range(0, len(body), size):
        part = body[at : at + size]
        out += f"{len(part):X}{';a=b' if has_more else ''}\r\n".encode() + part + b"\r\n"
    return out + b"0\r\n" + (b"Trailer: x\r\n" if has_more else b"") + b"\r\n"


class Peer:
    """A socket whose peer sends `data` in pieces and closes."""

    def __init__(self, data: bytes, piece: int) -> None:
        self._data, self._piece = io.BytesIO(data), piece

    def recv(self, size: int) -> bytes:
        return self._data.read(min(size, self._piece))

    def sendall(self, data: bytes) -> None:
        pass

    def makefile(self, mode: str) -> Any:
        return io.BufferedReader(io.BytesIO(self._data.getvalue()))

    def close(self) -> None:
        pass


def ours(data: bytes, piece: int) -> Any:
    sock: Any = Peer(data, piece)
    try:
        response = HttpConnection(sock).exchange(b"")
    except OSError:
        return None
    return response.status, dict(response.headers), response.body


def theirs(data: bytes) -> Any:
    sock: Any = Peer(data, 1)
    response = http.client.HTTPResponse(sock, method="POST")
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, OSError, ValueError):
        return None
    found: dict[str, str] = {}
    for name, value in response.headers.items():
        name = name.lower()
        found[name] = f"{found[name]}, {value.strip()}" if name in found else value.strip()
    return response.status, found, body


@settings(max_examples=500, deadline=None)
@given(answer=answers(), piece=st.sampled_from([1, 2, 7, 100_000]))
def test_a_whole_answer_is_read_as_the_standard_library_reads_it(answer: bytes, piece: int) -> None:
    read = ours(answer, piece)
    assert read is not None
    assert read == theirs(answer)


@settings(max_examples=500, deadline=None)
@given(answer=answers(), cut=st.floats(0, 1), piece=st.sampled_from([1, 100_000]))
@example(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", cut=0.95, piece=1)
def test_half_an_answer_is_an_error_or_what_the_standard_library_reads(
    answer: bytes, cut: float, piece: int
) -> None:
    """Nothing is taken for a whole answer that is not one. (The standard library reads headers that
    end early; we do not.)"""
    half = answer[: int(len(answer) * cut)]
    read = ours(half, piece)
    assert read is None or read == theirs(half)


@settings(max_examples=500, deadline=None)
@given(noise=st.binary(max_size=200), head=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n"]))
def test_noise_is_an_error_or_what_the_standard_library_reads(noise: bytes, head: bytes) -> None:
    read = ours(head + noise, 100_000)
    assert read is None or read[0] == (theirs(head + noise) or read)[0]


def test_a_connection_with_more_than_the_answer_is_not_used_again() -> None:
    ours_end, their_end = socket.socketpair()
    with ours_end, their_end:
        connection = HttpConnection(ours_end)
        their_end.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        connection.exchange(b"x")
        assert connection.is_reusable
        assert not connection.is_dropped()
        their_end.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK")
        assert connection.is_dropped()
        connection.exchange(b"x")
        assert not connection.is_reusable
