"""events/payNotify.http.json as WeChat Pay would send it: the sandbox's notification of a payment,
caught on the way, with the signature and the sealed body that it had on the wire."""

from __future__ import annotations

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NamedTuple


class News(NamedTuple):
    headers: dict[str, str]
    body: str


def notification(sandbox: str, order_id: str) -> News:
    """Let the user pay, and keep what the shop would be told."""
    caught: list[News] = []

    class Catch(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            caught.append(News(headers, self.rfile.read(size).decode()))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Catch) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        body = json.dumps({"out_trade_no": order_id, "notify_url": url}).encode()
        request = urllib.request.Request(
            f"{sandbox}/sandbox/pay", body, {"content-type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=30).close()
        server.shutdown()
    return caught[0]


def told(event: dict[str, Any], news: News) -> dict[str, Any]:
    """The event with that notification in it."""
    signed = {name: value for name, value in news.headers.items() if name.startswith("wechatpay-")}
    return {**event, "headers": event["headers"] | signed, "body": news.body}
