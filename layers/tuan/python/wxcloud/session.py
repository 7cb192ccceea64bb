"""Sessions: what a logged-in client sends as `Authorization: Bearer <token>`.

A session is a signed token of version v1 (`wxcloud.signed_token`) with the claims below. Verifying
it needs no network call except for what is cached: the session secret for minutes, and for seconds
who has no session any more, though it has not expired (`wxcloud.revocations`).

A session of a browser names itself (`c`): it lives longer than one of the mini-program, which logs
in again by itself, and can be ended alone.
"""

from __future__ import annotations

import msgspec

from wxcloud import clock, revocations, signed_token
from wxcloud.errors import UNAUTHENTICATED
from wxcloud.settings import WECHAT_APPID

LIFE_S = 7200  # as long as a WeChat access token
BROWSER_LIFE_S = 8 * 3600  # a working day
_VERSION = "v1"


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The session's user: openid, AppID, unionid, roles; `exp` is when it expires (ms UTC), `c` the
    id of a browser's session."""

    o: str
    a: str
    exp: int
    u: str = ""
    r: tuple[str, ...] = ()
    c: str = ""

    @property
    def issued_at(self) -> int:
        return self.exp - (BROWSER_LIFE_S if self.c else LIFE_S) * clock.SECOND


_decode = msgspec.json.Decoder(Claims).decode


def issue(
    openid: str, *, unionid: str = "", roles: frozenset[str] = frozenset(), browser: str = ""
) -> str:
    """A new token, valid for LIFE_S seconds; with the id of a session in a `browser`, for
    BROWSER_LIFE_S."""
    life_s = BROWSER_LIFE_S if browser else LIFE_S
    claims = Claims(
        o=openid,
        a=WECHAT_APPID.get(),
        u=unionid,
        r=tuple(sorted(roles)),
        exp=clock.now() + life_s * clock.SECOND,
        c=browser,
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
    if revocations.has_ended(claims.o, claims.issued_at, claims.c):
        raise UNAUTHENTICATED()
    return claims
