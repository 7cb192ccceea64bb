"""onOrderChange: what follows from a change of an order, read from the table's stream."""

from __future__ import annotations

from shop.groups import settling
from shop.notices.model import NOTICES
from shop.orders import following
from shop.orders.events import OrderPaid
from shop.orders.model import Order
from shop.orders.news import news
from shop.shares import counting
from wxcloud.changes import Change, stream


@stream(Order)
def main(change: Change[Order]) -> None:
    following.follow(change)
    settling.follow(change)
    if (paid := _paid(change)) is not None:
        counting.count_order(paid)
    NOTICES.send_all(news(change))


def _paid(change: Change[Order]) -> OrderPaid | None:
    """Temporary: until the table's stream is typed."""
    order = change.new
    if order is None or not order.is_order or order.status != "PAID":
        return None
    if change.old is not None and change.old.status == order.status:
        return None
    return OrderPaid(
        orderId=order.orderId,
        buyer=order.owner,
        total=int(order.total),
        createdAt=int(order.createdAt),
        shareCode=order.shareCode or "",
    )
