"""A client of the local shop, like a mini-program: it calls cloud functions and opens the socket of
live rooms. Through the sandbox it logs in to WeChat, pays, and reads and writes messages."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

STACK_FILE = Path(__file__).resolve().parents[1] / ".local" / "stack.json"
T = TypeVar("T")


class Refused(Exception):
    """A call was refused: `code` is its errCode."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        why = body.get("detail") or body.get("errMsg")
        super().__init__(f"{status} {body.get('errCode')}: {why}")
        self.status, self.code = status, str(body.get("errCode", ""))


def read_stack() -> dict[str, Any]:
    """The contents of .local/stack.json, which `make up` writes."""
    if not STACK_FILE.exists():
        raise SystemExit("The local stack is not running. Start it: make up")
    stack: dict[str, Any] = json.loads(STACK_FILE.read_text())
    return stack


def request(url: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    """POST the body as JSON, or GET if there is none. Returns the JSON. Refused for 4xx and 5xx."""
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    sent = urllib.request.Request(
        url, data, {"content-type": "application/json", **(headers or {})}
    )
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            refusal = json.load(error)
        except ValueError:
            refusal = {"errCode": "", "errMsg": "the body of the answer is not JSON"}
        raise Refused(error.code, refusal) from None


class Wechat:
    """The sandbox's control endpoints."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.url = stack["sandbox"]

    def code(self, openid: str) -> str:
        """A code of wx.login."""
        return str(request(f"{self.url}/sandbox/code", {"openid": openid})["code"])

    def pay(self, order_id: str, **how: Any) -> None:
        """The buyer confirms in WeChat's payment window."""
        request(f"{self.url}/sandbox/pay", {"out_trade_no": order_id, **how})

    def payments(self, order_id: str) -> list[dict[str, Any]]:
        """The payments of an order, as WeChat Pay has them."""
        found: list[dict[str, Any]] = request(
            f"{self.url}/sandbox/payments?out_trade_no={order_id}"
        )
        return found

    def confirm_receipt(self, order_id: str) -> None:
        """The buyer confirms the receipt in WeChat; WeChat's event is late."""
        request(f"{self.url}/sandbox/receipt", {"out_trade_no": order_id, "silent": True})

    def move_clock(self, offset_ms: int) -> None:
        """Set the clocks of the shop and of WeChat this far ahead of the machine's."""
        request(f"{self.url}/sandbox/clock", {"offset_ms": offset_ms})

    def messages(self, openid: str) -> list[dict[str, Any]]:
        """All messages that the user got in WeChat."""
        found = request(f"{self.url}/sandbox/messages?openid={openid}")
        messages: list[dict[str, Any]] = found["messages"] if isinstance(found, dict) else found
        return messages

    def ask(self, openid: str, content: str) -> dict[str, Any]:
        """Write to customer service, as the user does in the chat window."""
        answer: dict[str, Any] = request(
            f"{self.url}/sandbox/push", {"openid": openid, "content": content}
        )
        return answer


class Shopper:
    """A user of the mini-program."""

    def __init__(self, stack: dict[str, Any], openid: str) -> None:
        self.api, self.ws, self.openid = stack["api"], stack["ws"], openid
        self.wechat = Wechat(stack)
        self.token = ""

    def call(self, name: str, /, **data: Any) -> Any:
        """`wx.cloud.callFunction({name, data})`."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return request(f"{self.api}/{name}", data, headers)

    def login(self) -> Any:
        self.token = ""  # with an expired session, the call would be refused
        answer = self.call("login", code=self.wechat.code(self.openid))
        self.token = answer["token"]
        return answer

    def watch(self, live_id: str) -> Any:
        """The WebSocket of a live room (a `websockets.sync.client.ClientConnection`)."""
        from websockets.sync.client import connect

        query = f"?token={self.token}&liveId={live_id}"
        return connect(f"{self.ws}{query}", open_timeout=60)

    def messages(self) -> list[dict[str, Any]]:
        return self.wechat.messages(self.openid)


def until(look: Callable[[], T], seconds: float = 30.0) -> T:
    """Call `look` until its result is true. The last result; a false one after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)
