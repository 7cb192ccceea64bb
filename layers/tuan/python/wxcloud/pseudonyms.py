"""Pseudonyms: what stands for a user where their openid must not be seen.

Each is an HMAC of the openid with the key of people, so only the shop can tell which openid it is
of, not even by trying all openids. It is the same for ever: orders are found by it. So the key of
people survives the rotation of the session keys: it is `people` in the session secret. In a new
secret that is not there yet; then it is `k1`, the key that the stack was made with. Who removes
`k1` keeps its value as `people` (docs/operations.md, "Session keys").
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from wxcloud.ids import base32
from wxcloud.secrets_manager import secret
from wxcloud.settings import Setting

SESSION_SECRET_ID = Setting("SESSION_SECRET_ID")
PEOPLE = "people"
ERASED = "erased-"  # how the name begins that stands for a user whose data was erased
_FIRST_KEY = "k1"


def people_key() -> bytes:
    """The key of people. RuntimeError if it was removed: with another key no buyer would find
    their orders."""
    keys: dict[str, Any] = secret(SESSION_SECRET_ID.need())
    key = keys.get(PEOPLE) or keys.get(_FIRST_KEY)
    if not key:
        raise RuntimeError(f"the session secret has neither {PEOPLE} nor {_FIRST_KEY}")
    return str(key).encode()


def mark(openid: str) -> str:
    """10 characters (50 bits) in the ids of the user's orders. Two users can have the same mark, so
    compare the openids too."""
    return base32(_number("mark", openid) % 2**50, 10)


def member_id(openid: str) -> str:
    """16 characters (80 bits): what other users see instead of the openid."""
    return base32(_number("member", openid) % 2**80, 16)


def in_logs(openid: str) -> str:
    """What logs call a user: the same text in every line about one user; "" for a guest."""
    return f"{_number('log', openid) % 2**48:012x}" if openid else ""


def phone_id(number: str) -> str:
    """16 characters (80 bits): what stands for a phone number where one is looked for."""
    return base32(_number("phone", number) % 2**80, 16)


def counted(who: str) -> str:
    """16 characters (80 bits): what stands for a caller, or an address, in a counter's key."""
    return base32(_number("counter", who) % 2**80, 16)


def is_erased(openid: str) -> bool:
    """Whether it is not an openid, but stands for a user whose data was erased."""
    return openid.startswith(ERASED)


def _number(use: str, value: str) -> int:
    """The HMAC for one use: pseudonyms of different uses cannot be compared."""
    digest = hmac.digest(people_key(), f"{use}#{value}".encode(), hashlib.sha256)
    return int.from_bytes(digest, "big")
