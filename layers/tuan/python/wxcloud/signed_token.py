"""Signed tokens: data that clients send back to us and that we trust, because only we can sign it.

A token is `<version>.<key id>.<payload>.<signature>`: HMAC-SHA256 over the first three fields, with
the key of that id. The keys are in the session secret, `{"current": "k2", "k2": "...", "k1": ...}`.
The secret also has `people`, which signs nothing (`wxcloud.pseudonyms`).
To rotate, add a key and make it current. Tokens of an older key stay valid while that key is there.
Everybody who holds a token can read its payload: put no secret in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from wxcloud.pseudonyms import PEOPLE, SESSION_SECRET_ID
from wxcloud.secrets_manager import secret

_FRESH_S = 1.0  # an unknown key id makes us read the secret again, at most once in this time


def sign(version: str, payload: bytes) -> str:
    """A token of that version over the payload, by the current key."""
    keys = secret(SESSION_SECRET_ID.need())
    signed = f"{version}.{keys['current']}.{_text(payload)}"
    return f"{signed}.{_signature(keys[keys['current']], signed)}"


def verify(version: str, token: str) -> bytes | None:
    """The payload of a token of that version; None if we did not sign it."""
    try:
        found, key_id, payload, signature = token.split(".")
        wanted = _signature(_key(key_id), f"{found}.{key_id}.{payload}")
        genuine = found == version and hmac.compare_digest(wanted.encode(), signature.encode())
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)) if genuine else None
    except (ValueError, KeyError):
        return None


def _key(key_id: str) -> str:
    if key_id in ("current", PEOPLE) or not key_id.isalnum():
        raise KeyError(key_id)
    secret_id = SESSION_SECRET_ID.need()
    keys = secret(secret_id)
    if key_id not in keys:
        keys = secret(secret_id, max_age_s=_FRESH_S)
    return str(keys[key_id])


def _signature(key: str, text: str) -> str:
    return _text(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
