"""A user's data is erased: what limits and reminders of flash sales know of the user."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from shop.sales.model import ListedSale, SaleLimit
from shop.sales.reminders import SaleReminder
from wxcloud.transaction import commit_one, delete

_AT_ONCE = 100


def limits_of(openid: str) -> Iterator[SaleLimit]:
    """What the user has bought in which sale. Half a read unit for each sale of the shop."""
    for sale_ids in _sales():
        keys = [SaleLimit.at(sale_id, openid) for sale_id in sale_ids]
        yield from SaleLimit.batch_get([(key.pk, key.sk) for key in keys])


def reminders_of(openid: str) -> Iterator[SaleReminder]:
    """Of which sales the user wants to be reminded. Half a read unit for each sale of the shop."""
    for sale_ids in _sales():
        keys = [SaleReminder.key(sale_id, openid) for sale_id in sale_ids]
        yield from SaleReminder.batch_get([(key.pk, key.sk) for key in keys])


def erase(openid: str) -> None:
    """Nobody remembers what the user has bought in flash sales, but the orders, and of which sales
    the user wanted to be reminded."""
    for limit in limits_of(openid):
        commit_one(delete(SaleLimit(pk=limit.pk, sk=limit.sk)))
    for reminder in reminders_of(openid):
        commit_one(delete(SaleReminder(pk=reminder.pk, sk=reminder.sk)))


def _sales() -> Iterator[list[str]]:
    """The ids of all sales of the shop, some at a time."""
    ids = (sale.card.saleId for sale in ListedSale.query("sales"))
    while page := list(islice(ids, _AT_ONCE)):
        yield page
