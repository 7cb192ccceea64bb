"""Operators save flash sales: new ones, or changes."""

from __future__ import annotations

from typing import Any

from shop.sales import reads
from shop.sales.model import SALE_CHANGED, ListedSale, Sale, SaleTerms, pool_of
from shop.sales.views import SaleSaved
from shop.stock import allocation, saving
from shop.stock import reads as stock
from shop.stock.model import SKU_NOT_FOUND, STOCK_IN_USE, SalePool
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
    shards = max(terms.shards, known.shards) if known else terms.shards
    units = _moved(look, pool_of(sale_id), terms.stock - (known.wanted if known else 0))
    sale = Sale.new(sale_id, terms, look.sku, shards=shards, units=units.pop(pool_of(sale_id), 0))
    sales = look.sku.sales | {sale.pk: SalePool(shards, terms.endAt)}
    of_sku = units.pop(look.sku.pk, 0)
    commit(
        _sale_part(sale, known),
        *_list_parts(sale, known),
        saving.sales_part(look.sku, sales, of_sku, SALE_CHANGED),
        *(saving.units_part(key, n, SALE_CHANGED) for key, n in units.items()),
    )
    return sale


def _moved(look: stock.Look, sale_pool: str, more: int) -> dict[str, int]:
    """Shard → units that come to it, or go from it, so that the sale has `more` units."""
    sku_pool = look.sku.pk
    if more >= 0:
        taken = allocation.withdraw_up_to(look.pools[sku_pool], more)
        return {key: -n for key, n in taken.items()} | {sale_pool: more}
    given_up = allocation.withdraw(look.pools[sale_pool], -more)
    if given_up is None:
        raise STOCK_IN_USE()
    return {key: -n for key, n in given_up.items()} | {sku_pool: -more}


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
