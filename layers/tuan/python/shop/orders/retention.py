"""How long the shop knows where an order went: some months after the order is over.

An order that is over waits in the index `byDue` since it was over, if an item says where it went.
A job deletes the items of those that were over ORDER_ADDRESS_DAYS ago, with the masked
phone numbers of their parcels. So the number of days can be changed at any time. What the law wants
kept of an order stays: what was bought, paid, sent and paid back.
"""

from __future__ import annotations

from msgspec.structs import replace
from pynamodb.expressions.update import Action

from shop.orders import delivery, due
from shop.orders.changes import ORDER_MOVED
from shop.orders.model import Order, Row, SentParcel, at_key
from shop.orders.states import OVER
from wxcloud import clock
from wxcloud.batch import run_batch
from wxcloud.settings import Setting
from wxcloud.transaction import ALREADY_SO, commit, commit_one, update

ORDER_ADDRESS_DAYS = Setting("ORDER_ADDRESS_DAYS")


def from_now(order: Order, now: int) -> tuple[Action, ...]:
    """The order is over: its address is to be forgotten one day, if it has one."""
    return due.at("forget", order.orderId, now) if order.hasDelivery else due.never()


def noted(order: Order, now: int) -> tuple[Action, ...]:
    """Something is now kept beside the order: if it is over, that is to be forgotten."""
    return due.at("forget", order.orderId, now) if order.status in OVER else ()


def forget_addresses(now: int) -> int:
    """Forget where the orders went that were over long enough ago; how many were looked at."""
    until = now - int(ORDER_ADDRESS_DAYS.need()) * clock.DAY
    return run_batch(due.until("forget", until), _forget, "addresses of orders forgotten")


def _forget(row: Row) -> None:
    order = Order.get(row.pk, row.sk, consistent=True)
    if order is not None and is_over(order) and order.due is not None:
        gone = update(
            at_key(order),
            *without_contacts(order),
            where=Order.updatedAt == order.updatedAt,
            otherwise=ORDER_MOVED,
        )
        commit(gone, delivery.delete_part(order.orderId))


def without_contacts(order: Order) -> tuple[Action, ...]:
    """Nobody asks the order where it went, and no parcel has a phone number."""
    actions = [*due.never(), Order.hasDelivery.remove()]
    if order.parcels is not None:
        actions.append(Order.parcels.set([_without_contact(each) for each in order.parcels]))
    return tuple(actions)


def is_over(order: Order) -> bool:
    """Whether neither money nor goods of the order are under way."""
    is_asked = bool(order.claims or order.asked or order.handRefund)
    return order.status in OVER and not is_asked


def note_over(order: Order) -> None:
    """An order that got something beside it in the moment in which it was over: neither of the two
    writes knew of the other, so it is noted now. A repeat changes nothing."""
    if order.hasDelivery and order.due is None and order.status in OVER:
        since = order.completed_at or order.updatedAt
        part = update(
            at_key(order),
            *from_now(order, since),
            where=Order.due.does_not_exist() & (Order.status == order.status),
            otherwise=ALREADY_SO,
        )
        commit_one(part)


def _without_contact(parcel: SentParcel) -> SentParcel:
    return replace(parcel, contact="")
