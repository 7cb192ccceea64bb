"""What buyers and operators read of after-sales."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from shop.aftersale.deadlines import up_to_date
from shop.aftersale.model import AfterSale, need, waiting_in
from shop.aftersale.states import FINAL, AfterSaleStatus
from shop.aftersale.views import (
    AfterSaleDetail,
    AfterSalePage,
    AfterSaleView,
    after_sale_view,
    fields_of,
)
from shop.orders.model import Row
from shop.orders.reads import history_of
from shop.orders.refund import get_refund
from shop.orders.views import RefundView
from wxcloud import cursor
from wxcloud.pseudonyms import mark


def detail(after_sale_id: str, reader: str, *, is_operator: bool) -> AfterSaleDetail:
    """The after-sale with its refund and its history, for its buyer and operators. What is due is
    done first. AFTER_SALE_NOT_FOUND."""
    found = up_to_date(need(after_sale_id, "" if is_operator else reader))
    refund = get_refund(found.orderId, found.refundNo) if found.refundNo else None
    return AfterSaleDetail(
        **fields_of(found),
        history=history_of(found.history, reader, is_operator=is_operator),
        refund=RefundView.of(refund) if refund is not None else UNSET,
    )


def list_mine(openid: str, limit: int, after: str | None) -> AfterSalePage:
    """A page of a buyer's after-sales, newest first. One query."""
    state = _state("myAfterSales", after, {"openid": openid})
    before = state.get("before", "~")
    begin = f"after#{mark(openid)}"
    rows = AfterSale.query(
        begin,
        AfterSale.sk < f"after#{before}",
        scan_index_forward=False,
        page_size=limit + 1,
        consistent_read=True,
    )
    own = (row for row in rows if row.buyer == openid)  # two buyers can have the same mark
    return _page("myAfterSales", own, limit, {"openid": openid})


def list_by_status(status: AfterSaleStatus, limit: int, after: str | None) -> AfterSalePage:
    """A page of the after-sales of all buyers in a status: who waits the longest first; of those
    that are over the newest first. One query of an index of keys, which may be a moment behind, and
    the after-sales: a page that is read meanwhile may have fewer than `limit`."""
    state = _state("afterSales", after, {"status": status})
    rows = Row.by_due.query(
        waiting_in(status),
        scan_index_forward=status not in FINAL,
        page_size=limit + 1,
        limit=limit + 1,
        last_evaluated_key=_place(status, *state["last"]) if "last" in state else None,
    )
    keys = [(row.pk, row.sk, row.dueAt) for row in rows]
    found = {
        each.sk: each
        for each in AfterSale.batch_get([key[:2] for key in keys[:limit]], consistent_read=True)
    }
    items = [found[sk] for _, sk, _ in keys[:limit] if sk in found and found[sk].status == status]
    more = None
    if len(keys) > limit:
        more = cursor.make("afterSales", {"status": status, "last": keys[limit - 1]})
    return AfterSalePage(items=[after_sale_view(each) for each in items], cursor=more)


def _place(status: str, pk: str, sk: str, at: int) -> dict[str, Any]:
    """A key of the index, as DynamoDB takes it."""
    texts = {"pk": pk, "sk": sk, "due": waiting_in(status)}
    return {**{name: {"S": text} for name, text in texts.items()}, "dueAt": {"N": str(at)}}


def _page(name: str, rows: Iterable[AfterSale], limit: int, list_: dict[str, Any]) -> AfterSalePage:
    items: list[AfterSaleView] = []
    for row in rows:
        if len(items) == limit:
            state = {**list_, "before": items[-1].afterSaleId}
            return AfterSalePage(items=items, cursor=cursor.make(name, state))
        items.append(after_sale_view(row))
    return AfterSalePage(items=items, cursor=None)


def _state(name: str, after: str | None, list_: dict[str, Any]) -> dict[str, Any]:
    """Where the reader stopped; BAD_REQUEST if the cursor is of another list."""
    return list_ if after is None else cursor.read(name, after, **list_)
