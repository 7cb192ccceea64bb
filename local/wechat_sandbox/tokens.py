"""The access_token, of both endpoints [mini-program docs: server/API/mp-access-token].

The tokens of the two endpoints are independent. `token` gives a new token each time; the previous
one stays valid for five minutes. `stable_token` gives the same token until five minutes before it
expires.
"""

import re
import secrets
import threading
from typing import Any

from .clock import Clock
from .codes import check_app
from .config import Config
from .errors import WeChatError
from .settings import Settings
from .shapes import JSON
from .web import Reply, Request, read_object

OVERLAP_MS = 5 * 60 * 1000
FORCE_GAP_MS = 30 * 1000
FORCE_PER_DAY = 20
DAY_MS = 24 * 60 * 60 * 1000
_SHAPE = re.compile(r"\d{2}_[A-Za-z0-9_-]{100,509}")


class Tokens:
    def __init__(self, config: Config, settings: Settings, clock: Clock) -> None:
        self._config = config
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: dict[str, int] = {}  # token -> expires_at ms; a revoked token is not in it
        self._newest: dict[str, str] = {}  # endpoint -> token
        self._forced: list[int] = []

    def token(self, request: Request) -> Reply:
        """GET /cgi-bin/token"""
        query = request.query
        if query.get("grant_type") != "client_credential":
            raise WeChatError(40002, "invalid grant_type")
        check_app(self._config, query.get("appid", ""), query.get("secret", ""))
        with self._lock:
            old = self._newest.get("token")
            if old in self._ends:
                self._ends[old] = min(self._ends[old], self._clock.now() + OVERLAP_MS)
            return self._answer(self._make("token"))

    def stable_token(self, request: Request) -> Reply:
        """POST /cgi-bin/stable_token"""
        body = read_body(request)
        texts: dict[str, Any] = {name: body.get(name, "") for name in ("appid", "secret")}
        force = body.get("force_refresh", False)
        if not isinstance(force, bool) or not all(isinstance(t, str) for t in texts.values()):
            raise WeChatError(47001, "data format error")
        if body.get("grant_type") != "client_credential":
            raise WeChatError(40002, "invalid grant_type")
        check_app(self._config, texts["appid"], texts["secret"])
        with self._lock:
            token = self._newest.get("stable")
            if force:
                self._spend_force()
                if token:
                    self._ends.pop(token, None)
                return self._answer(self._make("stable"))
            life = self._settings.token_life_s * 1000
            rotate = self._clock.now() + min(OVERLAP_MS, life // 2)
            if token is None or self._ends.get(token, 0) <= rotate:
                token = self._make("stable")
            return self._answer(token)

    def _spend_force(self) -> None:
        now = self._clock.now()
        self._forced = [at for at in self._forced if now - at < DAY_MS]
        if len(self._forced) >= FORCE_PER_DAY:
            raise WeChatError(45009, "reach max api daily quota limit")
        if self._forced and now - self._forced[-1] < FORCE_GAP_MS:
            raise WeChatError(45011, "api minute-quota reach limit, must slower, retry next minute")
        self._forced.append(now)

    def _make(self, end_point: str) -> str:
        # The length up to which, WeChat says, a token can grow.
        token = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(400)}"[:512]
        self._ends[token] = self._clock.now() + self._settings.token_life_s * 1000
        self._newest[end_point] = token
        return token

    def _answer(self, token: str) -> Reply:
        left = (self._ends[token] - self._clock.now()) // 1000
        # If the clock was moved back, `left` can be more than a whole life.
        life = min(left, self._settings.token_life_s)
        return Reply.json({"access_token": token, "expires_in": life})

    def require(self, request: Request) -> None:
        """Raise a WeChatError unless the call has a token that is valid now."""
        token = request.query.get("access_token", "")
        if not token:
            raise WeChatError(41001, "access_token missing")
        if not _SHAPE.fullmatch(token):
            raise WeChatError(40014, "invalid access_token")
        with self._lock:
            end = self._ends.get(token)
            if end is None:
                raise WeChatError(
                    40001, "invalid credential, access_token is invalid or not latest"
                )
            if end <= self._clock.now():
                raise WeChatError(42001, "access_token expired")

    def revoke(self) -> JSON:
        """POST /sandbox/revoke: every existing token becomes invalid (40001)."""
        with self._lock:
            count = len(self._ends)
            self._ends.clear()
        return {"revoked": count}

    def dump(self) -> JSON:
        with self._lock:
            return {
                "ends": dict(self._ends),
                "newest": dict(self._newest),
                "forced": list(self._forced),
            }

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._ends = saved["ends"]
            self._newest = saved["newest"]
            self._forced = saved["forced"]


def read_body(request: Request) -> JSON:
    """The JSON object of a call; a WeChatError if the body is not one."""
    if not request.body:
        raise WeChatError(44002, "empty post data")
    try:
        return read_object(request.body)
    except ValueError:
        raise WeChatError(47001, "data format error") from None
