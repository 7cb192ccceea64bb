"""wx.login codes and code2Session [mini-program docs: server/API/user-login/api_code2session]."""

import base64
import hmac
import secrets
import threading
from collections.abc import Callable

from .clock import Clock
from .config import Config
from .errors import WeChatError
from .shapes import JSON, Fields
from .web import Reply, Request

CODE_LIFE_MS = 5 * 60 * 1000


class Codes:
    """Login codes. A code is for one user of one mini program, works once and expires after five
    minutes."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        developer: Callable[[str], str | None] = lambda code: None,
    ) -> None:
        """`developer` says who a code that was not made here belongs to; None: it is not valid."""
        self._config = config
        self._clock = clock
        self._developer = developer
        self._lock = threading.Lock()
        self._codes: dict[str, JSON] = {}

    def make(self, body: JSON) -> JSON:
        """POST /sandbox/code {"openid", "unionid"?, "appid"?} -> {"code"}: what wx.login does on a
        phone."""
        fields = Fields(body)
        made = {
            "openid": fields.text("openid"),
            "unionid": fields.maybe_text("unionid"),
            "appid": fields.text("appid", self._config.appid),
            "made_at": self._clock.now(),
            "used": False,
        }
        fields.done()
        code = "0" + secrets.token_hex(3) + secrets.token_urlsafe(19)
        with self._lock:
            self._codes[code] = made
        return {"code": code}

    def code2session(self, request: Request) -> Reply:
        query = request.query
        check_app(self._config, query.get("appid", ""), query.get("secret", ""))
        code = query.get("js_code", "")
        if not code:
            raise WeChatError(41008, "missing code")
        if query.get("grant_type") != "authorization_code":
            raise WeChatError(40002, "invalid grant_type")
        with self._lock:
            made = self._codes.get(code) or self._by_developer(code)
            if made is None or made["appid"] != self._config.appid:
                raise WeChatError(40029, "invalid code")
            if made["used"]:
                raise WeChatError(40163, "code been used")
            if self._clock.now() - made["made_at"] >= CODE_LIFE_MS:
                raise WeChatError(40029, "invalid code")
            made["used"] = True
        answer = {
            "session_key": base64.b64encode(secrets.token_bytes(16)).decode(),
            "openid": made["openid"],
        }
        if made["unionid"] is not None:
            answer["unionid"] = made["unionid"]
        return Reply.json(answer)

    def _by_developer(self, code: str) -> JSON | None:
        openid = self._developer(code)
        if openid is None:
            return None
        now, appid = self._clock.now(), self._config.appid
        return {"openid": openid, "unionid": None, "appid": appid, "made_at": now, "used": False}

    def reset(self) -> None:
        with self._lock:
            self._codes.clear()

    def dump(self) -> JSON:
        with self._lock:
            return {code: dict(made) for code, made in self._codes.items()}

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._codes = saved


def check_app(config: Config, appid: str, secret: str) -> None:
    """Check the credentials of the mini program, which login and token calls carry."""
    if not appid:
        raise WeChatError(41002, "appid missing")
    if not secret:
        raise WeChatError(41004, "appsecret missing")
    if appid != config.appid:
        raise WeChatError(40013, "invalid appid")
    if not hmac.compare_digest(secret.encode(), config.app_secret.encode()):
        raise WeChatError(40125, "invalid appsecret")
