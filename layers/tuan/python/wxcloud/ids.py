"""Identifiers: 26 characters, sortable by time of making, safe in URLs, keys and `out_trade_no`."""

from __future__ import annotations

import hashlib
import secrets

from wxcloud import clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


def _base32(value: int, length: int) -> str:
    digits = []
    for _ in range(length):
        value, digit = divmod(value, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def new_id(owner: str = "") -> str:
    """A fresh id: 10 characters of UTC milliseconds, 16 of randomness (80 bits), as ULIDs have.

    With an `owner`, 10 of the 16 are the owner's `mark`, so that the id tells where it is kept.
    """
    time = _base32(clock.now(), 10)
    if owner:
        return time + mark(owner) + _base32(secrets.randbits(30), 6)
    return time + _base32(secrets.randbits(80), 16)


def mark(owner: str) -> str:
    """10 characters (50 bits) of the owner's hash: not quite the owner's alone, so compare them."""
    digest = hashlib.sha256(owner.encode()).digest()
    return _base32(int.from_bytes(digest, "big") % 2**50, 10)


def mark_in(owned_id: str) -> str:
    """The mark of the owner for whom that id was made."""
    return owned_id[10:20]


def id_of(at: int, *facts: str) -> str:
    """The one id of these facts: the same shape, sorted by `at` (ms UTC), the rest their hash. What
    is put under it, if absent, is put once however often it is asked for."""
    digest = hashlib.sha256("\n".join(facts).encode()).digest()
    return _base32(at, 10) + _base32(int.from_bytes(digest[:10], "big"), 16)
