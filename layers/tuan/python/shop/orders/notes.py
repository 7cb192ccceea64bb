"""The shop's own note on an order (`merchant_notes` in WeChat's shops). Its buyer does not see it.

It is kept beside the order, with the address (`shop.orders.delivery`), because it may name a
person: so it is in no stream, and is forgotten with the address.
"""

from __future__ import annotations

from shop.orders import delivery, retention
from shop.orders.changes import ORDER_MOVED
from shop.orders.delivery import Note
from shop.orders.model import ORDER_STATE, Order, at_key, need
from shop.orders.states import CLOSED, PENDING
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.transaction import Part, commit, commit_one, retry, update

NOTE_CHANGED = Code(
    "NOTE_CHANGED", 409, "Another operator has changed this note. Load the order again."
)


def write(order_id: str, by: str, text: str | None, seen_at: int | None) -> Note | None:
    """The order has this note, or none, in the place of the one of `seen_at` (None: it had none).
    A repeat changes nothing.

    ORDER_NOT_FOUND; ORDER_STATE if the order is not paid; NOTE_CHANGED if it has another note.
    """
    return retry(lambda: _write(order_id, by, text, seen_at), on=[ORDER_MOVED])


def _write(order_id: str, by: str, text: str | None, seen_at: int | None) -> Note | None:
    order = need(order_id)
    if order.status in (PENDING, CLOSED):
        raise ORDER_STATE("An order can have a note when it is paid.")
    beside = delivery.get(order_id) if order.hasDelivery else None
    noted = beside.note if beside is not None else None
    if (noted.text if noted is not None else None) == text:
        return noted
    if (noted.at if noted is not None else None) != seen_at:
        raise NOTE_CHANGED()
    now = clock.now()
    # Two notes never have the same time: it says which one an operator has seen.
    at = now if noted is None else max(now, noted.at + 1)
    new = Note(text=text, by=by, at=at) if text is not None else None
    part = delivery.note_part(order_id, beside, new, now, otherwise=ORDER_MOVED)
    if beside is not None:
        commit_one(part)
    else:
        commit(_has_something_beside_it(order, now), part)
    return new


def _has_something_beside_it(order: Order, now: int) -> Part[Order]:
    return update(
        at_key(order),
        Order.hasDelivery.set(True),
        Order.updatedAt.set(now),
        *retention.noted(order, now),
        where=Order.status == order.status,
        otherwise=ORDER_MOVED,
    )
