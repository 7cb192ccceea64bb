"""What an order notes when units of it are sent."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from shop.orders import due
from shop.orders.model import Order, at_key
from shop.orders.states import SHIPPED
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, update

COMPLETES_AFTER = 14 * clock.DAY  # an order is complete so long after it was shipped


def all_sent(order: Order, now: int) -> tuple[Action, ...]:
    """No unit is left to ship: some days later the order is complete by itself."""
    later = due.at("complete", order.orderId, now + COMPLETES_AFTER)
    return changed_at(order, now), Order.shippedAt.set(now), *later


def changed_at(order: Order, now: int) -> Action:
    """The parcels change, later than all their changes before: WeChat wants times that grow."""
    return Order.parcelsAt.set(max(now, (order.parcelsAt or 0) + 1))


def note_due(order: Order) -> None:
    """A shipped order that does not say when it is complete, because it was shipped by an earlier
    version of this code, says so from now on."""
    if order.status != SHIPPED or order.dueAt is not None:
        return
    at = order.shippedAt or (order.shipping.shippedAt if order.shipping else clock.now())
    later = due.at("complete", order.orderId, at + COMPLETES_AFTER)
    is_open = (Order.status == SHIPPED) & Order.dueAt.does_not_exist()
    commit_one(update(at_key(order), *later, where=is_open, otherwise=ALREADY_SO))
