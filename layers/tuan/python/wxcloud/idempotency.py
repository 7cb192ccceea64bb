"""`Idempotency-Key`: a client's repeat of one request gets the first answer, not a second effect.

The use cases are idempotent by the keys of what they write; this adds the same *answer* for a
client that repeats after losing it. Keys are scoped by user and function and kept for a day.
A call that died half-way gives its key free after LEASE.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from wxcloud import clock, ids
from wxcloud.errors import IN_PROGRESS, KEY_REUSED, Code, Refusal
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import commit, delete, put, update

LEASE = 60 * clock.SECOND
LIFE = clock.DAY


class Answer(Table):
    """One key's request (as a hash) and, once it is known, the answer to it."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    request = UnicodeAttribute()
    owner = UnicodeAttribute()
    startedAt = NumberAttribute()
    result = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


def once(key: str, scope: str, body: bytes, work: Callable[[], Any]) -> Any:
    """The result of `work`, or of the first call with this key. A refusal leaves the key free."""
    now = clock.now()
    claim = Answer(
        key=f"idempotency#{hashlib.sha256(f'{scope}#{key}'.encode()).hexdigest()}",
        request=hashlib.sha256(body).hexdigest(),
        owner=ids.new_id(),
        startedAt=now,
        ttl=(now + LIFE) // 1000,
    )

    def taken(old: Answer | None) -> Code | None:
        if old is None or old.request != claim.request:
            return KEY_REUSED
        return None if old.result is not None else IN_PROGRESS

    lapsed = Answer.result.does_not_exist() & (Answer.startedAt < now - LEASE)
    spent = Answer.startedAt < now - LIFE
    (held,) = commit(
        put(claim, where=Answer.key.does_not_exist() | lapsed | spent, otherwise=taken)
    )
    if held is not claim:
        return msgspec.json.decode(held.result)

    ours = Answer.owner == claim.owner
    try:
        result = work()
    except Refusal:
        commit(delete(claim, where=ours, otherwise=_theirs))
        raise
    text = msgspec.json.encode(result).decode()
    commit(update(claim, Answer.result.set(text), where=ours, otherwise=_theirs))
    return result


def _theirs(_: Answer | None) -> None:
    """Our lease ran out and somebody else holds the key now: their answer counts."""
