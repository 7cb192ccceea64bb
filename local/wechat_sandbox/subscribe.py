"""Subscribe messages: templates, consents, and the send call
[mini-program docs: server/API/mp-message-management/subscribe-message/api_sendmessage]."""

import re
import threading
from typing import Any

from . import values
from .clock import Clock
from .config import Config
from .errors import ControlError, WeChatError
from .mailbox import Mailbox
from .pages import path_of
from .settings import Settings
from .shapes import JSON, Fields
from .tokens import Tokens, read_body
from .web import Reply, Request

STATES = ("developer", "trial", "formal")
LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")
OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Subscribe:
    def __init__(
        self,
        config: Config,
        settings: Settings,
        clock: Clock,
        tokens: Tokens,
        mailbox: Mailbox,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._tokens = tokens
        self._mailbox = mailbox
        self._lock = threading.Lock()
        self._templates: dict[str, list[str]] = {}
        self._consents: dict[str, dict[str, int]] = {}  # template -> openid -> sends left
        self._sent = 0
        self.register(config.templates)

    def register(self, body: JSON) -> JSON:
        """POST /sandbox/templates {template id: [keys]}: add or replace templates."""
        for template_id, keys in body.items():
            if not isinstance(keys, list) or not keys:
                raise ControlError(f"{template_id} must be a list of keys such as thing1, amount2")
            for key in keys:
                if not isinstance(key, str) or not re.fullmatch(r"[a-z_]+\d{1,2}", key):
                    raise ControlError(f"{template_id}: {key!r} is not a key such as thing1")
                if values.prefix(key) not in values.RULES:
                    raise ControlError(
                        f"{template_id}: {key} must begin with one of " + ", ".join(values.RULES)
                    )
        with self._lock:
            self._templates.update(body)
        return self.templates()

    def templates(self) -> JSON:
        with self._lock:
            return {"templates": {name: list(keys) for name, keys in self._templates.items()}}

    def consent(self, body: JSON) -> JSON:
        """POST /sandbox/consent {"openid", "template_id", "count"}: the user accepts `count` more
        messages of the template; null: any number."""
        fields = Fields(body)
        openid = fields.text("openid")
        template_id = fields.text("template_id")
        count = None if body.get("count", 0) is None else fields.integer("count")
        if count is None:
            fields.any("count")
        fields.done()
        with self._lock:
            if template_id not in self._templates:
                raise ControlError(f"template_id {template_id} is not registered")
            bound = self._consents.setdefault(template_id, {})
            if count is None:
                bound.pop(openid, None)
            else:
                bound[openid] = count
        return {"openid": openid, "template_id": template_id, "count": count}

    def send(self, request: Request) -> Reply:
        """POST /cgi-bin/message/subscribe/send"""
        self._tokens.require(request)
        body = read_body(request)
        openid = check_openid(body.get("touser"))
        template_id = body.get("template_id")
        with self._lock:
            keys = self._templates.get(template_id) if isinstance(template_id, str) else None
        if keys is None:
            raise WeChatError(40037, "invalid template_id")
        self._check_page(body.get("page", ""))
        if body.get("miniprogram_state") not in STATES:
            raise WeChatError(40097, "invalid args: miniprogram_state")
        if body.get("lang") not in LANGUAGES:
            raise WeChatError(40097, "invalid args: lang")
        check_data(keys, body.get("data"))
        with self._lock:
            bound = self._consents.get(str(template_id), {})
            if bound.get(openid, 1) < 1:
                raise WeChatError(43101, "user refuse to accept the msg")
            if openid in bound:
                bound[openid] -= 1
            self._sent += 1
            msgid = 3_000_000_000_000_000_000 + self._sent
        self._mailbox.put("subscribe", self._clock.now(), body, request.body)
        return Reply.json({"errcode": 0, "errmsg": "ok", "msgid": msgid})

    def _check_page(self, page: Any) -> None:
        if page == "":
            return
        path = path_of(page)
        if not path or (self._settings.pages and path not in self._settings.pages):
            raise WeChatError(41030, "invalid page")

    def reset(self) -> None:
        """Forget the consents. The templates belong to the account and stay."""
        with self._lock:
            self._consents.clear()

    def dump(self) -> JSON:
        with self._lock:
            return {
                "templates": {name: list(keys) for name, keys in self._templates.items()},
                "consents": {name: dict(bound) for name, bound in self._consents.items()},
                "sent": self._sent,
            }

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._templates = saved["templates"]
            self._consents = saved["consents"]
            self._sent = saved["sent"]


def check_openid(openid: Any) -> str:
    if not isinstance(openid, str) or not OPENID.fullmatch(openid):
        raise WeChatError(40003, "invalid openid")
    return openid


def check_data(keys: list[str], data: Any) -> None:
    """47003 unless `data` has exactly the template's keys, each as {"value": fitting text}."""
    if not isinstance(data, dict):
        raise WeChatError(47003, "argument invalid! data must be an object")
    for key in keys:
        entry = data.get(key)
        value = entry.get("value") if isinstance(entry, dict) else None
        if not values.fits(key, value):
            raise WeChatError(47003, f"argument invalid! data.{key}.value invalid")
    for key in data:
        if key not in keys:
            raise WeChatError(47003, f"argument invalid! data.{key} is not in the template")
