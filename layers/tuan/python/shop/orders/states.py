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

MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    PENDING: frozenset({PAID, CLOSED}),
    PAID: frozenset({SHIPPED, REFUNDING}),
    SHIPPED: frozenset({COMPLETED}),
    REFUNDING: frozenset({REFUNDED}),
    COMPLETED: frozenset(),
    CLOSED: frozenset(),
    REFUNDED: frozenset(),
}

PAID_FOR = frozenset({PAID, SHIPPED, COMPLETED})  # a refund can be granted
PAID_BACK = frozenset({REFUNDING, REFUNDED})


def may_move(old: OrderStatus, new: OrderStatus) -> bool:
    return new in MOVES[old]


def refund_after(status: RefundStatus, reported: str) -> RefundStatus | None:
    """The status of a refund after WeChat reported one; None if nothing changes.

    WeChat reports PROCESSING, SUCCESS, ABNORMAL or CLOSED. SUCCESS is final; FAILED may still
    become SUCCESS.
    """
    new: RefundStatus = reported if reported in (PROCESSING, SUCCESS) else FAILED  # type: ignore[assignment]
    if status in (SUCCESS, new) or (status == FAILED and new == PROCESSING):
        return None
    return new
