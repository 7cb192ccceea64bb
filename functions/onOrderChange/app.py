"""onOrderChange: what follows from a change of an order, read from the table's stream."""

from __future__ import annotations

from shop import groups, notices, orders, shares
from shop.orders import Order
from wxcloud.function import Change, stream


@stream(Order)
def main(change: Change[Order]) -> None:
    orders.follow(change)
    groups.follow_order(change)
    shares.follow(change)
    notices.tell(orders.news(change))
