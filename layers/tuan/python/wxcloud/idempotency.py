"""`Idempotency-Key`: a client that repeats one request gets the first answer.

The use cases are idempotent already, by the keys of what they write. This module adds the same
*answer* for a client that lost it. A key belongs to one user and one function, for a day. A call
that died half-way frees its key after LEASE. An answer of more than MAX_BYTES is not kept: a repeat
of its request makes the call again.

An answer may contain what must be erased with its user, and nobody could find it for that. So it is
kept encrypted, with a key that is made of the client's own key, which is not kept. The cipher is
SHAKE256 as a stream: each attempt has a random `owner`, so no two answers have the same stream.
Source: NIST FIPS 202, "SHA-3 Standard: Permutation-Based Hash and Extendable-Output Functions".
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from pynamodb.attributes import UnicodeAttribute

from wxcloud import clock, ids, pseudonyms
from wxcloud.errors import IN_PROGRESS, KEY_REUSED, Refusal
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import (
    ALREADY_SO,
    Outcome,
    Refuse,
    commit_one,
    delete,
    put,
    update,
)

LEASE = 60 * clock.SECOND
LIFE = clock.DAY
MAX_BYTES = 16 * 1024  # the answer to a call that changes something is far smaller


class KeptAnswer(Table):
    """The request of one key (its hash) and, once it is known, the encrypted answer; "" if it is
    too large to be kept."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    request = UnicodeAttribute()
    owner = UnicodeAttribute()
    startedAt = Integer()
    result = UnicodeAttribute(null=True)
    ttl = Integer()


def once(key: str, scope: str, body: bytes, work: Callable[[], Any]) -> Any:
    """The result of `work`, or of the first call with this key. A refusal frees the key."""
    now = clock.now()
    claim = KeptAnswer(
        key=f"idempotency#{hashlib.sha256(f'{scope}#{key}'.encode()).hexdigest()}",
        request=hashlib.sha256(body).hexdigest(),
        owner=ids.new_id(),
        startedAt=now,
        ttl=(now + LIFE) // 1000,
    )

    def taken(old: KeptAnswer | None) -> Outcome:
        if old is None or old.request != claim.request:
            return Refuse(KEY_REUSED)
        return ALREADY_SO if old.result is not None else Refuse(IN_PROGRESS)

    is_free = (
        KeptAnswer.key.does_not_exist()
        | (KeptAnswer.result.does_not_exist() & (KeptAnswer.startedAt < now - LEASE))
        | (KeptAnswer.startedAt < now - LIFE)
    )
    kept = commit_one(put(claim, where=is_free, otherwise=taken))
    if kept is not None and kept is not claim:
        return _opened(kept, scope, key) if kept.result else work()

    # If our lease expired meanwhile, somebody else owns the key, and their answer counts.
    is_ours = KeptAnswer.owner == claim.owner
    try:
        result = work()
    except Refusal:
        commit_one(delete(claim, where=is_ours, otherwise=ALREADY_SO))
        raise
    text = msgspec.json.encode(result)
    closed = base64.b64encode(_cipher(text, claim.owner, scope, key)).decode()
    answer = KeptAnswer.result.set(closed if len(text) <= MAX_BYTES else "")
    commit_one(update(claim, answer, where=is_ours, otherwise=ALREADY_SO))
    return result


def _opened(kept: KeptAnswer, scope: str, key: str) -> Any:
    closed = base64.b64decode(str(kept.result))
    return msgspec.json.decode(_cipher(closed, kept.owner, scope, key))


def _cipher(text: bytes, owner: str, scope: str, key: str) -> bytes:
    """Encrypt, or decrypt."""
    made_of = b"\n".join([pseudonyms.people_key(), owner.encode(), scope.encode(), key.encode()])
    stream = hashlib.shake_256(made_of).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))
