"""The index of the lots that will expire.

The entry that opens a month's lot of a user is in the sparse index `byExpiry`, under what is to do
about that lot next, its month and a shard: first `tell` (remind the owner), then `end` (book the
expiry). When nothing is left to do, the entry leaves the index.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Literal

from pynamodb.expressions.update import Action

from shop.points.table import ScoreItem
from wxcloud.transaction import ALREADY_SO, commit_one, update

Todo = Literal["tell", "end"]
TODOS: tuple[Todo, ...] = ("tell", "end")

SHARDS = 16  # many users open a month's lot in the same minutes, so its index key is spread


def key(todo: Todo, month: str, openid: str) -> str:
    """The index key of a user's lot."""
    return _key(todo, month, zlib.crc32(openid.encode()) % SHARDS)


def _key(todo: Todo, month: str, shard: int) -> str:
    return f"{todo}#{month}#{shard:02d}"


def due(todo: Todo, month: str) -> Iterator[ScoreItem]:
    """The entries whose lot of that month waits for `todo`, with their keys alone, page by page."""
    for shard in range(SHARDS):
        yield from ScoreItem.by_expiry.query(_key(todo, month, shard), page_size=500)


def mark_told(item: ScoreItem, month: str) -> None:
    """The owner of the lot is reminded: what is left to do is to book the expiry."""
    _move(item, ScoreItem.expiry.set(key("end", month, item.openid)))


def mark_ended(item: ScoreItem) -> None:
    """The expiry of the lot is booked: nothing is left to do."""
    _move(item, ScoreItem.expiry.remove())


def _move(item: ScoreItem, change: Action) -> None:
    """If another run has moved the entry already, nothing is to do."""
    here = ScoreItem.expiry == item.expiry
    keys = ScoreItem(openid=item.openid, entry=item.entry)
    commit_one(update(keys, change, where=here, otherwise=ALREADY_SO))
