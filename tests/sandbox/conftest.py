"""A sandbox on a free port, a client of it, and a web server that receives its callbacks."""

import base64
import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local.wechat_sandbox import Config, Sandbox
from local.wechat_sandbox.credentials import generate
from local.wechat_sandbox.pay import crypto


class Caller:
    """An HTTP client of the sandbox. `post` sends JSON with unescaped Chinese."""

    def __init__(self, url: str, config: Config) -> None:
        self.url = url
        self.config = config

    def http(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return response.status, response.read(), names
        finally:
            connection.close()

    def get(self, path: str, /, **query: Any) -> Any:
        status, body, _ = self.http("GET", f"{path}?{urlencode(query)}" if query else path)
        assert status == 200, body
        return json.loads(body)

    def post(self, path: str, value: Any, expect: int = 200) -> Any:
        body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        status, answer, _ = self.http("POST", path, body, {"Content-Type": "application/json"})
        assert status == expect, answer
        return json.loads(answer)

    def token(self) -> str:
        answer = self.post("/cgi-bin/stable_token", self.stable())
        return str(answer["access_token"])

    def stable(self, **more: Any) -> dict[str, Any]:
        return {
            "grant_type": "client_credential",
            "appid": self.config.appid,
            "secret": self.config.app_secret,
            **more,
        }

    def clock(self, offset_ms: int) -> None:
        self.post("/sandbox/clock", {"offset_ms": offset_ms})


class Merchant:
    """The merchant's side of WeChat Pay: signs requests, verifies and decrypts notifications."""

    def __init__(self, wx: Caller, notify_url: str) -> None:
        self.wx = wx
        self.config = wx.config
        self.notify_url = notify_url

    def authorization(self, method: str, path: str, body: bytes, **change: str) -> str:
        stamp = change.get("timestamp") or str(
            self.wx.get("/sandbox/clock")["offset_ms"] // 1000 + int(time.time())
        )
        nonce = change.get("nonce_str") or secrets.token_hex(16)
        text = crypto.request_text(method, path, stamp, nonce, body)
        pairs = {
            "mchid": self.config.mchid,
            "nonce_str": nonce,
            "signature": crypto.sign(self.config.merchant_private_key, text),
            "timestamp": stamp,
            "serial_no": self.config.merchant_serial,
        } | change
        return "WECHATPAY2-SHA256-RSA2048 " + ",".join(
            f'{name}="{text}"' for name, text in pairs.items()
        )

    def headers(self, method: str, path: str, body: bytes, **change: str) -> dict[str, str]:
        return {
            "Authorization": self.authorization(method, path, body, **change),
            "Accept": "application/json",
            "User-Agent": "tests",
            "Content-Type": "application/json",
        }

    def call(self, method: str, path: str, value: Any = None, **headers: str) -> tuple[int, Any]:
        body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
        all_headers = self.headers(method, path, body) | headers
        status, answer, sent = self.wx.http(method, path, body, all_headers)
        if status != 401:
            assert self.signed(answer, sent), "a response without WeChat Pay's signature"
        return status, json.loads(answer) if answer else None

    def signed(self, body: bytes, headers: dict[str, str]) -> bool:
        """Whether the headers contain a valid signature of the body by the key that they name."""
        text = crypto.answer_text(headers["wechatpay-timestamp"], headers["wechatpay-nonce"], body)
        if headers["wechatpay-serial"] == self.config.public_key_id:
            key = self.config.public_key
        elif headers["wechatpay-serial"] == self.config.platform_serial:
            certificate = x509.load_pem_x509_certificate(self.config.platform_certificate.encode())
            key = (
                certificate.public_key()
                .public_bytes(
                    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
                )
                .decode()
            )
        else:
            return False
        return crypto.verify(key, text, headers["wechatpay-signature"])

    def decrypted(self, request: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Verify and decrypt a notification. Returns its event_type and resource."""
        headers = request["headers"]
        assert self.signed(request["body"], headers)
        now = time.time() + self.wx.get("/sandbox/clock")["offset_ms"] / 1000
        assert abs(int(headers["wechatpay-timestamp"]) - now) < 300, "stale"
        envelope = json.loads(request["body"])
        return envelope["event_type"], json.loads(self.decrypt(envelope["resource"]))

    def decrypt(self, resource: dict[str, str]) -> bytes:
        return AESGCM(self.config.apiv3_key.encode()).decrypt(
            resource["nonce"].encode(),
            base64.b64decode(resource["ciphertext"]),
            resource["associated_data"].encode(),
        )

    def order(self, out_trade_no: str, /, **change: Any) -> dict[str, Any]:
        body = {
            "appid": self.config.appid,
            "mchid": self.config.mchid,
            "description": "两人成团的苹果",
            "out_trade_no": out_trade_no,
            "notify_url": self.notify_url,
            "amount": {"total": 1990, "currency": "CNY"},
            "payer": {"openid": "buyer-1"},
        } | change
        return {name: value for name, value in body.items() if value is not None}

    def prepay(self, out_trade_no: str, /, **change: Any) -> tuple[int, Any]:
        return self.call("POST", "/v3/pay/transactions/jsapi", self.order(out_trade_no, **change))

    def query(self, out_trade_no: str) -> tuple[int, Any]:
        path = f"/v3/pay/transactions/out-trade-no/{out_trade_no}?mchid={self.config.mchid}"
        return self.call("GET", path)

    def close(self, out_trade_no: str) -> tuple[int, Any]:
        path = f"/v3/pay/transactions/out-trade-no/{out_trade_no}/close"
        return self.call("POST", path, {"mchid": self.config.mchid})

    def refund(self, out_refund_no: str, refund: int, total: int = 1990, **change: Any) -> Any:
        body = {
            "out_refund_no": out_refund_no,
            "notify_url": self.notify_url,
            "amount": {"refund": refund, "total": total, "currency": "CNY"},
        } | change
        return self.call("POST", "/v3/refund/domestic/refunds", body)


class Shop:
    """A web server in place of the shop: it records requests and returns the configured answers."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], tuple[int, bytes] | None] = lambda _: (
            200,
            b"success",
        )
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def _handle(self) -> None:
                parts = urlsplit(self.path)
                request = {
                    "method": self.command,
                    "path": parts.path,
                    "query": {name: one[0] for name, one in parse_qs(parts.query).items()},
                    "headers": {name.lower(): text for name, text in self.headers.items()},
                    "body": self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                }
                shop.received.append(request)
                answer = shop.answer(request)
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer[0])
                self.send_header("Content-Length", str(len(answer[1])))
                self.end_headers()
                self.wfile.write(answer[1])

            do_GET = do_POST = _handle

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture(scope="session")
def config() -> Config:
    return generate()


@pytest.fixture
def sandbox(config: Config) -> Iterator[Sandbox]:
    with Sandbox(config) as running:
        yield running


@pytest.fixture
def wx(sandbox: Sandbox) -> Caller:
    return Caller(sandbox.url, sandbox.config)


@pytest.fixture
def caller() -> type[Caller]:
    """For tests that start their own sandbox."""
    return Caller


@pytest.fixture
def shop() -> Iterator[Shop]:
    running = Shop()
    yield running
    running.close()


@pytest.fixture
def merchant(wx: Caller, shop: Shop) -> Merchant:
    """A merchant whose sandbox completes refunds and retries notifications within milliseconds."""
    wx.post("/sandbox/config", {"retry_factor": 0.001, "refund_delay_ms": 5})
    return Merchant(wx, shop.url + "/payNotify")


@pytest.fixture
def merchant_of() -> type[Merchant]:
    """For tests that start their own sandbox."""
    return Merchant


def eventually(answer: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Call `answer` until its result is true, and return it. For effects of other threads."""
    until = time.monotonic() + seconds
    while not (found := answer()) and time.monotonic() < until:
        time.sleep(0.005)
    return found


@pytest.fixture(name="eventually")
def eventually_fixture() -> Callable[..., Any]:
    return eventually
