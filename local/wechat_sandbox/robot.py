"""The group robot of WeCom: a webhook that writes to a chat [WeCom developer docs: path/91770]."""

import hmac
import threading
from typing import Any

from .clock import Clock
from .config import Config
from .errors import WeChatError
from .shapes import JSON
from .tokens import read_body
from .web import Reply, Request

MOST = 20  # messages in any minute
MINUTE_MS = 60_000
BYTES = {"text": 2048, "markdown": 4096}  # of the content
LISTS = ("mentioned_list", "mentioned_mobile_list")  # of a text alone


class Robot:
    """The robot has one key, that of the credentials; without one there is no robot."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self._key = config.robot_key
        self._clock = clock
        self._lock = threading.Lock()
        self._messages: list[JSON] = []

    def send(self, request: Request) -> Reply:
        """POST /cgi-bin/webhook/send?key="""
        key = request.query.get("key", "")
        if not self._key or not hmac.compare_digest(key.encode(), self._key.encode()):
            raise WeChatError(93000, "invalid webhook url")
        body = read_body(request)
        content = _check(body)
        now = self._clock.now()
        with self._lock:
            if sum(now - MINUTE_MS < one["at"] <= now for one in self._messages) >= MOST:
                raise WeChatError(45009, "api freq out of limit")
            text = request.body.decode("utf-8")
            self._messages.append(
                {
                    "at": now,
                    "msgtype": body["msgtype"],
                    "content": content,
                    "bytes": len(content.encode()),
                    "body": body,
                    "raw": text,
                    "escaped": "\\u" in text,
                }
            )
        return Reply.json({"errcode": 0, "errmsg": "ok"})

    def find(self, _: str | None = None) -> JSON:
        """GET /sandbox/robot: what the chat shows, oldest first."""
        with self._lock:
            return {"messages": list(self._messages)}

    def reset(self) -> None:
        with self._lock:
            self._messages.clear()

    def dump(self) -> JSON:
        return self.find()

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._messages = saved["messages"]


def _check(body: JSON) -> str:
    """The content of a message; a WeChatError if the body is not exactly that of a message."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in BYTES:
        raise WeChatError(40008, "invalid message type")
    part: Any = body.get(kind)
    if body.keys() != {"msgtype", kind} or not isinstance(part, dict):
        raise WeChatError(40058, f"invalid Request Parameter: {kind} must be an object, alone")
    content = part.get("content")
    if not isinstance(content, str):
        raise WeChatError(40058, f"invalid Request Parameter: {kind}.content must be a text")
    if not content.strip():
        raise WeChatError(44004, "empty content")
    if len(content.encode()) > BYTES[kind]:
        raise WeChatError(40058, f"{kind}.content exceed max length {BYTES[kind]}")
    lists = LISTS if kind == "text" else ()
    for name, value in part.items():
        if name == "content":
            continue
        is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if name not in lists or not is_list:
            raise WeChatError(40058, f"invalid Request Parameter: {kind}.{name}")
    return content
