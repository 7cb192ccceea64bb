"""What buyers and operators read of after-sales."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from shop.aftersale.deadlines import up_to_date
from shop.aftersale.model import AfterSale, key, need
from shop.aftersale.states import FINAL, AfterSaleStatus
from shop.aftersale.views import (
    AfterSaleDetail,
    AfterSalePage,
    AfterSaleView,
    after_sale_view,
    fields_of,
)
from shop.orders.reads import history_of
from shop.orders.refund import get_refund
from shop.orders.views import RefundView
from wxcloud import cursor
from wxcloud.errors import BAD_REQUEST
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
    that are over the newest first. One query of the index, which may be a moment behind."""
    is_over = status in FINAL
    state = _state("afterSales", after, {"status": status})
    place = None
    if "before" in state:
        here = key(state["before"])[1]
        place = AfterSale.sk < here if is_over else AfterSale.sk > here
    rows = AfterSale.by_status.query(
        status, place, scan_index_forward=not is_over, page_size=limit + 1
    )
    return _page("afterSales", rows, limit, {"status": status})


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
    if after is None:
        return list_
    state = cursor.read(name, after)
    if any(state[field] != value for field, value in list_.items()):
        raise BAD_REQUEST("cursor: This is not a cursor of this list.", field="cursor")
    return state
