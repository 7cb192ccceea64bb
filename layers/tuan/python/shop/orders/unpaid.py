"""The unpaid orders of a user: at most five at a time, so that nobody can hold the whole stock. At
most three of them hold a seat in a group, so that nobody can hold the last seats of all groups."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import size

from shop.orders.events import OrderPaid
from shop.orders.model import Row, get
from shop.orders.states import PENDING
from wxcloud.errors import Code
from wxcloud.transaction import Part, Refuse, commit_one, update

TOO_MANY_UNPAID = Code(
    "TOO_MANY_UNPAID", 409, "You have too many unpaid orders. Pay or cancel some of them first."
)
TOO_MANY_SEATS = Code(
    "TOO_MANY_SEATS",
    409,
    "You hold seats in too many groups that you have not paid for. Pay for one or leave one first.",
)
MAX_UNPAID = 5
MAX_SEATS = 3  # of them


class UnpaidOrders(Row):
    """The ids of the user's unpaid orders, and of those that hold a seat. The item stays when the
    sets are empty."""

    unpaid = UnicodeSetAttribute(null=True)
    seats = UnicodeSetAttribute(null=True)


def add(openid: str, order_id: str, *, holds_seat: bool = False) -> Part[UnpaidOrders]:
    """One more unpaid order; TOO_MANY_UNPAID, TOO_MANY_SEATS."""
    room = UnpaidOrders.unpaid.does_not_exist() | (size(UnpaidOrders.unpaid) < MAX_UNPAID)
    changes = [UnpaidOrders.unpaid.add({order_id})]
    if holds_seat:
        room &= UnpaidOrders.seats.does_not_exist() | (size(UnpaidOrders.seats) < MAX_SEATS)
        changes.append(UnpaidOrders.seats.add({order_id}))

    def refused(old: UnpaidOrders | None) -> Refuse:
        is_full = old is not None and len(old.unpaid or ()) >= MAX_UNPAID
        return Refuse(TOO_MANY_UNPAID if is_full else TOO_MANY_SEATS)

    return update(_of(openid), *changes, where=room, otherwise=refused)


def remove(openid: str, *order_ids: str) -> Part[UnpaidOrders]:
    """These orders are not unpaid any more. A repeat changes nothing."""
    gone = set(order_ids)
    return update(_of(openid), UnpaidOrders.unpaid.delete(gone), UnpaidOrders.seats.delete(gone))


def remove_paid(event: OrderPaid) -> None:
    """Handler: a paid order is not unpaid any more."""
    commit_one(remove(event.buyer, event.orderId))


def recount(openid: str) -> bool:
    """Remove the orders that are not unpaid any more, though their event is still under way.
    Whether there were any."""
    over = [
        each for each in _listed(openid) if (order := get(each)) is None or order.status != PENDING
    ]
    if over:
        commit_one(remove(openid, *over))
    return bool(over)


def _listed(openid: str) -> Sequence[str]:
    kept = UnpaidOrders.get(f"user#{openid}", "open", consistent=True)
    return sorted(kept.unpaid or ()) if kept else ()


def _of(openid: str) -> UnpaidOrders:
    return UnpaidOrders(pk=f"user#{openid}", sk="open")
