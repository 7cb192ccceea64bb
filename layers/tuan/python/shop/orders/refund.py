"""Refunds of orders, and of payments that no order could take: the item and its reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from shop.orders.model import Order, Row
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.ids import mark_in
from wxcloud.model import Integer, Json

REFUND_CHANGED = Code(
    "REFUND_CHANGED", 409, "This order is being changed. Load it again, then try again."
)

REFUND_REQUEST = "REQUEST"


class Refund(Row):
    """A refund: WAITING → PROCESSING → SUCCESS, or FAILED, which needs a human.

    `why` is REQUEST for a refund that was granted; LATE, AMOUNT, DOUBLE or ORPHAN for a payment
    that no order could take. `amount` of the `total` that was paid goes back, in fen, after
    `before` went back in earlier refunds. With a `whole` refund the order becomes REFUNDED.
    `freight` of the amount is freight. `points` that were spent come back. `byHand`: the money went
    back in WeChat Pay's console, so nothing is sent.
    """

    refundNo = UnicodeAttribute()
    orderId = UnicodeAttribute()
    buyer = UnicodeAttribute(default="")
    transactionId = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    why = UnicodeAttribute()
    reason = UnicodeAttribute()
    amount = Integer()
    total = Integer()
    before = Integer(default=0)
    freight = Integer(default=0)
    points = Integer(default=0)
    whole = Integer(default=0)
    byHand = Integer(null=True)
    lines = Json(dict[str, int], null=True)
    at = Integer()

    @classmethod
    def new(
        cls,
        order_id: str,
        number: str,
        *,
        why: str,
        reason: str,
        amount: int,
        total: int,
        **more: Any,
    ) -> Refund:
        """A new refund, WAITING; `more` are its other fields."""
        pk, sk = refund_key(order_id, number)
        return cls(
            pk=pk,
            sk=sk,
            refundNo=number,
            orderId=order_id,
            status="WAITING",
            why=why,
            reason=reason,
            amount=amount,
            total=total,
            at=clock.now(),
            **more,
        )


def refund_key(order_id: str, number: str = "") -> tuple[str, str]:
    """The refund's key; without a number, the beginning of the keys of all the order's refunds."""
    return f"buyer#{mark_in(order_id)}", f"refund#{order_id}#{number}"


def is_refund(sort_key: str) -> bool:
    return sort_key.startswith("refund#")


def refund_number(order: Order) -> str:
    """The number of the order's next refund: the same while no other refund was granted."""
    return f"R{order.orderId}{order.refunds}"


def get_refund(order_id: str, number: str) -> Refund | None:
    pk, sk = refund_key(order_id, number)
    return Refund.get(pk, sk, consistent=True)


def refunds_of(order_id: str) -> Sequence[Refund]:
    """The refunds of an order, and of payments that it could not take. One query."""
    buyer, begin = refund_key(order_id)
    return list(Refund.query(buyer, Refund.sk.startswith(begin), consistent_read=True))
