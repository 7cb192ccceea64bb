"""Cloud functions: the decorator that makes a `main` into a Lambda handler.

    @cloud_function(JoinGroup)
    def main(data: JoinGroup, wx: WXContext) -> JoinedGroup: ...

`main` is what `exports.main = async (event, context)` is in CloudBase; `wx` is what
`cloud.getWXContext()` gives. `main` gets the same input from both kinds of invocation:

- API Gateway: the JSON body is `data`, `Authorization: Bearer <session>` makes `wx`;
- direct (`sam local invoke`, `aws lambda invoke`): the event is `data`, with CloudBase's
  `userInfo: {openId, appId}` beside it. IAM guards direct invocation, so `userInfo` is trusted.

The handlers of other events are in `wxcloud.triggers` (timers, queues), `wxcloud.events` (table
streams), `wxcloud.webhook` and `wxcloud.websocket`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from wxcloud import http, users
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST, FORBIDDEN, UNAUTHENTICATED
from wxcloud.invocation import Event, Handler, invocation
from wxcloud.settings import WECHAT_APPID

T = TypeVar("T")
R = TypeVar("R")

_KEY = re.compile("[!-~]{1,256}")
_BESIDE_DATA = {"userInfo", "tcbContext"}  # what CloudBase itself puts beside the data


def cloud_function(
    request: type[T],
    *,
    only: str | tuple[str, ...] = (),
    asks_roles: bool = False,
    guests: bool = False,
    keeps_answer: bool = True,
) -> Callable[[Callable[[T, WXContext], R]], Handler]:
    """A cloud function that takes a `request`, open to signed-in users.

    `only` names the role that may call it, or several roles of which the caller needs one. With
    `asks_roles=True` every signed-in user may call it, and `main` reads `wx.ROLES` itself. With
    `guests=True` everybody may call it (then `wx.OPENID` may be empty). Success is the plain
    result; a refusal is `{"errCode", "errMsg", "requestId"}` with the code's HTTP status.

    A session of a browser is for the staff's work: a function that asks for no role refuses it,
    unless it is open to guests. So who finds an unlocked screen cannot act as the buyer that the
    member of the staff is, too.

    The answer to a request with an `Idempotency-Key` is kept for repeats of it. A function that
    changes nothing, or whose answer must not be stored, says `keeps_answer=False`: it ignores keys.
    """

    roles = frozenset([only] if isinstance(only, str) else only)
    asks = bool(roles) or asks_roles

    def decorate(main: Callable[[T, WXContext], R]) -> Handler:
        def handler(event: Event, context: Any = None) -> Any:
            by_http = http.is_http(event)
            with invocation(event, context, by_http) as call:
                wx = call.wx = _caller(event, asks) if by_http else _direct(event, asks)
                _admit(wx, roles, guests)
                if wx.BROWSER and not (asks or guests):
                    raise FORBIDDEN("A session of a browser is for the staff's work.")
                if by_http:
                    body = http.body_of(event)
                    data = http.parse(body, request)
                    key = _key(event) if keeps_answer and not wx.is_guest else ""
                    call.result = _once(key, event, body, wx, lambda: main(data, wx))
                else:
                    fields = {k: v for k, v in event.items() if k not in _BESIDE_DATA}
                    call.result = main(http.convert(fields, request), wx)
            return call.answer()

        handler.request, handler.only, handler.guests = request, only, guests  # type: ignore[attr-defined]
        handler.asks_roles = asks  # type: ignore[attr-defined]
        handler.keeps_answer = keeps_answer  # type: ignore[attr-defined]
        handler.main = main  # type: ignore[attr-defined]
        return handler

    return decorate


def _caller(event: Event, asks_roles: bool) -> WXContext:
    """The caller of an HTTP call. Where roles count, the user's record decides, so that a role that
    is taken away ends at once; who has a new role logs in again."""
    wx = http.session_of(event)
    if not asks_roles or not wx.ROLES:
        return wx
    roles = wx.ROLES & users.roles_of(wx.OPENID)
    if wx.BROWSER and not roles:
        raise UNAUTHENTICATED()  # who does not work here any more is signed out
    return replace(wx, ROLES=roles)


def _direct(event: Event, asks_roles: bool) -> WXContext:
    """The caller of a direct invocation: `userInfo`, and the roles of the user's record."""
    given = event.get("userInfo")
    info = given if isinstance(given, dict) else {}
    openid = str(info.get("openId") or "")
    roles = info.get("roles")
    if roles is None:
        roles = users.roles_of(openid) if asks_roles and openid else ()
    return WXContext(
        OPENID=openid,
        APPID=str(info.get("appId", "")) or WECHAT_APPID.get(),
        UNIONID=str(info.get("unionId", "")),
        SOURCE="scf",
        ROLES=frozenset(roles),
    )


def _admit(wx: WXContext, only: frozenset[str], guests: bool) -> None:
    if wx.is_guest and not guests:
        raise UNAUTHENTICATED()
    if only and not only & wx.ROLES:
        raise FORBIDDEN()


def _key(event: Event) -> str:
    """The request's Idempotency-Key, "" if it has none; BAD_REQUEST if it is no key."""
    key = http.header(event, "idempotency-key")
    if key and not _KEY.fullmatch(key):
        raise BAD_REQUEST("Idempotency-Key: 1 to 256 characters of ASCII, without spaces.")
    return key


def _once(key: str, event: Event, body: bytes, wx: WXContext, work: Callable[[], Any]) -> Any:
    if not key:
        return work()
    from wxcloud import idempotency  # few calls have a key

    return idempotency.once(key, f"{wx.OPENID}#{event.get('rawPath', '')}", body, work)
