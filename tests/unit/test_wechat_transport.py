"""The transport against bad servers: slow, cut off, endless, or not running. No caller waits longer
than its deadline, and each error says whether the request may have had an effect."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.tls import make_certificate, serving
from wxcloud.wechat import transport
from wxcloud.wechat.transport import HttpAnswer, TransportError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Name: Value\r\n\r\nok"


class Peer:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.send = connection.sendall

    def receive(self) -> bytes:
        """The next request; empty if the client has closed the connection."""
        request = b""
        while not _is_whole(request) and (data := self._connection.recv(65536)):
            request += data
        return request


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


Serve = Callable[[Peer, bytes], None]


class Server:
    """A server on this machine. `serve` gets each connection with its first request; after `serve`
    the connection is closed."""

    def __init__(self, serve: Serve, tls: ssl.SSLContext | None) -> None:
        self._serve, self._tls = serve, tls
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.requests: list[bytes] = []
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self.listener.getsockname()[1]}/"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError), closing(connection):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with closing(connection):
                peer = Peer(connection)
                if request := peer.receive():
                    self.requests.append(request)
                    self._serve(peer, request)


@contextmanager
def server(serve: Serve, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    made = Server(serve, tls)
    yield made
    made.listener.close()


def always(answer: bytes) -> Serve:
    return lambda peer, request: peer.send(answer)


def in_drops(answer: bytes, pause_s: float = 0.05) -> Serve:
    """The answer, one byte at a time."""

    def serve(peer: Peer, request: bytes) -> None:
        for byte in answer:
            peer.send(bytes([byte]))
            time.sleep(pause_s)

    return serve


def get(url: str, budget_s: float = 2.0) -> HttpAnswer:
    return transport.request("GET", url, until=transport.deadline(budget_s))


def failure(url: str, budget_s: float = 2.0) -> TransportError:
    with pytest.raises(TransportError) as raised:
        get(url, budget_s)
    return raised.value


@pytest.fixture(autouse=True)
def _connections_of_this_test() -> Iterator[None]:
    yield
    transport._pool.clear()
    transport._used_at.clear()


def test_an_answer_has_its_status_its_headers_in_lower_case_and_its_body() -> None:
    with server(always(OK)) as there:
        answer = get(there.url)
    assert (answer.status, answer.body, answer.headers["x-name"]) == (200, b"ok", "Value")


def test_the_body_and_the_headers_are_sent_as_they_are_given() -> None:
    with server(always(OK)) as there:
        until = transport.deadline(2)
        transport.request(
            "POST", there.url, until=until, body="好".encode(), headers={"X-Sent": "1"}
        )
        (request,) = there.requests
    assert request.startswith(b"POST / HTTP/1.1\r\n")
    assert b"X-Sent: 1\r\n" in request and request.endswith("\r\n\r\n好".encode())


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_an_empty_body_is_an_answer(answer: bytes) -> None:
    with server(always(answer)) as there:
        assert get(there.url).body == b""


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok",
    ],
)
def test_a_body_without_a_length_is_read_to_its_end(answer: bytes) -> None:
    with server(always(answer)) as there:
        assert get(there.url).body == b"ok"


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with server(always(OK)) as other:
        moved = f"HTTP/1.1 302 Found\r\nLocation: {other.url}\r\nContent-Length: 0\r\n\r\n"
        with server(always(moved.encode())) as there:
            assert get(there.url).status == 302
        assert other.connections == 0


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000,
        b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 90 + b"Content-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200,
    ],
    ids=["body", "headers", "chunks"],
)
def test_an_answer_in_single_bytes_ends_at_the_deadline(answer: bytes) -> None:
    with server(in_drops(answer)) as there:
        started = time.monotonic()
        error = failure(there.url, 0.5)
        assert 0.4 < time.monotonic() - started < 1.5
    assert error.timed_out and error.sent


def test_a_slow_answer_before_the_deadline_is_an_answer() -> None:
    with server(in_drops(OK, 0.002)) as there:
        assert get(there.url).body == b"ok"


def test_a_server_that_never_answers_is_given_up_at_the_deadline() -> None:
    with server(lambda peer, request: time.sleep(3)) as there:
        started = time.monotonic()
        error = failure(there.url, 0.3)
        assert time.monotonic() - started < 1.5
    assert error.timed_out and error.sent


def test_after_the_deadline_nothing_is_sent() -> None:
    with server(always(OK)) as there:
        error = failure(there.url, 0)
        assert there.connections == 0
    assert error.timed_out and not error.sent


def test_a_slow_connection_is_not_reused() -> None:
    """The rest of the last response may still arrive on it."""
    with server(in_drops(OK)) as there:
        failure(there.url, 0.3)
        failure(there.url, 0.3)
        assert there.connections == 2


# --- connections ---------------------------------------------------------------------------------


def test_a_refused_connection_fails_at_once_and_nothing_was_sent() -> None:
    started = time.monotonic()
    error = failure("http://127.0.0.1:9/")
    assert time.monotonic() - started < 1
    assert not error.sent and not error.timed_out


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnumber\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"\x00" * 100_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000,
    ],
    ids=["none", "headers", "body", "chunk", "chunk size", "no HTTP", "zeros", "many headers"],
)
def test_an_answer_that_is_cut_off_or_is_not_http_may_have_had_effects(answer: bytes) -> None:
    with server(always(answer)) as there:
        error = failure(there.url)
    assert error.sent and not error.timed_out


def test_a_body_that_is_too_large_is_refused_before_it_is_read_whole() -> None:
    sent = 0

    def endless(peer: Peer, request: bytes) -> None:
        nonlocal sent
        peer.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            peer.send(b"x" * 65536)
            sent += 65536

    with server(endless) as there:
        error = failure(there.url, 10)
    assert error.sent and not error.timed_out
    assert sent < 10 * transport.MAX_BYTES


def test_a_body_of_the_largest_size_is_read() -> None:
    size = transport.MAX_BYTES
    answer = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode() + b"x" * size
    with server(always(answer)) as there:
        assert len(get(there.url, 10).body) == size


def answers(times: int) -> Serve:
    """Answer that number of requests on a connection, then close it."""

    def serve(peer: Peer, request: bytes) -> None:
        for _ in range(times - 1):
            peer.send(OK)
            if not peer.receive():
                return
        peer.send(OK)

    return serve


def test_a_connection_is_reused() -> None:
    with server(answers(10)) as there:
        assert [get(there.url).body for _ in range(5)] == [b"ok"] * 5
        assert there.connections == 1


def test_an_idle_connection_that_the_server_has_closed_is_replaced() -> None:
    with server(answers(1)) as there:
        for n in range(1, 4):
            assert get(there.url).body == b"ok"
            time.sleep(0.1)  # the server has closed the connection by now
            assert there.connections == n


def test_a_connection_that_was_idle_for_long_is_not_reused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A frozen Lambda process cannot notice that a connection is dead, and its monotonic clock may
    have stopped. Use of another server meanwhile changes nothing."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    with server(answers(10)) as there, server(always(OK)) as busy:
        get(there.url)
        now += transport.IDLE_S - 1
        get(there.url)
        assert there.connections == 1
        now += transport.IDLE_S - 1
        get(busy.url)
        now += 2
        get(there.url)
        assert there.connections == 2


def test_each_of_many_threads_gets_its_own_answer() -> None:
    def echo(peer: Peer, request: bytes) -> None:
        while request:
            path = request.split()[1]
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(path), path))
            request = peer.receive()

    def ask(thread: int) -> bool:
        paths = [f"{thread}/{n}" for n in range(10)]
        return [get(there.url + path, 10).body.decode() for path in paths] == [
            f"/{path}" for path in paths
        ]

    with server(echo) as there, ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))


# --- TLS -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    return serving(certificate)


def test_over_tls_answers_deadlines_and_reuse_are_the_same(
    certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with server(answers(10), tls) as there:
        assert [get(there.url).body for _ in range(3)] == [b"ok"] * 3
        assert there.connections == 1
    slow = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000
    with server(in_drops(slow), tls) as there:
        started = time.monotonic()
        error = failure(there.url, 0.5)
        assert time.monotonic() - started < 1.5
    assert error.timed_out and error.sent


def test_an_unknown_certificate_is_refused(tls: ssl.SSLContext) -> None:
    with server(always(OK), tls) as there:
        error = failure(there.url)
        assert there.requests == []
    assert not error.timed_out


def test_a_server_that_does_not_finish_the_handshake_is_given_up_in_time() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with closing(listener):
        started = time.monotonic()
        error = failure(f"https://127.0.0.1:{listener.getsockname()[1]}/", 0.5)
        assert time.monotonic() - started < 1.5
    assert error.timed_out
