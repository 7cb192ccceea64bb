"""Pages of orders, for operators."""

from __future__ import annotations

import hashlib
from itertools import islice

import msgspec

from shop.desk.keys import Filter, newest_first
from shop.desk.model import id_in
from shop.desk.rules import plain_number
from shop.desk.views import DeskOrder, DeskOrderPage, desk_order
from shop.orders import delivery
from shop.orders import model as orders
from wxcloud import cursor

MAX_READ = 500  # orders that one call looks at
_LIST = "deskOrders"


def search(wanted: Filter, limit: int, after: str | None) -> DeskOrderPage:
    """A page of the orders that are wanted, newest first; `after` is the last page's cursor.

    Orders that the index names, and that are not wanted, are passed over. After MAX_READ orders the
    page ends, and its cursor goes on from there.
    """
    before = _read(wanted, after) if after is not None else ""
    keys = newest_first(wanted, before, page_size=limit + 1)
    found: list[orders.Order] = []
    looked_at = 0
    last = before
    while looked_at < MAX_READ and len(found) < limit:
        # At first as many as are shown: mostly all of them are wanted.
        batch = list(islice(keys, limit - len(found) if not looked_at else limit))
        if not batch:
            return _page(found, None)
        there = orders.get_all([id_in(key) for key in batch])
        for key in batch:
            if len(found) == limit:
                break
            order = there.get(id_in(key))
            if order is not None and wanted.takes(order):
                found.append(order)
            looked_at, last = looked_at + 1, key
    if last in batch[-1:] and next(keys, None) is None:
        return _page(found, None)
    state = {"of": _digest(wanted), "before": last}
    return _page(found, cursor.make(_LIST, state))


def find(order_id: str, wanted: Filter) -> DeskOrderPage:
    """The order of that id, as a page; an empty page if there is none that is wanted."""
    order = orders.get(order_id)
    if order is None or not wanted.takes(order):
        return _page([], None)
    goes = delivery.get(order_id) if order.hasDelivery else None
    number = goes.address.telNumber if goes is not None and goes.address else ""
    has_phone = wanted.phone is None or plain_number(number) == plain_number(wanted.phone)
    return DeskOrderPage(items=[desk_order(order, goes)] if has_phone else [], cursor=None)


def _page(found: list[orders.Order], next_cursor: str | None) -> DeskOrderPage:
    return DeskOrderPage(items=shown(found), cursor=next_cursor)


def shown(found: list[orders.Order]) -> list[DeskOrder]:
    """These orders with their addresses."""
    goes = delivery.get_all([order.orderId for order in found if order.hasDelivery])
    return [desk_order(order, goes.get(order.orderId)) for order in found]


def _read(wanted: Filter, after: str) -> str:
    return str(cursor.read(_LIST, after, of=_digest(wanted))["before"])


def _digest(wanted: Filter) -> str:
    """What a cursor says of its list: a phone must not be in it."""
    return hashlib.sha256(msgspec.json.encode(wanted)).hexdigest()[:16]
