"""Login, and the calls that need the access token.

Source: WeChat mini-program documentation, server API, "code2Session" and "Global error codes".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from wxcloud.errors import TOO_MANY_REQUESTS, WECHAT_FAILED, Code
from wxcloud.wechat import client, token
from wxcloud.wechat.client import WECHAT_CONFIG, Picture, WeChatRefusal
from wxcloud.wechat.credentials import Credentials, with_credentials

LOGIN_CODE_INVALID = Code(
    "LOGIN_CODE_INVALID",
    401,
    "This login code was used before or has expired. Get a new one from wx.login.",
)
WECHAT_USER_BLOCKED = Code(
    "WECHAT_USER_BLOCKED", 403, "WeChat blocks this account, so it cannot log in. Ask WeChat."
)

Answer = TypeVar("Answer")

_LOGIN_REFUSALS = {
    40029: LOGIN_CODE_INVALID,
    40163: LOGIN_CODE_INVALID,
    40226: WECHAT_USER_BLOCKED,
    45011: TOO_MANY_REQUESTS,
    41008: WECHAT_CONFIG,
}


class Person(msgspec.Struct, frozen=True):
    """The user of a login code. `unionid` is "" if WeChat does not tell it. WeChat's session_key is
    not kept: nothing here needs it."""

    openid: str
    unionid: str = ""


def code2session(code: str) -> Person:
    """The user who got this code from wx.login. A code can be used once, within 5 minutes.

    Raises within 3 s: LOGIN_CODE_INVALID, WECHAT_USER_BLOCKED, TOO_MANY_REQUESTS, WECHAT_CONFIG,
    WECHAT_BUSY, WECHAT_FAILED, WECHAT_TIMEOUT.
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
            repeatable=True,  # if WeChat used the code and the answer was lost, it refuses it
        )

    answer = with_credentials(ask, client.secret_refused)
    openid, unionid = answer.get("openid"), answer.get("unionid", "")
    if not isinstance(openid, str) or not openid or not isinstance(unionid, str):
        raise WECHAT_FAILED()
    return Person(openid, unionid)


def get_ready() -> None:
    """Get the access token into memory: then the next message needs one call and no more."""
    token.current(client.deadline())


def post(path: str, body: object, refusals: Mapping[int, Code]) -> dict[str, Any]:
    """WeChat's answer to a call with the access token, within 3 s; or a WeChatRefusal.

    `refusals` maps errcodes of this call to codes. If WeChat refuses the access token, the call is
    repeated once with a new one. It is not repeated after any other failure, because messages are
    not idempotent.
    """
    return _with_token(
        lambda query, until: client.call(
            path, until=until, query=query, body=body, refusals=refusals
        )
    )


def post_for_picture(path: str, body: object, refusals: Mapping[int, Code]) -> Picture:
    """As `post`, for a call that WeChat answers with a picture."""
    return _with_token(
        lambda query, until: client.picture(
            path, until=until, query=query, body=body, refusals=refusals
        )
    )


def _with_token(ask: Callable[[Mapping[str, str], float], Answer]) -> Answer:
    until = client.deadline()
    access = token.current(until)
    try:
        return ask(_query(access), until)
    except WeChatRefusal as refusal:
        if refusal.errcode not in client.TOKEN_REFUSED:
            raise
    return ask(_query(token.current(until, refused=access)), until)


def _query(access: token.AccessToken) -> dict[str, str]:
    return {"access_token": str(access.token)}
