"""What happens to units, as parts of a transaction: one conditional write for each shard.

An order keeps the keys of the shards that its units came from. When the units of a flash sale that
is over have been moved to the SKU (`shop.stock.moving`), the order's next step finds them gone: it
is refused with STOCK_MOVED, and this module remembers where the units are. The caller makes the
parts again, and they go there.
"""

from __future__ import annotations

from collections.abc import Callable

from shop.stock.model import STOCK_BROKEN, STOCK_MOVED, Allocation, Shard, pool_of_shard
from wxcloud.cache import Cache
from wxcloud.transaction import Part, Refuse, update

_Decide = Callable[[Shard | None], Refuse]

# Pool → the shard that has its units now. Units are moved once, so this never gets wrong.
_moved: Cache[str] = Cache(3600, size=4096)


def hold(allocation: Allocation) -> list[Part[Shard]]:
    """An order holds units until it is paid. STOCK_MOVED if they are not free any more: then look
    at the stock again (`fresh=True`) and allocate again."""
    return [_move(key, n, "remaining", "held", _taken) for key, n in allocation.items()]


def sell_at_once(allocation: Allocation) -> list[Part[Shard]]:
    """An order that costs nothing takes units. STOCK_MOVED as in `hold`."""
    return [_move(key, n, "remaining", "sold", _taken) for key, n in allocation.items()]


def sell(allocation: Allocation) -> list[Part[Shard]]:
    """The order that holds the units is paid. STOCK_MOVED: make the parts again."""
    return [_move(key, n, "held", "sold", _look_for(key)) for key, n in _now_at(allocation)]


def release(allocation: Allocation) -> list[Part[Shard]]:
    """The order that holds the units is closed: they are free again. STOCK_MOVED as in `sell`."""
    return [_move(key, n, "held", "remaining", _look_for(key)) for key, n in _now_at(allocation)]


def restock(allocation: Allocation) -> list[Part[Shard]]:
    """The order is refunded before its units are shipped: they are free again. STOCK_MOVED as in
    `sell`."""
    return [_move(key, n, "sold", "remaining", _look_for(key)) for key, n in _now_at(allocation)]


def _move(key: str, units: int, source: str, target: str, otherwise: _Decide) -> Part[Shard]:
    left, right = getattr(Shard, source), getattr(Shard, target)
    return update(
        Shard.at(key),
        left.add(-units),
        right.add(units),
        where=left >= units,
        otherwise=otherwise,
    )


def _now_at(allocation: Allocation) -> list[tuple[str, int]]:
    """The shards that have these units now, as far as this process knows, each once."""
    found: dict[str, int] = {}
    for key, units in allocation.items():
        here = _moved.peek(pool_of_shard(key)) or key
        found[here] = found.get(here, 0) + units
    return list(found.items())


def _taken(_: Shard | None) -> Refuse:
    return Refuse(STOCK_MOVED)


def _look_for(key: str) -> _Decide:
    def otherwise(found: Shard | None) -> Refuse:
        if found is None or found.movedTo is None:
            return Refuse(STOCK_BROKEN)
        _moved.set(pool_of_shard(key), found.movedTo)
        return Refuse(STOCK_MOVED)

    return otherwise
