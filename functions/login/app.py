"""login: exchange a code of wx.login for a session.

Send the token as `Authorization: Bearer <token>` with every other call. After `expiresIn` seconds,
or when a call is refused with `UNAUTHENTICATED`, log in again.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from wxcloud import logins, session, users
from wxcloud.context import WXContext
from wxcloud.fields import Request, Result
from wxcloud.function import cloud_function
from wxcloud.wechat import api

LoginCode = Annotated[
    str, Meta(pattern=r"^[!-~]{1,128}(?![\s\S])", description="`code` of wx.login; it works once")
]


class Login(Request):
    """With `anonymousId`, what the user did before as a guest counts as theirs in analytics."""

    code: LoginCode
    anonymousId: (
        Annotated[
            str,
            Meta(
                pattern=r"^[0-9A-Za-z_-]{16,64}(?![\s\S])",
                description="the one that trackEvents was given; make a new one after the login",
            ),
        ]
        | None
    ) = None


class LoginResult(Result):
    """A session, and who the user is."""

    token: Annotated[str, Meta(description="the session; send it as a bearer token")]
    expiresIn: Annotated[int, Meta(ge=0, description="seconds until the session ends")]
    openid: Annotated[str, Meta(description="the user's openid in this mini-program")]
    isNew: Annotated[bool, Meta(description="true if the shop has not seen this user before")]
    roles: Annotated[
        list[str],
        Meta(description="what the user is in the shop, such as `operator`; empty: a buyer"),
    ]


@cloud_function(Login, guests=True, keeps_answer=False)
def main(data: Login, wx: WXContext) -> LoginResult:
    with logins.bounded(wx.CLIENTIP):
        person = api.code2session(data.code)
    user, is_new = users.log_in(person.openid, person.unionid)
    if data.anonymousId:
        from shop.analytics import intake  # few logins follow a guest's visit

        intake.note_login(person.openid, data.anonymousId)
    token = session.issue(
        person.openid, unionid=person.unionid or user.unionid or "", roles=user.granted
    )
    return LoginResult(
        token=token,
        expiresIn=session.LIFE_S,
        openid=person.openid,
        isNew=is_new,
        roles=sorted(user.granted),
    )
