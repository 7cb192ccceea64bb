"""SKUs with few free units.

No index of the stock knows them: an index that changes with each unit would cost each order a
write. So a SKU is looked at when an order has taken units or has given some back, and by a rebuild.
Reading the list looks at the stock again and removes the SKUs that are not low any more.

The staff is told when a SKU gets low, and again only after it had more units in between: because an
order has given some back, or because an operator has saved more, which the sum of all its units
tells at the next look.
"""

from __future__ import annotations

from shop.alerts.model import ALERTS, Alert
from shop.alerts.texts import plain
from shop.desk.model import DeskItem
from shop.desk.views import LowSku
from shop.orders.events import OrderChanged
from shop.stock import reads as stock
from shop.stock.reads import Look
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.model import Integer
from wxcloud.transaction import Instead, Part, commit_one, delete, put, update

LOW = 10  # free units
MAX_LISTED = 100
_FRESH_S = 10.0

_listed: Cache[list[LowSku]] = Cache(_FRESH_S)


class LowStock(DeskItem):
    """A SKU that had few free units when it was looked at, at `seenAt`. It has been low since
    `lowSince`. It had `left` free units then, and `initial` units in all, sold ones too. `told` is
    the `lowSince` of which the staff was told. Times are ms UTC."""

    seenAt = Integer()
    lowSince = Integer()
    left = Integer()
    initial = Integer()
    told = Integer(null=True)

    @classmethod
    def at(cls, sku_id: str) -> LowStock:
        """The key alone."""
        return cls(pk="low", sk=sku_id)


def note(event: OrderChanged) -> None:
    """Handler: a SKU that has few units left after this order is on the list."""
    for look in stock.get_all(event.skus):
        if _is_low(look):
            _tell(look, commit_one(_low(look)))
        elif event.gives_back:
            _forget(look.sku.skuId)


def look_at(sku_ids: list[str]) -> None:
    """Put those of these SKUs on the list that have few free units now."""
    for look in stock.get_all(sku_ids):
        if _is_low(look):
            commit_one(_low(look))


def _low(look: Look) -> Part[LowStock]:
    """The SKU is low: from now on, or still."""
    now, view = clock.now(), look.view()
    first = LowStock.at(look.sku.skuId)
    first.seenAt, first.lowSince = now, now
    first.left, first.initial = view.remaining, view.initial

    def still(old: LowStock | None) -> Instead:
        seen = (
            LowStock.seenAt.set(now),
            LowStock.left.set(view.remaining),
            LowStock.initial.set(view.initial),
        )
        # With the units that were added since the last look, it was not low for a while.
        was_more = old is not None and old.left + view.initial - old.initial > LOW
        again = (LowStock.lowSince.set(now),) if was_more else ()
        return Instead(update(LowStock.at(look.sku.skuId), *seen, *again))

    return put(first, otherwise=still)


def _tell(look: Look, low: LowStock) -> None:
    """The staff is told once. The alert is sent before that is noted: after a crash it is sent
    again, with the same key."""
    if low.told == low.lowSince:
        return
    sku = look.sku
    line = f"{plain(sku.title)}：剩余 {look.view().remaining} 件，规格 {sku.skuId}"
    ALERTS.send(Alert("lowStock", f"lowStock#{sku.skuId}#{low.lowSince}", line))
    commit_one(update(LowStock.at(sku.skuId), LowStock.told.set(low.lowSince)))


def _forget(sku_id: str) -> None:
    """The SKU has enough units. Half a read unit; the list has few."""
    if LowStock.get("low", sku_id) is not None:
        commit_one(delete(LowStock.at(sku_id)))


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
