"""The caller: what `cloud.getWXContext()` gives in WeChat Cloud Development, plus roles."""

from __future__ import annotations

from wxcloud.value import Value

GUEST = ""


class WXContext(Value):
    """The caller, proven by the session (HTTP) or by IAM (direct invocation), never by the body.

    OPENID is empty for a guest. SOURCE is `wx_client` (API Gateway) or `scf` (direct invocation).
    CLIENTIP and USERAGENT are empty for a direct invocation. ENGLISH: the caller prefers English to
    Chinese. BROWSER is the id of the session if it is one of a browser, else empty.
    """

    OPENID: str = GUEST
    APPID: str = ""
    UNIONID: str = ""
    SOURCE: str = "wx_client"
    ROLES: frozenset[str] = frozenset()
    REQUEST_ID: str = ""
    CLIENTIP: str = ""
    ENGLISH: bool = False
    USERAGENT: str = ""
    BROWSER: str = ""

    @property
    def is_guest(self) -> bool:
        return self.OPENID == GUEST
