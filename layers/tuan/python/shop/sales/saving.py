"""Operators save flash sales: new ones, or changes."""

from __future__ import annotations

from typing import Any

from shop.sales import reads
from shop.sales.model import SALE_CHANGED, SALE_ENDED, ListedSale, Sale, SaleTerms, pool_of
from shop.sales.views import SaleSaved
from shop.stock import allocation, moving, saving
from shop.stock import reads as stock
from shop.stock.model import SKU_NOT_FOUND, STOCK_IN_USE, SalePool, Shard
from wxcloud.errors import BAD_REQUEST
from wxcloud.ids import new_id
from wxcloud.transaction import Part, commit, delete, put, retry, update

# Of one SKU, without those that are over: each look at the SKU reads the pools of all its sales.
MAX_SALES = 50


def save(terms: SaleTerms, sale_id: str | None = None) -> SaleSaved:
    """Save a sale under this id, or under a new one. All fields of a known sale are replaced.

    SKU_NOT_FOUND; STOCK_IN_USE if more of its units are sold or held than `terms.stock`; SALE_ENDED
    if the sale is over and its units were moved to the SKU.
    """
    if terms.endAt <= terms.startAt:
        raise BAD_REQUEST("endAt: It must be later than startAt.", field="endAt")
    kept_id = sale_id or new_id()
    sale = retry(lambda: _save(kept_id, terms), on=[SALE_CHANGED])
    moving.spread(sale.pk, sale.shards)
    stock.forget(sale.skuId)
    reads.forget(sale.saleId)
    return SaleSaved(saleId=sale.saleId)


def _save(sale_id: str, terms: SaleTerms) -> Sale:
    pool, known = pool_of(sale_id), reads.get(sale_id)
    look = moving.fold(terms.skuId, SALE_CHANGED, but=pool)
    if look is None:
        raise SKU_NOT_FOUND()
    _check(terms, known, look, pool)
    more = terms.stock - (known.wanted if known else 0)
    own = look.pools[look.sku.pk]
    units = allocation.change_sale(own, look.pools.get(pool, [Shard.at(pool)]), more)
    if units is None:
        raise STOCK_IN_USE()
    shards = max(terms.shards, known.shards) if known else terms.shards
    here = moving.gather(units, pool, SALE_CHANGED)
    there = moving.gather(units, look.sku.pk, SALE_CHANGED)
    sale = Sale.new(sale_id, terms, look.sku, shards=shards, units=here)
    sales = look.sku.sales | {pool: SalePool(shards, terms.endAt)}
    commit(
        _sale_part(sale, known),
        *_list_parts(sale, known),
        saving.sales_part(look.sku, sales, there, SALE_CHANGED),
    )
    return sale


def _check(terms: SaleTerms, known: Sale | None, look: stock.Look, pool: str) -> None:
    if known is not None and known.skuId != terms.skuId:
        raise BAD_REQUEST("skuId: The SKU of a sale cannot be changed.", field="skuId")
    if known is not None and pool not in look.sku.sales:
        raise SALE_ENDED("This flash sale is over, and its units are the SKU's. Save a new sale.")
    if known is None and len(look.sku.sales) >= MAX_SALES:
        why = f"skuId: This SKU has {MAX_SALES} sales that are not over. Wait for an end."
        raise BAD_REQUEST(why, field="skuId")


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
        where=(Sale.wanted == known.wanted)
        & (Sale.remaining >= -min(units, 0))
        & Sale.movedTo.does_not_exist(),
        otherwise=SALE_CHANGED,
    )


def _list_parts(sale: Sale, known: Sale | None) -> list[Part[Any]]:
    """The sale's card stands in the list once, at the sale's end."""
    here = ListedSale.at(sale)
    parts: list[Part[Any]] = [update(here, ListedSale.card.set(sale.card()))]
    if known is not None and known.endAt != sale.endAt:
        parts.append(delete(ListedSale.at(known)))
    return parts
