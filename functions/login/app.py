"""login: a code of wx.login for a session of ours.

Send the token as `Authorization: Bearer <token>` with every other call; after `expiresIn` seconds,
or on a 401, log in again.

Gives `{token, expiresIn, openid, isNew}`: a session, good for `expiresIn` seconds, and whether this
was the user's first login.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from wxcloud import session, users
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function
from wxcloud.wechat import api

LoginCode = Annotated[
    str, Meta(pattern=r"^[!-~]{1,128}(?![\s\S])", description="`code` of wx.login")
]


class Login(Request):
    code: LoginCode


@cloud_function(Login, guests=True)
def main(data: Login, wx: WXContext) -> dict[str, Any]:
    person = api.code2session(data.code)
    user, is_new = users.log_in(person.openid, person.unionid)
    token = session.issue(
        person.openid, unionid=person.unionid or user.unionid or "", roles=user.granted
    )
    return {
        "token": token,
        "expiresIn": session.LIFE_S,
        "openid": person.openid,
        "isNew": is_new,
    }
