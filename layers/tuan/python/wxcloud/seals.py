"""Seals: what clients bring back to us, and we believe, because only we can have signed it.

A seal is `<version>.<key id>.<payload>.<signature>`: HMAC-SHA256 over the first three fields with
the key of that id. The keys are in the session secret, `{"current": "k2", "k2": "...", "k1": ...}`:
to rotate, add a key and make it current; what older keys sealed stays good while they are there.
A payload can be read by whoever holds it: put no secret in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from wxcloud.settings import secret, settings

_FRESH_S = 1.0  # an unknown key id makes us look again, but no oftener than this


def seal(version: str, payload: bytes) -> str:
    """The payload under the current key."""
    keys = secret(settings().need("session_secret_id"))
    signed = f"{version}.{keys['current']}.{_text(payload)}"
    return f"{signed}.{_sign(keys[keys['current']], signed)}"


def open(version: str, sealed: str) -> bytes | None:
    """The payload of a seal of that version; None if it is not ours."""
    try:
        told, kid, payload, signature = sealed.split(".")
        wanted = _sign(_key(kid), f"{told}.{kid}.{payload}")
        genuine = told == version and hmac.compare_digest(wanted.encode(), signature.encode())
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)) if genuine else None
    except (ValueError, KeyError):
        return None


def _key(kid: str) -> str:
    if kid == "current" or not kid.isalnum():
        raise KeyError(kid)
    secret_id = settings().need("session_secret_id")
    keys = secret(secret_id)
    if kid not in keys:
        keys = secret(secret_id, max_age_s=_FRESH_S)
    return str(keys[kid])


def _sign(key: str, text: str) -> str:
    return _text(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
