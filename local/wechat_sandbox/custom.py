"""Customer-service messages to users, and the time windows in which WeChat allows them
[mini-program docs: server/API/kf-mgnt/kf-message; framework/open-ability/customer-message/send]."""

import threading
from typing import Any

from .clock import Clock
from .config import Config
from .errors import WeChatError
from .mailbox import Mailbox
from .shapes import JSON
from .subscribe import check_openid
from .tokens import Tokens, read_body
from .web import Reply, Request

# What the user did -> (how long the shop may answer in ms, how often).
WINDOWS = {"message": (48 * 60 * 60 * 1000, 5), "enter": (60 * 1000, 2)}
TYPING_AFTER_MS = 30 * 1000
TYPING_LASTS_MS = 15 * 1000
TEXT_BYTES = 2048

_OBJECTS = {
    "text": ("content",),
    "image": ("media_id",),
    "link": ("title", "description", "url", "thumb_url"),
    "miniprogrampage": ("title", "pagepath", "thumb_media_id"),
}


class Custom:
    def __init__(self, config: Config, clock: Clock, tokens: Tokens, mailbox: Mailbox) -> None:
        self._config = config
        self._clock = clock
        self._tokens = tokens
        self._mailbox = mailbox
        self._lock = threading.Lock()
        self._windows: dict[str, JSON] = {}  # openid -> action -> {"until", "left"}
        self._typing: dict[str, int] = {}  # openid -> until ms
        self._exchange: dict[str, int] = {}  # openid -> ms of the last message in either direction

    def user_acted(self, openid: str, action: str) -> None:
        """The user wrote ("message") or opened the conversation ("enter"): a new window."""
        life, left = WINDOWS[action]
        now = self._clock.now()
        with self._lock:
            window = {"until": now + life, "left": left}
            self._windows.setdefault(openid, {})[action] = window
            self._exchange[openid] = now

    def send(self, request: Request) -> Reply:
        """POST /cgi-bin/message/custom/send"""
        self._tokens.require(request)
        body = read_body(request)
        openid = check_openid(body.get("touser"))
        self._check_content(body)
        with self._lock:
            now = self._clock.now()
            open_now = [
                window for window in self._windows.get(openid, {}).values() if window["until"] > now
            ]
            if not open_now:
                raise WeChatError(45015, "response out of time limit or subscription is canceled")
            if all(window["left"] < 1 for window in open_now):
                raise WeChatError(45047, "out of response count limit")
            # An action sets its window to the maximum; it does not add to another window. So one
            # message counts in every window that is open.
            for window in open_now:
                window["left"] = max(0, window["left"] - 1)
            self._exchange[openid] = now
            self._typing.pop(openid, None)
        self._mailbox.put("custom", now, body, request.body)
        return Reply.json({"errcode": 0, "errmsg": "ok"})

    def _check_content(self, body: JSON) -> None:
        msgtype = body.get("msgtype")
        if not isinstance(msgtype, str) or msgtype not in _OBJECTS:
            raise WeChatError(40008, "invalid message type")
        content = body.get(msgtype)
        if not isinstance(content, dict):
            raise WeChatError(47001, f"data format error: {msgtype} must be an object")
        for name in _OBJECTS[msgtype]:
            text = content.get(name)
            if isinstance(text, str) and text:
                continue
            if name in ("media_id", "thumb_media_id"):
                raise WeChatError(40007, "invalid media_id")
            if name == "content":
                raise WeChatError(44004, "empty content")
            raise WeChatError(47001, f"data format error: {msgtype}.{name}")
        if msgtype == "text" and len(content["content"].encode()) > TEXT_BYTES:
            raise WeChatError(45002, "content size out of limit")
        if msgtype == "miniprogrampage" and content.get("appid", self._config.appid) == "":
            raise WeChatError(40013, "invalid appid")
        _check_optional(body, "customservice", "kf_account", str)
        _check_optional(body, "aimsgcontext", "is_ai_msg", int)

    def typing(self, request: Request) -> Reply:
        """POST /cgi-bin/message/custom/business/typing"""
        self._tokens.require(request)
        body = read_body(request)
        openid = check_openid(body.get("touser"))
        command = body.get("command")
        if command not in ("Typing", "CancelTyping"):
            raise WeChatError(45072, "invalid command")
        with self._lock:
            now = self._clock.now()
            if now - self._exchange.get(openid, -TYPING_AFTER_MS) >= TYPING_AFTER_MS:
                raise WeChatError(45080, "no message interaction within 30 seconds")
            if command == "CancelTyping":
                self._typing.pop(openid, None)
            elif self._typing.get(openid, 0) > now:
                raise WeChatError(45081, "already in typing status")
            else:
                self._typing[openid] = now + TYPING_LASTS_MS
        return Reply.json({"errcode": 0, "errmsg": "ok"})

    def reset(self) -> None:
        with self._lock:
            self._windows.clear()
            self._typing.clear()
            self._exchange.clear()

    def dump(self) -> JSON:
        with self._lock:
            return {
                "windows": {
                    openid: {action: dict(window) for action, window in windows.items()}
                    for openid, windows in self._windows.items()
                },
                "exchange": dict(self._exchange),
            }

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._windows = saved["windows"]
            self._exchange = saved["exchange"]


def _check_optional(body: JSON, name: str, inner: str, kind: type) -> None:
    if name not in body:
        return
    value: Any = body[name]
    if not isinstance(value, dict) or not isinstance(value.get(inner), kind):
        raise WeChatError(47001, f"data format error: {name}")
