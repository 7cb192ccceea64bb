"""The unpaid orders of a user: at most five at a time, so that nobody can hold the whole stock."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import size

from shop.orders.events import OrderPaid
from shop.orders.model import Row, get
from shop.orders.states import PENDING
from wxcloud.errors import Code
from wxcloud.transaction import Part, commit_one, update

TOO_MANY_UNPAID = Code(
    "TOO_MANY_UNPAID", 409, "You have too many unpaid orders. Pay or cancel some of them first."
)
MAX_UNPAID = 5


class UnpaidOrders(Row):
    """The ids of the user's unpaid orders. The item stays when the set is empty."""

    unpaid = UnicodeSetAttribute(null=True)


def add(openid: str, order_id: str) -> Part[UnpaidOrders]:
    """One more unpaid order; TOO_MANY_UNPAID."""
    room = UnpaidOrders.unpaid.does_not_exist() | (size(UnpaidOrders.unpaid) < MAX_UNPAID)
    change = UnpaidOrders.unpaid.add({order_id})
    return update(_of(openid), change, where=room, otherwise=TOO_MANY_UNPAID)


def remove(openid: str, *order_ids: str) -> Part[UnpaidOrders]:
    """These orders are not unpaid any more. A repeat changes nothing."""
    return update(_of(openid), UnpaidOrders.unpaid.delete(set(order_ids)))


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
