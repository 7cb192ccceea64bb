"""The HTTP server: it reads requests, applies faults, and gives each area its own kind of error."""

import contextlib
import json
import secrets
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .clock import Clock
from .errors import ControlError, PayError, WeChatError
from .faults import Fault, Faults
from .journal import Journal
from .shapes import JSON
from .web import Area, Reply, Request, Route, Routes

MOST_BYTES = 1_000_000


class App:
    """Makes the reply to a request; None means: close the connection without an answer."""

    def __init__(
        self,
        routes: Routes,
        faults: Faults,
        journal: Journal,
        clock: Clock,
        sign: Callable[[Request, Reply], Reply],
        changed: Callable[[], None],
    ) -> None:
        self._routes = routes
        self._faults = faults
        self._journal = journal
        self._clock = clock
        self._sign = sign
        self._changed = changed

    def answer(self, request: Request) -> Reply | None:
        if request.path.startswith("/sandbox/"):
            if request.method != "GET":
                self._changed()
            return self._serve(request, "control")
        at = self._clock.now()
        area: Area = "pay" if request.path.startswith("/v3/") else "weixin"
        reply = self._with_faults(request, area)
        self._journal.add(at, request, reply.status if reply else 0, _code(reply))
        self._changed()
        return reply

    def _with_faults(self, request: Request, area: Area) -> Reply | None:
        fault = self._faults.take(request.path)
        if fault is None:
            return self._serve(request, area)
        reply = self._serve(request, area) if fault.after else None
        if fault.delay_ms:
            time.sleep(fault.delay_ms / 1000)
        if fault.drop:
            return None
        failed = _failure(fault)
        if failed is not None:
            return self._sign(request, failed) if area == "pay" else failed
        return reply if reply is not None else self._serve(request, area)

    def _serve(self, request: Request, area: Area) -> Reply:
        try:
            reply = self._route(request, area)
        except WeChatError as error:
            errmsg = f"{error.errmsg} rid: {_rid(self._clock)}"
            return Reply.json({"errcode": error.errcode, "errmsg": errmsg})
        except PayError as error:
            body: JSON = {"code": error.code, "message": error.message}
            if error.detail is not None:
                body["detail"] = error.detail
            reply = Reply.json(body, error.status)
            if error.status == 401:  # an unknown caller gets no signed answer
                return reply
        except ControlError as error:
            return Reply.json({"error": str(error)}, 400)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return Reply.json({"error": "The sandbox itself failed. See its log."}, 500)
        return self._sign(request, reply) if area == "pay" else reply

    def _route(self, request: Request, area: Area) -> Reply:
        found = self._routes.find(request.path)
        if found is None:
            if area == "control":
                return Reply.json({"error": f"no such path: {request.path}"}, 404)
            if area == "pay":
                raise PayError(404, "RESOURCE_NOT_EXISTS", f"no such path: {request.path}")
            return Reply(404)
        methods, parts = found
        route: Route | None = methods.get(request.method)
        if route is None:
            if area == "weixin":
                if "POST" in methods:
                    raise WeChatError(43002, "require POST method")
                raise WeChatError(43001, "require GET method")
            text = f"{request.path} takes {' or '.join(sorted(methods))}"
            if area == "pay":
                raise PayError(405, "INVALID_REQUEST", text)
            return Reply.json({"error": text}, 405)
        return route.handler(replace(request, parts=parts))


def _failure(fault: Fault) -> Reply | None:
    if fault.errcode is not None:
        return Reply.json({"errcode": fault.errcode, "errmsg": fault.errmsg})
    if fault.status is not None:
        return Reply.json({"code": fault.code, "message": fault.message}, fault.status)
    return None


def _code(reply: Reply | None) -> int | str | None:
    """The answer's errcode, or its code if it is WeChat Pay's; 0 if it has none."""
    if reply is None:
        return None
    try:
        body = json.loads(reply.body) if reply.body else {}
    except ValueError:
        return 0
    if not isinstance(body, dict):
        return 0
    code = body.get("errcode", body.get("code", 0))
    return code if isinstance(code, (int, str)) else 0


def _rid(clock: Clock) -> str:
    return f"{clock.seconds():08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], app: App, log: Callable[[str], None]) -> None:
        self.app = app
        self.log = log
        self._lock = threading.Lock()
        self._open: set[Any] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer would look up its own name, which can take seconds without a network.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close the connections that callers keep alive: a stopped sandbox answers nothing."""
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            traceback.print_exc(file=sys.stderr)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "wechat-sandbox"
    sys_version = ""
    timeout = 120
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body are sent in one packet

    def _handle(self) -> None:
        started = time.monotonic()
        body = self._read_body()
        if body is None:
            return
        parts = urlsplit(self.path)
        query: dict[str, str] = {}
        for name, text in parse_qsl(parts.query, keep_blank_values=True):
            query.setdefault(name, text)
        path = parts.path
        headers = {name.lower(): text for name, text in self.headers.items()}
        request = Request(self.command, self.path, path, query, headers, body)
        reply = self.server.app.answer(request)
        took = int((time.monotonic() - started) * 1000)
        status = str(reply.status) if reply else "dropped"
        # Without the query, which has secrets and tokens in it.
        self.server.log(f"{self.command} {path} {status} {took}ms")
        if reply is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(reply.status)
        for name, text in reply.headers.items():
            self.send_header(name, text)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.body and self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()

    def _read_body(self) -> bytes | None:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            self._refuse(411)
            return None
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit():
            self._refuse(400)
            return None
        if int(length) > MOST_BYTES:
            self._refuse(413)
            return None
        return self.rfile.read(int(length))

    def _refuse(self, status: int) -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _handle

    def log_message(self, format: str, *arguments: Any) -> None:
        pass  # one line per request is written above
