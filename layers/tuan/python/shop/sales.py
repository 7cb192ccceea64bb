"""Flash sales: a SKU at a price of its own, from a stock of its own, for a while, so many a buyer.

Keys of the table `stock`, beside those of `shop.stock`:

    sale#<saleId>            stock                   the sale, with its first shard of units
    sales                    <endAt>#<saleId>        its card, in the list of sales
    limit#<saleId>#<openid>  stock                   what one buyer has bought of it

A sale's stock comes out of the SKU's free units; what they lack is new stock, so that a SKU may be
sold in sales alone. What is left when the sale ends is the SKU's again (`shop.stock`), without
anything being moved.
"""

from __future__ import annotations

import time
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from shop import stock
from shop.stock import Shard
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Table, TableMeta
from wxcloud.settings import TABLE_PREFIX
from wxcloud.transaction import Part, commit, delete, put, update

SALE_NOT_FOUND = Code("SALE_NOT_FOUND", 404, "There is no such sale.")
SALE_NOT_OPEN = Code("SALE_NOT_OPEN", 409, "The sale has not begun yet.")
SALE_ENDED = Code("SALE_ENDED", 409, "The sale is over.")
SALE_LIMIT = Code("SALE_LIMIT", 409, "You have bought as many in this sale as one may.")
SALE_CHANGED = Code("SALE_CHANGED", 503, "The shop is busy. Try again.")

MOST_SALES = 50  # of one SKU: a look at the SKU looks at all of them
_FRESH_S = 1.0
_TRIES = 10


class Sale(Shard):
    """A sale: price in fen, units per buyer, window in ms UTC, minutes that a buyer has to pay."""

    class Meta(TableMeta):
        name = "stock"

    saleId = UnicodeAttribute()
    skuId = UnicodeAttribute()
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    price = NumberAttribute()
    limit = NumberAttribute()
    startAt = NumberAttribute()
    endAt = NumberAttribute()
    payMinutes = NumberAttribute(default=5)
    shards = NumberAttribute(default=1)
    wanted = NumberAttribute(default=0)

    def card(self) -> dict[str, Any]:
        names = ("saleId", "skuId", "goodsId", "title", "price", "limit", "startAt", "endAt")
        return {name: getattr(self, name) for name in names} | {"stock": int(self.wanted)}


class Limit(Table):
    """What a buyer has bought of a sale and not given back, and with which order last."""

    class Meta(TableMeta):
        name = "stock"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="stock")
    bought = NumberAttribute(default=0)
    orderId = UnicodeAttribute(null=True)


class _Listed(Table):
    class Meta(TableMeta):
        name = "stock"

    pk = UnicodeAttribute(hash_key=True, default="sales")
    sk = UnicodeAttribute(range_key=True)
    card = JSONAttribute()


class LimitReached(Refusal):
    """The buyer may not buy so many; `order_id` is what they ordered last."""

    def __init__(self, order_id: str | None) -> None:
        super().__init__(SALE_LIMIT, SALE_LIMIT.message)
        self.order_id = order_id


# --- reads ---------------------------------------------------------------------------------------


def find(sale_id: str) -> Sale | None:
    return Sale.find(f"sale#{sale_id}", "stock", consistent=True)


def need(sale_id: str) -> Sale:
    """The sale, from memory if it is younger than a second; SALE_NOT_FOUND."""
    key = TABLE_PREFIX.get(), sale_id
    held = _held.get(key)
    if held is None or time.monotonic() - held[0] > _FRESH_S:
        sale = find(sale_id)
        if sale is None:
            raise SALE_NOT_FOUND()
        held = _held[key] = time.monotonic(), sale
    return held[1]


_held: dict[tuple[str, str], tuple[float, Sale]] = {}


def open_now(sale_id: str) -> Sale:
    """The sale, if one can buy in it now; SALE_NOT_OPEN, SALE_ENDED."""
    sale, now = need(sale_id), clock.now()
    if now < sale.startAt:
        raise SALE_NOT_OPEN()
    if now >= sale.endAt:
        raise SALE_ENDED()
    return sale


def ordered(sale_id: str, openid: str) -> str | None:
    """What a buyer ordered last in a sale and may still have. One read unit, of a key of theirs."""
    limit = Limit.find(f"limit#{sale_id}#{openid}", "stock", consistent=True)
    return limit.orderId if limit is not None and limit.bought else None


def coming() -> list[dict[str, Any]]:
    """The cards of sales that are on or to come, those that end soonest first. One query."""
    ahead = _Listed.sk > f"{clock.now() + 1:013d}"
    return [row.card for row in _Listed.query("sales", ahead, limit=100)]


# --- parts ---------------------------------------------------------------------------------------


