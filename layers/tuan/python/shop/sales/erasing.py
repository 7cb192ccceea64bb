"""A user's data is erased: what the limits of flash sales know of the user."""

from __future__ import annotations

from collections.abc import Iterator

from shop.sales.model import ListedSale, SaleLimit
from wxcloud.transaction import commit_one, delete

_AT_ONCE = 100


def limits_of(openid: str) -> Iterator[SaleLimit]:
    """What the user has bought in which sale. Half a read unit for each sale of the shop."""
    waiting: list[tuple[str, str]] = []
    for sale in ListedSale.query("sales"):
        key = SaleLimit.at(sale.card.saleId, openid)
        waiting.append((key.pk, key.sk))
        if len(waiting) == _AT_ONCE:
            yield from SaleLimit.batch_get(waiting)
            waiting = []
    if waiting:
        yield from SaleLimit.batch_get(waiting)


def erase(openid: str) -> None:
    """Nobody remembers what the user has bought in flash sales, but the orders."""
    for limit in limits_of(openid):
        commit_one(delete(SaleLimit(pk=limit.pk, sk=limit.sk)))
