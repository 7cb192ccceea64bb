"""Put a real payment notification into events/payNotify.http.json: receive the sandbox's
notification, with its signature and its encrypted body."""

from __future__ import annotations

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NamedTuple


class PaymentNotification(NamedTuple):
    headers: dict[str, str]
    body: str


def receive_notification(sandbox: str, order_id: str) -> PaymentNotification:
    """Make the user pay, and receive the notification instead of the shop."""
    received: list[PaymentNotification] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            received.append(PaymentNotification(headers, self.rfile.read(size).decode()))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        body = json.dumps({"out_trade_no": order_id, "notify_url": url}).encode()
        request = urllib.request.Request(
            f"{sandbox}/sandbox/pay", body, {"content-type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=30).close()
        server.shutdown()
    return received[0]


def with_notification(event: dict[str, Any], notice: PaymentNotification) -> dict[str, Any]:
    """The event with the signature headers and the body of the notification."""
    signature = {k: value for k, value in notice.headers.items() if k.startswith("wechatpay-")}
    return {**event, "headers": event["headers"] | signature, "body": notice.body}
