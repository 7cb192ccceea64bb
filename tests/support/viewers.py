"""A fake of API Gateway's @connections endpoint. It records posts by connection."""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

_ERRORS = {410: "GoneException", 429: "LimitExceededException"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class Viewers:
    """The endpoint's server. A post to a connection in `gone` gets status 410, a post to a
    connection in `failing` the status that `failing` maps it to, and the next posts, as many as
    `throttled` says, status 429."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.failing: dict[str, int] = {}
        self.throttled = 0
        self.tries: Counter[str] = Counter()
        self._received: dict[str, list[Any]] = defaultdict(list)
        self._lock = threading.Lock()
        viewers = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                connection_id = unquote(self.path.rpartition("/@connections/")[2])
                status = viewers._receive(connection_id, body)
                self.send_response(status)
                if status in _ERRORS:
                    self.send_header("x-amzn-ErrorType", _ERRORS[status])
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/live"

    def received_by(self, connection_id: str) -> list[Any]:
        """The messages that the connection received, in order."""
        return self._received[connection_id]

    def _receive(self, connection_id: str, body: bytes) -> int:
        with self._lock:
            self.tries[connection_id] += 1
            if connection_id in self.gone:
                return 410
            if self.throttled:
                self.throttled -= 1
                return 429
            if connection_id in self.failing:
                return self.failing[connection_id]
            self._received[connection_id].append(json.loads(body))
            return 200

    def __enter__(self) -> Viewers:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