def use(sale: Sale, openid: str, units: int, order_id: str) -> Part:
    """The buyer buys `units` of what one may buy; LimitReached."""
    if units > sale.limit:
        raise LimitReached(None)
    return update(
        _limit(sale.saleId, openid),
        Limit.bought.add(units),
        Limit.orderId.set(order_id),
        where=Limit.pk.does_not_exist() | (Limit.bought <= int(sale.limit) - units),
        otherwise=lambda old: LimitReached(old.orderId if old else None),
    )


def unuse(sale_id: str, openid: str, units: int) -> Part:
    """What a buyer bought is given back."""
    return update(
        _limit(sale_id, openid),
        Limit.bought.add(-units),
        where=Limit.bought >= units,
        otherwise=stock.STOCK_BROKEN,
    )


def _limit(sale_id: str, openid: str) -> Limit:
    return Limit(pk=f"limit#{sale_id}#{openid}", sk="stock")


# --- what operators do ---------------------------------------------------------------------------


def save(wish: Sale) -> Sale:
    """Make a sale, or change one. All fields are replaced; stock is added or taken away."""
    if wish.endAt <= wish.startAt:
        raise BAD_REQUEST("endAt: It must be after startAt", field="endAt")
    wish.saleId = wish.saleId or new_id()
    wish.pk, wish.sk = f"sale#{wish.saleId}", "stock"
    for attempt in range(_TRIES):
        try:
            _save(wish)
        except Refusal as refusal:
            if refusal.code is not SALE_CHANGED or attempt == _TRIES - 1:
                raise
            time.sleep(0.01 * attempt)
        else:
            break
    stock.spread(wish.pk, int(wish.shards))
    stock.forget(wish.skuId)
    _held.pop((TABLE_PREFIX.get(), wish.saleId), None)
    return wish


def _save(wish: Sale) -> None:
    seen = stock.look(wish.skuId, fresh=True)
    known = find(wish.saleId)
    if known is not None and known.skuId != wish.skuId:
        raise BAD_REQUEST("skuId: A sale stays with its SKU", field="skuId")
    if known is None and len(seen.sku.sales) >= MOST_SALES:
        raise BAD_REQUEST("skuId: It has had too many sales", field="skuId")
    wish.goodsId, wish.title = seen.sku.goodsId, seen.sku.title
    if known is not None:
        wish.shards = max(int(wish.shards), int(known.shards))
    more = int(wish.wanted) - (int(known.wanted) if known else 0)
    moved = _moved(seen, wish, more)
    parts = [_sale(wish, known, moved.pop(wish.pk, 0)), *_listing(wish, known)]
    sales = seen.sku.sales | {wish.saleId: [int(wish.shards), int(wish.endAt)]}
    own = moved.pop(seen.sku.pk, 0)
    parts.append(
        stock.update_sku(seen.sku, sales=sales, units=own, changed=SALE_CHANGED),
    )
    parts += [stock.add(key, units, SALE_CHANGED) for key, units in moved.items()]
    commit(*parts)


def _moved(seen: stock.Look, wish: Sale, more: int) -> dict[str, int]:
    """Shard → units that come to it or go: from the SKU's pool to the sale's, or back."""
    own = seen.pools[seen.sku.pk]
    if more >= 0:
        free = min(more, sum(int(shard.remaining) for shard in own))
        taken = stock.plan(own, free, "") or {}
        return {key: -units for key, units in taken.items()} | {wish.pk: more}
    fewer = stock.plan(seen.pools[wish.pk], -more, "")
    if fewer is None:
        raise stock.STOCK_IN_USE()
    return {key: -units for key, units in fewer.items()} | {seen.sku.pk: -more}


def _sale(wish: Sale, known: Sale | None, units: int) -> Part:
    if known is None:
        wish.initial = wish.remaining = units
        return put(wish, otherwise=SALE_CHANGED)
    names = ("title", "price", "limit", "startAt", "endAt", "payMinutes", "shards", "wanted")
    return update(
        Sale(pk=wish.pk, sk="stock"),
        *(getattr(Sale, name).set(getattr(wish, name)) for name in names),
        Sale.initial.add(units),
        Sale.remaining.add(units),
        where=(Sale.wanted == known.wanted) & (Sale.remaining >= -min(units, 0)),
        otherwise=SALE_CHANGED,
    )


def _listing(wish: Sale, known: Sale | None) -> list[Part]:
    """The sale's place in the list, which is in the order of endings."""
    card = _Listed.card.set(wish.card())
    parts = [update(_Listed(sk=_place(wish)), card, where=None, otherwise=SALE_CHANGED)]
    if known is not None and _place(known) != _place(wish):
        parts.append(delete(_Listed(sk=_place(known)), where=None, otherwise=SALE_CHANGED))
    return parts


def _place(sale: Sale) -> str:
    return f"{int(sale.endAt):013d}#{sale.saleId}"
