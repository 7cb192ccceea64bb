"""What happens to units, as parts of a transaction: one conditional write for each shard."""

from __future__ import annotations

from shop.stock.model import STOCK_BROKEN, STOCK_MOVED, Allocation, Shard
from wxcloud.errors import Code
from wxcloud.transaction import Part, update


def hold(allocation: Allocation) -> list[Part[Shard]]:
    """An order holds units until it is paid. STOCK_MOVED if they are not free any more: then look
    at the stock again (`fresh=True`) and allocate again."""
    return [_move(key, n, "remaining", "held", STOCK_MOVED) for key, n in allocation.items()]


def sell_at_once(allocation: Allocation) -> list[Part[Shard]]:
    """An order that costs nothing takes units. STOCK_MOVED as in `hold`."""
    return [_move(key, n, "remaining", "sold", STOCK_MOVED) for key, n in allocation.items()]


def sell(allocation: Allocation) -> list[Part[Shard]]:
    """The order that holds the units is paid."""
    return [_move(key, n, "held", "sold", STOCK_BROKEN) for key, n in allocation.items()]


def release(allocation: Allocation) -> list[Part[Shard]]:
    """The order that holds the units is closed: they are free again."""
    return [_move(key, n, "held", "remaining", STOCK_BROKEN) for key, n in allocation.items()]


def restock(allocation: Allocation) -> list[Part[Shard]]:
    """The order is refunded before its units are shipped: they are free again."""
    return [_move(key, n, "sold", "remaining", STOCK_BROKEN) for key, n in allocation.items()]


def _move(key: str, units: int, source: str, target: str, otherwise: Code) -> Part[Shard]:
    left, right = getattr(Shard, source), getattr(Shard, target)
    return update(
        Shard.at(key),
        left.add(-units),
        right.add(units),
        where=left >= units,
        otherwise=otherwise,
    )
