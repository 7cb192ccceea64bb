"""The states of an order and of a refund, and the moves between them. Pure rules."""

from __future__ import annotations

from typing import Literal

OrderStatus = Literal["PENDING", "PAID", "SHIPPED", "COMPLETED", "CLOSED", "REFUNDING", "REFUNDED"]
RefundStatus = Literal["WAITING", "PROCESSING", "SUCCESS", "FAILED"]

PENDING: OrderStatus = "PENDING"
PAID: OrderStatus = "PAID"
SHIPPED: OrderStatus = "SHIPPED"
COMPLETED: OrderStatus = "COMPLETED"
CLOSED: OrderStatus = "CLOSED"
REFUNDING: OrderStatus = "REFUNDING"
REFUNDED: OrderStatus = "REFUNDED"

WAITING: RefundStatus = "WAITING"
PROCESSING: RefundStatus = "PROCESSING"
SUCCESS: RefundStatus = "SUCCESS"
FAILED: RefundStatus = "FAILED"

MOVES: dict[str, frozenset[OrderStatus]] = {
    PENDING: frozenset({PAID, CLOSED}),
    PAID: frozenset({SHIPPED, REFUNDING}),
    SHIPPED: frozenset({COMPLETED}),
    REFUNDING: frozenset({REFUNDED}),
    COMPLETED: frozenset(),
    CLOSED: frozenset(),
    REFUNDED: frozenset(),
}

PAID_FOR = frozenset({PAID, SHIPPED, COMPLETED})  # a refund can be granted
OVER = frozenset({COMPLETED, CLOSED, REFUNDED})
PAID_BACK = frozenset({REFUNDING, REFUNDED})


def may_move(old: str, new: str) -> bool:
    return new in MOVES.get(old, ())


def refund_after(status: str, reported: str) -> RefundStatus | None:
    """The status of a refund after WeChat reported one; None if nothing changes.

    WeChat reports PROCESSING, SUCCESS, ABNORMAL or CLOSED. SUCCESS is final; FAILED may still
    become SUCCESS.
    """
    known: dict[str, RefundStatus] = {PROCESSING: PROCESSING, SUCCESS: SUCCESS}
    new = known.get(reported, FAILED)
    if status in (SUCCESS, new) or (status == FAILED and new == PROCESSING):
        return None
    return new
