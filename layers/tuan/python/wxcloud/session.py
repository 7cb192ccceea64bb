"""Sessions: what a logged-in client sends as `Authorization: Bearer <token>`.

A session is a signed token of version v1 (`wxcloud.signed_token`) with the claims below. Verifying
it needs no network call except for what is cached: the session secret for minutes, and for seconds
who has no session any more, though it has not expired (`wxcloud.revocations`).
"""

from __future__ import annotations

import msgspec

from wxcloud import clock, revocations, signed_token
from wxcloud.errors import UNAUTHENTICATED
from wxcloud.settings import WECHAT_APPID

LIFE_S = 7200  # as long as a WeChat access token
_VERSION = "v1"


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The session's user: openid, AppID, unionid, roles; `exp` is when it expires (ms UTC)."""

    o: str
    a: str
    exp: int
    u: str = ""
    r: tuple[str, ...] = ()


_decode = msgspec.json.Decoder(Claims).decode


def issue(openid: str, *, unionid: str = "", roles: frozenset[str] = frozenset()) -> str:
    """A new token, valid for LIFE_S seconds."""
    claims = Claims(
        o=openid,
        a=WECHAT_APPID.get(),
        u=unionid,
        r=tuple(sorted(roles)),
        exp=clock.now() + LIFE_S * clock.SECOND,
    )
    return signed_token.sign(_VERSION, msgspec.json.encode(claims))


def verify(token: str) -> Claims:
    """The claims of a valid token of this AppID; UNAUTHENTICATED if it is forged, has expired or
    was ended."""
    payload = signed_token.verify(_VERSION, token)
    try:
        claims = _decode(payload) if payload is not None else None
    except msgspec.MsgspecError:
        claims = None
    if claims is None or claims.a != WECHAT_APPID.get() or claims.exp <= clock.now():
        raise UNAUTHENTICATED()
    if revocations.has_ended(claims.o, claims.exp - LIFE_S * clock.SECOND):
        raise UNAUTHENTICATED()
    return claims
