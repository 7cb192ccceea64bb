"""SKUs with few free units.

No index of the stock knows them: an index that changes with each unit would cost each order a
write. So a SKU is looked at when an order has taken units or has given some back, and by a rebuild.
Reading the list looks at the stock again and removes the SKUs that are not low any more.
"""

from __future__ import annotations

from shop.desk.model import DeskItem
from shop.desk.views import LowSku
from shop.orders.events import OrderChanged
from shop.stock import reads as stock
from shop.stock.reads import Look
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.model import Integer
from wxcloud.transaction import commit_one, delete, update

LOW = 10  # free units
MAX_LISTED = 100
_FRESH_S = 10.0

_listed: Cache[list[LowSku]] = Cache(_FRESH_S)


class LowStock(DeskItem):
    """A SKU that had few free units when it was looked at, at `seenAt` (ms UTC)."""

    seenAt = Integer()

    @classmethod
    def at(cls, sku_id: str) -> LowStock:
        """The key alone."""
        return cls(pk="low", sk=sku_id)


def note(event: OrderChanged) -> None:
    """Handler: a SKU that has few units left after this order is on the list."""
    look_at(event.skus)


def look_at(sku_ids: list[str]) -> None:
    """Put those of these SKUs on the list that have few free units now."""
    for look in stock.get_all(sku_ids):
        if _is_low(look):
            key = LowStock.at(look.sku.skuId)
            commit_one(update(key, LowStock.seenAt.set(clock.now())))


def listed() -> list[LowSku]:
    """SKUs with few free units, the fewest first; at most MAX_LISTED. At most 10 s old."""
    return _listed.get("low", _read)


def _read() -> list[LowSku]:
    noted = [row.sk for row in LowStock.query("low", limit=MAX_LISTED)]
    looks = {look.sku.skuId: look for look in stock.get_all(noted)}
    low = [look for look in looks.values() if _is_low(look)]
    for sku_id in set(noted) - {look.sku.skuId for look in low}:
        commit_one(delete(LowStock.at(sku_id)))
    return sorted((_seen(look) for look in low), key=lambda sku: (sku.remaining, sku.skuId))


def _is_low(look: Look) -> bool:
    return not look.sku.hidden and look.view().remaining <= LOW


def _seen(look: Look) -> LowSku:
    sku = look.sku
    return LowSku(
        skuId=sku.skuId, goodsId=sku.goodsId, title=sku.title, remaining=look.view().remaining
    )
