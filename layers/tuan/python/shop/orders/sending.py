"""What an order notes when units of it are sent."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from shop.orders import due
from shop.orders.model import Order
from wxcloud import clock

COMPLETES_AFTER = 14 * clock.DAY  # an order is complete so long after it was shipped


def all_sent(order: Order, now: int) -> tuple[Action, ...]:
    """No unit is left to ship: some days later the order is complete by itself."""
    later = due.at("complete", order.orderId, now + COMPLETES_AFTER)
    return changed_at(order, now), Order.shippedAt.set(now), *later


def changed_at(order: Order, now: int) -> Action:
    """The parcels change, later than all their changes before: WeChat wants times that grow."""
    return Order.parcelsAt.set(max(now, (order.parcelsAt or 0) + 1))
