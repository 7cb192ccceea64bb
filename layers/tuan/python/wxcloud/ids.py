"""Identifiers: 26 characters, sorted by the time they were made, valid in URLs, keys and
`out_trade_no`."""

from __future__ import annotations

import hashlib
import secrets

from wxcloud import clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


def base32(value: int, length: int) -> str:
    """The number in so many characters of the alphabet."""
    digits = []
    for _ in range(length):
        value, digit = divmod(value, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def new_id(mark: str = "") -> str:
    """A new id, as a ULID: 10 characters of UTC milliseconds, then 16 random ones (80 bits).

    With the `mark` of an owner (`wxcloud.pseudonyms`), it is 10 of the 16 characters: the id tells
    whose it is to those who have the key.
    """
    time = base32(clock.now(), 10)
    if mark:
        return time + mark + base32(secrets.randbits(30), 6)
    return time + base32(secrets.randbits(80), 16)


def time_in(made_id: str) -> int:
    """When an id was made (ms UTC)."""
    found = 0
    for character in made_id[:10]:
        found = found * 32 + _ALPHABET.index(character)
    return found


def mark_in(owned_id: str) -> str:
    """The mark in an id that was made with one."""
    return owned_id[10:20]


def id_of(at: int, *facts: str) -> str:
    """The one id of these facts: an id of the time `at` (ms UTC) and the facts' hash. An item that
    is put under it only if absent is put once, however often the same facts are told."""
    digest = hashlib.sha256("\n".join(facts).encode()).digest()
    return base32(at, 10) + base32(int.from_bytes(digest[:10], "big"), 16)
