"""Operators save flash sales: new ones, or changes."""

from __future__ import annotations

from typing import Any

from shop.sales import reads
from shop.sales.model import SALE_CHANGED, ListedSale, Sale, SaleTerms, pool_of
from shop.sales.views import SaleSaved
from shop.stock import allocation, saving
from shop.stock import reads as stock
from shop.stock.model import SKU_NOT_FOUND, STOCK_IN_USE, SalePool, Shard
from wxcloud.errors import BAD_REQUEST
from wxcloud.ids import new_id
from wxcloud.transaction import Part, commit, delete, put, retry, update

MAX_SALES = 50  # of one SKU: each look at the SKU reads the pools of all its sales


def save(terms: SaleTerms, sale_id: str | None = None) -> SaleSaved:
    """Save a sale under this id, or under a new one. All fields of a known sale are replaced.

    SKU_NOT_FOUND; STOCK_IN_USE if more of its units are sold or held than `terms.stock`.
    """
    if terms.endAt <= terms.startAt:
        raise BAD_REQUEST("endAt: It must be later than startAt.", field="endAt")
    kept_id = sale_id or new_id()
    sale = retry(lambda: _save(kept_id, terms), on=[SALE_CHANGED])
    saving.spread(sale.pk, sale.shards)
    stock.forget(sale.skuId)
    reads.forget(sale.saleId)
    return SaleSaved(saleId=sale.saleId)


def _save(sale_id: str, terms: SaleTerms) -> Sale:
    look, known = stock.get(terms.skuId), reads.get(sale_id)
    if look is None:
        raise SKU_NOT_FOUND()
    if known is not None and known.skuId != terms.skuId:
        raise BAD_REQUEST("skuId: The SKU of a sale cannot be changed.", field="skuId")
    if known is None and len(look.sku.sales) >= MAX_SALES:
        raise BAD_REQUEST(f"skuId: This SKU has had {MAX_SALES} sales already.", field="skuId")
    pool, own = pool_of(sale_id), look.pools[look.sku.pk]
    more = terms.stock - (known.wanted if known else 0)
    units = allocation.change_sale(own, look.pools.get(pool, [Shard.at(pool)]), more)
    if units is None:
        raise STOCK_IN_USE()
    shards = max(terms.shards, known.shards) if known else terms.shards
    sale = Sale.new(sale_id, terms, look.sku, shards=shards, units=units.get(pool, 0))
    sales = look.sku.sales | {pool: SalePool(shards, terms.endAt)}
    commit(
        _sale_part(sale, known),
        *_list_parts(sale, known),
        saving.sales_part(look.sku, sales, units.get(look.sku.pk, 0), SALE_CHANGED),
        *(
            saving.units_part(key, n, SALE_CHANGED)
            for key, n in units.items()
            if key not in (pool, look.sku.pk)
        ),
    )
    return sale


def _sale_part(sale: Sale, known: Sale | None) -> Part[Sale]:
    if known is None:
        return put(sale, otherwise=SALE_CHANGED)
    names = ("title", "price", "limit", "startAt", "endAt", "payMinutes", "shards", "wanted")
    units = sale.initial
    return update(
        Sale.at(sale.pk),
        *(getattr(Sale, name).set(getattr(sale, name)) for name in names),
        Sale.initial.add(units),
        Sale.remaining.add(units),
        where=(Sale.wanted == known.wanted) & (Sale.remaining >= -min(units, 0)),
        otherwise=SALE_CHANGED,
    )


def _list_parts(sale: Sale, known: Sale | None) -> list[Part[Any]]:
    """The sale's card stands in the list once, at the sale's end."""
    here = ListedSale.at(sale)
    parts: list[Part[Any]] = [update(here, ListedSale.card.set(sale.card()))]
    if known is not None and known.endAt != sale.endAt:
        parts.append(delete(ListedSale.at(known)))
    return parts
