"""A user's data is erased: what happens to their after-sales. They stay with the orders, under the
name `gone`, without what people wrote."""

from __future__ import annotations

from collections.abc import Iterator

from shop.aftersale.model import AfterSale
from shop.aftersale.states import FINAL
from shop.orders.erasing import cleaned
from wxcloud.batch import some
from wxcloud.pseudonyms import mark
from wxcloud.transaction import ALREADY_SO, Part, commit_one, update


def items_of(openid: str) -> Iterator[AfterSale]:
    """The user's after-sales, the newest first."""
    rows = AfterSale.query(f"after#{mark(openid)}", consistent_read=True, scan_index_forward=False)
    return (row for row in rows if row.buyer == openid)


def under_way(openid: str) -> list[str]:
    """Those that are not over."""
    items = items_of(openid)
    return [f"after-sale {item.afterSaleId}" for item in items if item.status not in FINAL]


def erase(openid: str, gone: str, most: int) -> int:
    """Put `gone` in the place of the user, in up to `most` after-sales; in how many."""
    return some(items_of(openid), most, lambda item: commit_one(_erased(item, openid, gone)))


def _erased(item: AfterSale, openid: str, gone: str) -> Part[AfterSale | None]:
    return update(
        AfterSale(pk=item.pk, sk=item.sk),
        AfterSale.buyer.set(gone),
        AfterSale.reason.set(""),
        AfterSale.note.remove(),
        AfterSale.history.set(cleaned(item.history, openid, gone)),
        where=AfterSale.buyer == openid,
        otherwise=ALREADY_SO,
    )
