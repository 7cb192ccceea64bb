"""Calls of api.weixin.qq.com: login, and whatever needs the access token.

Source: WeChat mini-program documentation, server API, "code2Session" and "Global error codes".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxcloud.errors import TOO_MANY_REQUESTS, WECHAT_FAILED, Code
from wxcloud.wechat import client, token
from wxcloud.wechat.client import WECHAT_CONFIG, WeChatRefusal
from wxcloud.wechat.credentials import Credentials, with_credentials

LOGIN_CODE_INVALID = Code(
    "LOGIN_CODE_INVALID", 401, "This login code is spent or stale. Call wx.login for a new one."
)
WECHAT_USER_BLOCKED = Code(
    "WECHAT_USER_BLOCKED", 403, "WeChat has blocked this account. It cannot log in."
)

_LOGIN_REFUSALS = {
    40029: LOGIN_CODE_INVALID,
    40163: LOGIN_CODE_INVALID,
    40226: WECHAT_USER_BLOCKED,
    45011: TOO_MANY_REQUESTS,
    41008: WECHAT_CONFIG,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who a login code stands for. The session_key stays behind: nothing here needs it."""

    openid: str
    unionid: str = ""


def code2session(code: str) -> Person:
    """Trade a code of wx.login for the user it stands for. A code is good once, for 5 minutes.

    Raises LOGIN_CODE_INVALID, WECHAT_USER_BLOCKED, TOO_MANY_REQUESTS, WECHAT_CONFIG, WECHAT_BUSY,
    WECHAT_FAILED or WECHAT_TIMEOUT, within 3 s.
    """
    until = client.deadline()

    def ask(ours: Credentials) -> dict[str, Any]:
        return client.call(
            "/sns/jscode2session",
            until=until,
            query={
                "appid": ours.appid,
                "secret": ours.app_secret,
                "js_code": code,
                "grant_type": "authorization_code",
            },
            refusals=_LOGIN_REFUSALS,
            repeatable=True,  # a code that a lost answer has used up is refused, not used twice
        )

    answer = with_credentials(ask, client.secret_refused)
    openid, unionid = answer.get("openid"), answer.get("unionid", "")
    if not isinstance(openid, str) or not openid or not isinstance(unionid, str):
        raise WECHAT_FAILED()
    return Person(openid, unionid)


def get_ready() -> None:
    """Have the access token at hand, so that a message after this is one call and nothing else."""
    token.current(client.deadline())


def post(path: str, body: Mapping[str, Any], refusals: Mapping[int, Code]) -> dict[str, Any]:
    """A call with the access token, within 3 s. One that WeChat has turned down is renewed once.

    Not repeated on any other failure: messages are not idempotent.
    """
    until = client.deadline()
    ticket = token.current(until)
    try:
        return _post(path, body, refusals, ticket, until)
    except WeChatRefusal as refusal:
        if refusal.errcode not in client.STALE_TOKEN:
            raise
    ticket = token.current(until, refused=ticket)
    return _post(path, body, refusals, ticket, until)


def _post(
    path: str,
    body: Mapping[str, Any],
    refusals: Mapping[int, Code],
    ticket: token.AccessToken,
    until: float,
) -> dict[str, Any]:
    query = {"access_token": str(ticket.token)}
    return client.call(path, until=until, query=query, body=body, refusals=refusals)
