"""Shipping many orders at once: the rows of a sheet, with an answer for each.

Rows of one order are its parcels, and are sent together. Orders are shipped side by side, because
most of the time is spent waiting for the network. A row that was not begun in time is answered with
BUSY; the same sheet can be sent again, because what was shipped is not changed by a repeat.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop.orders.parcel_forms import ParcelForm
from shop.orders.parcels import NewParcel
from shop.orders.shipping import ship
from wxcloud import batch
from wxcloud.errors import BAD_REQUEST, BUSY, INTERNAL, Refusal
from wxcloud.fields import Id, Request, Result
from wxcloud.log import logger

MAX_ROWS = 500
BUDGET_S = 20.0  # no order is begun after it: API Gateway answers after 30 s

Cell = Annotated[str, Meta(max_length=200)]


class ShipRow(Request):
    """A parcel of an order. A row that is not valid is refused by itself."""

    orderId: Annotated[Cell, Meta(description="several rows of an order are its parcels")]
    carrier: Annotated[Cell, Meta(description="WeChat's id of the express company")]
    trackingNumber: Cell
    contact: Annotated[Cell, Meta(description="a masked phone number; required by SF")] | None = (
        None
    )


class RowResult(Result):
    """What became of a row."""

    orderId: str
    ok: Annotated[bool, Meta(description="true if the order has this parcel, also if it had it")]
    errCode: Annotated[str, Meta(description="absent if it is ok")] | UnsetType = UNSET


class RowResults(Result):
    """An answer for each row, in the order of the rows."""

    results: list[RowResult]


def ship_rows(rows: Sequence[ShipRow], by: str) -> RowResults:
    """Ship the orders of these rows."""
    until = time.monotonic() + BUDGET_S
    parcels: dict[str, list[NewParcel] | str] = {}
    for row in rows:
        _collect(parcels, row)

    def one(order: tuple[str, list[NewParcel] | str]) -> str:
        order_id, sent = order
        if isinstance(sent, str):
            return sent
        return _outcome(lambda: ship(order_id, by, sent), until)

    with ThreadPoolExecutor(batch.THREADS) as pool:
        outcomes = dict(zip(parcels, pool.map(one, parcels.items()), strict=True))
    answers = [(row.orderId, outcomes[row.orderId]) for row in rows]
    return RowResults(
        results=[
            RowResult(orderId=order_id, ok=not code, errCode=code or UNSET)
            for order_id, code in answers
        ]
    )


def _collect(parcels: dict[str, list[NewParcel] | str], row: ShipRow) -> None:
    """A row that is not valid stops its order: its other parcels may not be all."""
    known = parcels.setdefault(row.orderId, [])
    new = _parcel(row)
    if new is None:
        parcels[row.orderId] = BAD_REQUEST.name
    elif not isinstance(known, str) and new not in known:
        known.append(new)


def _parcel(row: ShipRow) -> NewParcel | None:
    told = {"carrier": row.carrier, "trackingNumber": row.trackingNumber, "contact": row.contact}
    try:
        msgspec.convert(row.orderId, Id)
        return msgspec.convert(told, ParcelForm).parcel()
    except msgspec.ValidationError:
        return None


def _outcome(work: Callable[[], object], until: float) -> str:
    """The code of the refusal; "" if there is none."""
    if time.monotonic() > until:
        return BUSY.name
    try:
        work()
    except Refusal as refusal:
        return refusal.code.name
    except Exception:
        logger.exception("a row was not shipped")
        return INTERNAL.name
    return ""
