"""Finding flash sales, and what a buyer has ordered in them."""

from __future__ import annotations

from shop.sales.model import (
    SALE_ENDED,
    SALE_NOT_FOUND,
    SALE_NOT_OPEN,
    ListedSale,
    Sale,
    SaleLimit,
    list_key,
    pool_of,
)
from shop.sales.views import SaleList
from wxcloud import clock
from wxcloud.cache import Cache

_MAX_LISTED = 100
_sales: Cache[Sale] = Cache(1.0)


def get(sale_id: str) -> Sale | None:
    """The sale as it is now."""
    return Sale.get(pool_of(sale_id), "stock", consistent=True)


def need(sale_id: str) -> Sale:
    """The sale, at most a second old; SALE_NOT_FOUND."""
    return _sales.get(sale_id, lambda: _need(sale_id))


def forget(sale_id: str) -> None:
    """Read the sale again at the next use."""
    _sales.forget(sale_id)


def open_now(sale_id: str) -> Sale:
    """The sale, if orders can be placed in it now. SALE_NOT_FOUND, SALE_NOT_OPEN, SALE_ENDED."""
    sale, now = need(sale_id), clock.now()
    if now < sale.startAt:
        raise SALE_NOT_OPEN()
    if now >= sale.endAt:
        raise SALE_ENDED()
    return sale


def last_order(sale_id: str, openid: str) -> str | None:
    """The id of the buyer's last order in the sale; None if they have none, or gave all back.

    One read unit, of an item that belongs to this buyer alone.
    """
    key = SaleLimit.at(sale_id, openid)
    limit = SaleLimit.get(key.pk, key.sk, consistent=True)
    return limit.orderId if limit is not None and limit.bought else None


def bought(sale_id: str, openid: str) -> int:
    """The units that the buyer has bought in the sale and not given back. One read unit."""
    key = SaleLimit.at(sale_id, openid)
    limit = SaleLimit.get(key.pk, key.sk, consistent=True)
    return limit.bought if limit is not None else 0


def list_sales() -> SaleList:
    """The sales that are open or will open, the one that ends first at the top. One query."""
    not_ended = ListedSale.sk > list_key(clock.now() + 1)
    rows = ListedSale.query("sales", not_ended, limit=_MAX_LISTED)
    return SaleList(items=[row.card for row in rows])


def list_ended() -> SaleList:
    """The sales that are over, the last one first. One query."""
    ended = ListedSale.sk <= list_key(clock.now() + 1)
    rows = ListedSale.query("sales", ended, limit=_MAX_LISTED, scan_index_forward=False)
    return SaleList(items=[row.card for row in rows])


def _need(sale_id: str) -> Sale:
    sale = get(sale_id)
    if sale is None:
        raise SALE_NOT_FOUND()
    return sale
