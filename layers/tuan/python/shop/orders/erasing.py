"""A user's data is erased: what happens to their orders and refunds.

The law wants orders kept: what was bought, when, for how much, and what went back. They stay, under
the name `gone` instead of the openid, without texts of people, addresses and phones. The key stays,
too: it has the buyer's mark, an HMAC of the openid, and WeChat Pay knows orders by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from shop.orders import delivery, retention, unpaid
from shop.orders.changes import ORDER_MOVED
from shop.orders.model import NO_PERSON, HistoryLine, Order, Row, at_key, get, is_order, lines_of
from shop.orders.refund import Refund
from shop.orders.states import SUCCESS
from wxcloud.batch import some
from wxcloud.pseudonyms import mark
from wxcloud.transaction import ALREADY_SO, Part, commit, commit_one, delete, retry, update


class BuyersRow(Row):
    """An item of a buyer. A query gives each item as what it is: an Order or a Refund."""

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        kind = Order if is_order(data["sk"]["S"]) else Refund
        return kind.from_raw_data(data)


def items_of(openid: str, after: str | None = None) -> Iterator[Order | Refund]:
    """The orders and refunds of the user, the newest refund first, the newest order last but for
    the refunds; those that come `after` this sort key. One read unit per 4 KB."""
    rows: Iterator[Any] = iter(
        BuyersRow.query(
            f"buyer#{mark(openid)}",
            BuyersRow.sk < after if after is not None else None,
            consistent_read=True,
            scan_index_forward=False,
        )
    )
    return (row for row in rows if row.buyer == openid)  # two users can have the same mark


def under_way(openid: str, most: int) -> list[str]:
    """The orders and refunds whose money or goods are under way, of the latest `most` items."""
    found = []
    for _, item in zip(range(most), items_of(openid), strict=False):
        if isinstance(item, Order) and not retention.is_over(item):
            found.append(f"order {item.orderId}")
        if isinstance(item, Refund) and item.status != SUCCESS:
            found.append(f"refund {item.refundNo}")
    return found


def erase(openid: str, gone: str, most: int) -> int:
    """Put `gone` in the place of the user, in up to `most` items; in how many. What is done is not
    found again."""

    def erase_one(item: Order | Refund) -> None:
        if isinstance(item, Order):
            retry(partial(_order, item.orderId, openid, gone), on=[ORDER_MOVED])
        else:
            commit_one(_refund(item, openid, gone))

    return some(items_of(openid), most, erase_one)


def forget_unpaid(openid: str) -> None:
    """The list of unpaid orders, which is empty."""
    commit_one(delete(unpaid.key_of(openid)))


def cleaned(history: Sequence[str], openid: str, gone: str) -> list[str]:
    """The history with `gone` in the place of the user, and without what people wrote."""
    return [str(_cleaned(line, openid, gone)) for line in lines_of(history)]


def _cleaned(line: HistoryLine, openid: str, gone: str) -> HistoryLine:
    who = gone if line.by == openid else line.by
    return replace(line, by=who, why=line.why if line.by in NO_PERSON else "")


def _order(order_id: str, openid: str, gone: str) -> None:
    order = get(order_id)
    if order is None or order.buyer != openid:
        return
    changed = update(
        at_key(order),
        Order.buyer.set(gone),
        Order.history.set(cleaned(order.history, openid, gone)),
        *retention.without_contacts(order),
        where=(Order.buyer == openid) & (Order.updatedAt == order.updatedAt),
        otherwise=ORDER_MOVED,
    )
    commit(changed, delivery.delete_part(order_id))


def _refund(refund: Refund, openid: str, gone: str) -> Part[Refund | None]:
    return update(
        Refund(pk=refund.pk, sk=refund.sk),
        Refund.buyer.set(gone),
        Refund.reason.set(""),
        where=Refund.buyer == openid,
        otherwise=ALREADY_SO,
    )
