"""Sessions: what a logged-in client sends as `Authorization: Bearer <token>`.

A token is `v1.<key id>.<claims>.<signature>`: HMAC-SHA256 over the first three fields with the key
of that id. Keys are in the session secret, `{"current": "k2", "k2": "...", "k1": "..."}`. To
rotate, add a key and make it current: older tokens stay good while their key is in the secret.
Verification needs no network beyond that secret, which is cached.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

import msgspec

from wxcloud import clock
from wxcloud.errors import UNAUTHENTICATED
from wxcloud.settings import secret, settings

LIFE_S = 7200  # as long as a WeChat access token; roles taken away are gone by then
_FRESH_S = 1.0  # an unknown key id makes us look again, but no oftener than this


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
    keys = secret(settings().need("session_secret_id"))
    claims = Claims(
        o=openid,
        a=settings().wechat_appid,
        u=unionid,
        r=tuple(sorted(roles)),
        exp=clock.now() + LIFE_S * clock.SECOND,
    )
    signed = f"v1.{keys['current']}.{_b64(msgspec.json.encode(claims))}"
    return f"{signed}.{_sign(keys[keys['current']], signed)}"


def verify(token: str) -> Claims:
    """The claims of a token that we signed for this app and that has not expired; or a 401."""
    try:
        version, kid, payload, signature = token.split(".")
        key = _key(kid)
        genuine = version == "v1" and hmac.compare_digest(
            _sign(key, f"{version}.{kid}.{payload}").encode(), signature.encode()
        )
        claims = _decode(_unb64(payload)) if genuine else None
    except (ValueError, KeyError, msgspec.MsgspecError):
        claims = None
    if claims is None or claims.a != settings().wechat_appid or claims.exp <= clock.now():
        raise UNAUTHENTICATED()
    return claims


def _key(kid: str) -> str:
    if kid == "current" or not kid.isalnum():
        raise KeyError(kid)
    secret_id = settings().need("session_secret_id")
    keys = secret(secret_id)
    if kid not in keys:
        keys = secret(secret_id, max_age_s=_FRESH_S)
    return str(keys[kid])


def _sign(key: str, text: str) -> str:
    return _b64(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
