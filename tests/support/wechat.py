"""The WeChat sandbox in this process, and an HTTP server that forwards its requests to the shop's
webhooks."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from local.wechat_sandbox.credentials import generate
from local.wechat_sandbox.sandbox import Sandbox


class RunningSandbox:
    """A running sandbox. `sandbox.post("/sandbox/code", {...})` calls a control endpoint."""

    def __init__(self) -> None:
        self.config = generate()
        self.appid = self.config.appid
        self._sandbox = Sandbox(self.config)
        self._bridge = ThreadingHTTPServer(("127.0.0.1", 0), _Bridge)
        self.url = ""

    def __enter__(self) -> RunningSandbox:
        self.url = self._sandbox.start()
        threading.Thread(target=self._bridge.serve_forever, args=(0.05,), daemon=True).start()
        self.bridge_url = f"http://127.0.0.1:{self._bridge.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._bridge.shutdown()
        self._bridge.server_close()
        self._sandbox.stop()

    def reset(self) -> None:
        self.post("/sandbox/reset", {})
        self.post(
            "/sandbox/config",
            {"callback_url": f"{self.bridge_url}/csReply", "message_mode": "secure"},
        )

    def shop_secret(self) -> dict[str, Any]:
        """The shop's secret for the mini-program account, as in Secrets Manager."""
        return {
            "appSecret": self.config.app_secret,
            "token": self.config.message_token,
            "encodingAESKey": self.config.encoding_aes_key,
            "messageMode": self.config.message_mode,
            "alertWebhook": self.webhook,
        }

    @property
    def webhook(self) -> str:
        """The webhook of the staff's group robot."""
        return f"{self.url}/cgi-bin/webhook/send?key={self.config.robot_key}"

    def chat(self) -> list[str]:
        """What the group robot wrote to the staff's chat, in order."""
        return [message["content"] for message in self.get("/sandbox/robot")["messages"]]

    @property
    def notify_url(self) -> str:
        """The URL to which WeChat Pay sends payment and refund notifications."""
        return f"{self.bridge_url}/payNotify"

    def pay_secret(self) -> dict[str, Any]:
        """The shop's secret for the WeChat Pay account, as in Secrets Manager."""
        return {
            "mchid": self.config.mchid,
            "serial": self.config.merchant_serial,
            "privateKey": self.config.merchant_private_key,
            "apiV3Key": self.config.apiv3_key,
            "notifyUrl": self.notify_url,
            "keys": {
                self.config.public_key_id: self.config.public_key,
                self.config.platform_serial: self.config.platform_certificate,
            },
        }

    def set_time(self, at: int) -> None:
        """Set the sandbox's clock to `at` (ms UTC), the time of the shop's clock."""
        self.post("/sandbox/clock", {"offset_ms": at - time.time_ns() // 1_000_000})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            self.url + path,
            json.dumps(body, ensure_ascii=False).encode(),
            {"content-type": "application/json"},
        )
        return self._answer(request)

    def get(self, path: str) -> Any:
        return self._answer(urllib.request.Request(self.url + path))

    def _answer(self, request: urllib.request.Request) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{request.full_url}: {error.read().decode()}") from None

    def code(self, openid: str, **more: Any) -> str:
        """A new wx.login code for that user."""
        return str(self.post("/sandbox/code", {"openid": openid, **more})["code"])

    def messages(self, openid: str) -> list[dict[str, Any]]:
        """The messages that the shop sent to a user through WeChat, in order."""
        found = self.get(f"/sandbox/messages?openid={openid}")
        return found["messages"] if isinstance(found, dict) else found

    def fault(self, path: str, **what: Any) -> None:
        self.post("/sandbox/faults", {"path": path, "times": 1, **what})

    def calls(self, path: str) -> int:
        return int(self.get(f"/sandbox/calls?path={path}")["count"])


class _Bridge(BaseHTTPRequestHandler):
    """Convert an HTTP request into an API Gateway event and call functions/<path>."""

    def _serve(self) -> None:
        from tests.support.cloud import webhook

        where = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        status, text = webhook(
            where.path.strip("/"),
            body,
            method=self.command,
            query=dict(parse_qsl(where.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        answer = text.encode()
        self.send_response(status)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = _serve

    def log_message(self, *_: object) -> None:
        pass
