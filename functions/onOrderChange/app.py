"""onOrderChange: what follows from a change of an order, read from the table's stream."""

from __future__ import annotations

from shop import notices, shares
from shop.groups import settling
from shop.orders import following
from shop.orders.model import Order
from shop.orders.news import news
from wxcloud.changes import Change, stream


@stream(Order)
def main(change: Change[Order]) -> None:
    following.follow(change)
    settling.follow(change)
    shares.follow(change)
    notices.tell(news(change))
