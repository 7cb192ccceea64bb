"""Sessions: what a logged-in client sends as `Authorization: Bearer <token>`.

A token is a seal of version v1 (`wxcloud.seals`) over the claims. Verification needs no network
beyond the session secret, which is cached.
"""

from __future__ import annotations

import msgspec

from wxcloud import clock, seals
from wxcloud.errors import UNAUTHENTICATED
from wxcloud.settings import settings

LIFE_S = 7200  # as long as a WeChat access token; roles taken away are gone by then
_VERSION = "v1"


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the token speaks for: openid, appid, unionid, roles; `exp` in ms UTC."""

    o: str
    a: str
    exp: int
    u: str = ""
    r: tuple[str, ...] = ()


_decode = msgspec.json.Decoder(Claims).decode


def issue(openid: str, *, unionid: str = "", roles: frozenset[str] = frozenset()) -> str:
    """A fresh token, good for LIFE_S seconds."""
    claims = Claims(
        o=openid,
        a=settings().wechat_appid,
        u=unionid,
        r=tuple(sorted(roles)),
        exp=clock.now() + LIFE_S * clock.SECOND,
    )
    return seals.seal(_VERSION, msgspec.json.encode(claims))


def verify(token: str) -> Claims:
    """The claims of a token that we signed for this app and that has not expired; or a 401."""
    payload = seals.open(_VERSION, token)
    try:
        claims = _decode(payload) if payload is not None else None
    except msgspec.MsgspecError:
        claims = None
    if claims is None or claims.a != settings().wechat_appid or claims.exp <= clock.now():
        raise UNAUTHENTICATED()
    return claims
