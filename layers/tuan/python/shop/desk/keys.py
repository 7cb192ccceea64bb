"""Which orders a filter finds: their keys, in the order of time, from the index that fits best.

    phone          the orders of that phone
    goodsId        the orders with these goods
    status, kind   the orders of that kind and status: of each kind, if none is named
    kind, none     the orders of that kind: of each kind, if none is named

Of several filters the first in this list chooses the index. What the others ask for is decided by
the order itself. Each query begins where the last page ended, so a page costs the same among ten
orders or a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import Any

import msgspec

from shop.desk import generations
from shop.desk.model import (
    GoodsEntry,
    OrderRow,
    goods_key,
    kind_key,
    moment_key,
    phone_key,
    state_key,
)
from shop.desk.rules import KINDS, Kind, kind_of, plain_number
from shop.orders.model import Order
from shop.orders.states import OrderStatus
from wxcloud.pseudonyms import phone_id

_END = 9_999_999_999_999  # the largest time in a key


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which orders are wanted. `start` and `end` are ms UTC of their placing, both included."""

    status: OrderStatus | None = None
    kind: Kind | None = None
    start: int | None = None
    end: int | None = None
    goods_id: str | None = None
    phone: str | None = None

    def takes(self, order: Order) -> bool:
        """Whether the order as it is now is wanted. A phone is known to the index alone."""
        return (
            (self.status is None or order.status == self.status)
            and (self.kind is None or kind_of(order) == self.kind)
            and (self.start is None or order.createdAt >= self.start)
            and (self.end is None or order.createdAt <= self.end)
            and (self.goods_id is None or any(x.goodsId == self.goods_id for x in order.lines))
        )


def newest_first(wanted: Filter, before: str = "", page_size: int = 20) -> Iterator[str]:
    """The keys (`moment_key`) of the orders that were placed before the one with the key `before`,
    the newest first."""
    ends = [before] if before else []
    return _keys(wanted, "", min([*ends, _last(wanted)]), page_size, forward=False)


def oldest_first(wanted: Filter, after: str = "", page_size: int = 500) -> Iterator[str]:
    """The keys of the orders that were placed after the one with the key `after`, the oldest
    first."""
    return _keys(wanted, after, _last(wanted), page_size, forward=True)


def _last(wanted: Filter) -> str:
    """A key after all that the filter may find."""
    return moment_key(_END if wanted.end is None else wanted.end + 1)


def _keys(
    wanted: Filter, after: str, before: str, page_size: int, *, forward: bool
) -> Iterator[str]:
    """Keys between `after` and `before`, without these two. DynamoDB's BETWEEN includes both."""
    first = max(after, moment_key(wanted.start or 0))
    if first >= before:
        return iter(())
    generation = generations.known().current
    streams = _streams(wanted, generation, (first, before), page_size, forward)
    found = merge(*streams, reverse=not forward)
    return (key for key in found if after != key != before)


def _streams(
    wanted: Filter, generation: int, between: tuple[str, str], page_size: int, forward: bool
) -> list[Iterator[str]]:
    """One for each key of the index that is read."""
    how: dict[str, Any] = {"scan_index_forward": forward, "page_size": page_size}
    if wanted.phone is not None:
        phone = phone_id(plain_number(wanted.phone))
        rows = OrderRow.by_phone.query(
            phone_key(generation, phone), OrderRow.at.between(*between), **how
        )
        return [(row.at for row in rows)]
    if wanted.goods_id is not None:
        entries = GoodsEntry.query(
            goods_key(generation, wanted.goods_id), GoodsEntry.sk.between(*between), **how
        )
        return [(entry.sk for entry in entries)]
    kinds = KINDS if wanted.kind is None else (wanted.kind,)
    if wanted.status is not None:
        pages = (
            OrderRow.by_state.query(
                state_key(generation, kind, wanted.status), OrderRow.at.between(*between), **how
            )
            for kind in kinds
        )
    else:
        pages = (
            OrderRow.by_kind.query(kind_key(generation, kind), OrderRow.at.between(*between), **how)
            for kind in kinds
        )
    return [(row.at for row in rows) for rows in pages]
