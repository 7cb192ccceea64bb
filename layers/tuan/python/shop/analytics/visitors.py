"""Pseudonyms of users in events.

An event names a user by a hash of the openid with a salt that only this user has. The salt is in
one item. If that item is deleted, nobody can find the user's events any more, not even with all
keys of the shop, because nothing else leads from the openid to the hash. The user gets a new salt
with the next event, and is a new visitor from then on.

Anonymous ids of guests are hashed with the key of people: they are random numbers that the client
makes, and it makes a new one after a login.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from shop.analytics.model import AnalyticsItem
from wxcloud.cache import Cache
from wxcloud.ids import base32
from wxcloud.pseudonyms import people_key
from wxcloud.transaction import ALREADY_SO, Part, commit_one, delete, put

_FRESH_S = 300.0  # after so many seconds a process has noticed that a salt was deleted
_kept: Cache[str] = Cache(_FRESH_S, size=20_000)


class Visitor(AnalyticsItem):
    """The salt of one user."""

    salt = UnicodeAttribute()

    @classmethod
    def key(cls, openid: str) -> Visitor:
        """The key alone."""
        return cls(pk=f"visitor#{openid}", sk="visitor")

    @classmethod
    def new(cls, openid: str) -> Visitor:
        visitor = cls.key(openid)
        visitor.salt = secrets.token_urlsafe(16)
        return visitor


def pseudonym(openid: str) -> str:
    """What stands for the user in events: 16 characters; "" for a guest.

    Half a read unit, none from memory. A user's first event costs one write unit.
    """
    return _kept.get(openid, lambda: _hash(openid, _salt(openid))) if openid else ""


def anonymous(anonymous_id: str) -> str:
    """What stands for a guest's anonymous id in events: 16 characters; "" if there is none."""
    return _mark(people_key(), f"anonymous#{anonymous_id}") if anonymous_id else ""


def forget(openid: str) -> Part[Any]:
    """Delete the salt: from then on nobody can find which events are the user's. A repeat changes
    nothing. Other processes remember the pseudonym for at most five minutes."""
    _kept.forget(openid)
    return delete(Visitor.key(openid))


def _salt(openid: str) -> str:
    key = Visitor.key(openid)
    known = Visitor.get(key.pk, key.sk)
    if known is None:
        new = Visitor.new(openid)
        known = commit_one(put(new, otherwise=ALREADY_SO)) or new  # or the one of another call
    return str(known.salt)


def _hash(openid: str, salt: str) -> str:
    return _mark(salt.encode(), openid)


def _mark(key: bytes, value: str) -> str:
    digest = hmac.digest(key, value.encode(), hashlib.sha256)
    return base32(int.from_bytes(digest[:10], "big"), 16)


def reset() -> None:
    """Forget what was read: for tests."""
    _kept.clear()
