"""Buyers are reminded of an order that they have not paid, some minutes before it is closed.

The reminder is decided twice: when it is due, and at the moment when it is sent, in the transaction
that claims the notice. So a buyer who has paid or cancelled meanwhile, or whose order was closed,
gets none, however long the notice has waited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shop.notices.model import NOTICES, Notice
from shop.orders.model import Order, at_key, key
from shop.orders.states import PENDING
from shop.texts import moment, yuan
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.transaction import Part, check

# Refused internally: the reminder came too late.
NOT_UNPAID = Code("NOT_UNPAID", 409, "This order does not wait for a payment any more.")

AHEAD = 5 * clock.MINUTE  # of the end, but not before half of the time to pay is over


def remind(order: Order) -> None:
    """The buyer gets a notice, unless the order is paid or closed first. A repeat is one notice."""
    facts = {
        "goods": order.lines[0].title,
        "orderId": order.orderId,
        "amount": yuan(order.total),
        "time": moment(order.payBefore),
    }
    NOTICES.send(Notice("paySoon", order.buyer, f"paySoon#{order.orderId}", facts))


def while_unpaid(notice: Notice) -> Sequence[Part[Any]]:
    """The condition on which a reminder is sent; NOT_UNPAID."""
    pk, sk = key(notice.facts["orderId"])
    waits = (Order.status == PENDING) & (Order.payBefore > clock.now())
    return [check(at_key(Order(pk=pk, sk=sk)), where=waits, otherwise=NOT_UNPAID)]
