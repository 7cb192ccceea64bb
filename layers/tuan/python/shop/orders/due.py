"""What is to happen to an item of the table `orders` at a time: the sparse index `byDue`.

An item is in the index while it has `due` and `dueAt`. A job reads what is due, and the change that
it makes removes both, so the index cannot differ from the items, and needs no repair. After-sales
are in the same index, by status (`shop.aftersale.model`): a table that has data gets one new index
at a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Literal

from pynamodb.expressions.update import Action

from shop.orders.model import Order, Row

Todo = Literal["complete", "forget"]
SHARDS = 16  # operators ship many orders in the same minutes, so the index key is spread


def at(todo: Todo, order_id: str, time: int) -> tuple[Action, ...]:
    """The order waits for `time` (ms UTC)."""
    shard = zlib.crc32(order_id.encode()) % SHARDS
    return Order.due.set(_key(todo, shard)), Order.dueAt.set(time)


def never() -> tuple[Action, ...]:
    """The order waits for nothing more."""
    return Order.due.remove(), Order.dueAt.remove()


def until(todo: Todo, now: int) -> Iterator[Row]:
    """The items whose time has come, with their keys alone, page by page."""
    for shard in range(SHARDS):
        yield from Row.by_due.query(_key(todo, shard), Row.dueAt <= now, page_size=500)


def _key(todo: Todo, shard: int) -> str:
    return f"{todo}#{shard:02d}"
