"""The money of a refund: applied for at WeChat, and asked after until it is paid back.

A message on the refund queue carries it out. The refund's number makes repeats harmless. WeChat
reports the end by a notification; if none comes, it is asked. WeChat takes one refund of an order
per minute: while it says so, the message waits. What cannot be paid back at all ends in the
dead-letter queue, with an alarm.
"""

from __future__ import annotations

import random
from typing import Any

from msgspec.structs import replace

from shop.orders import hand_refunds, retention
from shop.orders.changes import move
from shop.orders.events import RefundGranted
from shop.orders.model import get, need
from shop.orders.queues import REFUNDS, SendRefund
from shop.orders.refund import REFUND_CHANGED, Refund, get_refund
from shop.orders.states import FAILED, REFUNDED, REFUNDING, SUCCESS, refund_after
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, TOO_MANY_REQUESTS, WECHAT_FAILED
from wxcloud.log import logger
from wxcloud.queues import MAX_DELAY_S
from wxcloud.transaction import Part, commit, retry, update
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.merchant import mchid
from wxcloud.wechat.pay.model import PayRefusal, RefundResult, RefundState

_MAX_CHECKS = 8
_MAX_WAITS = 200  # of other refunds of the order, one a minute: 50 at most, and half as long again
_GAP_S = 65


def send_later(event: RefundGranted) -> None:
    """Handler: sendRefund pays the money back."""
    REFUNDS.send(SendRefund(orderId=event.orderId, refundNo=event.refundNo))


def send(order_id: str, number: str, check: int, waits: int = 0) -> None:
    """Carry out a refund. If it is not done yet, look again later, at most eight times. If WeChat
    wants a pause between refunds, try again after it."""
    again = SendRefund(orderId=order_id, refundNo=number, check=check, waits=waits)
    try:
        is_done = carry_out(order_id, number)
    except PayRefusal as refusal:
        if refusal.code is not TOO_MANY_REQUESTS or waits >= _MAX_WAITS:
            raise
        # Refunds of one order that wait together do not come back together.
        pause = _GAP_S + random.randrange(60)  # noqa: S311 - jitter
        REFUNDS.send(replace(again, waits=waits + 1), delay_s=pause)
        return
    if not is_done and check < _MAX_CHECKS:
        REFUNDS.send(replace(again, check=check + 1), delay_s=min(MAX_DELAY_S, 60 * 2**check))


def carry_out(order_id: str, number: str) -> bool:
    """Apply to WeChat; whether the money is paid back. Raises while WeChat does not take it, and
    WECHAT_FAILED if WeChat cannot do it at all."""
    refund = get_refund(order_id, number)
    if refund is None or refund.status == SUCCESS:
        return True
    if not refund.amount or refund.byHand:
        report(order_id, number, SUCCESS)
        return True
    state = _apply(refund)
    report(order_id, number, state.status)
    if state.status in ("ABNORMAL", "CLOSED"):
        raise WECHAT_FAILED(f"The refund {number} is {state.status}: it needs a human.")
    return state.status == SUCCESS


def _apply(refund: Refund) -> RefundState:
    """Apply for the refund. If WeChat refuses a repeat because something that we sent with the
    first one has changed (the notifyUrl, say), the refund as WeChat has it."""
    try:
        return calls.refund(
            str(refund.transactionId), refund.refundNo, refund.amount, refund.total, refund.reason
        )
    except PayRefusal as refusal:
        is_known = refusal.reason and refusal.code is not TOO_MANY_REQUESTS
        state = calls.get_refund(refund.refundNo) if is_known else None
        if state is None:
            raise
        return state


def take_result(result: RefundResult) -> None:
    """WeChat reports how a refund ended. BAD_REQUEST if it is another merchant's."""
    if result.mchid != mchid():
        logger.error("a refund of another merchant")
        raise BAD_REQUEST("This refund belongs to another merchant.")
    report(result.out_trade_no, result.out_refund_no, result.refund_status)


def report(order_id: str, number: str, status: str) -> None:
    """The refund gets the status that WeChat reports. SUCCESS is final, whatever comes later."""
    retry(lambda: _report(order_id, number, status), on=[REFUND_CHANGED])


def _report(order_id: str, number: str, status: str) -> None:
    refund = get_refund(order_id, number)
    if refund is None:
        logger.error("a refund that this shop never asked for", extra={"orderId": order_id})
        order = get(order_id) if status == SUCCESS else None
        if order is not None:
            hand_refunds.note(order)
        return
    new = refund_after(refund.status, status)
    if new is None:
        return
    parts: list[Part[Any]] = [
        update(
            Refund(pk=refund.pk, sk=refund.sk),
            Refund.status.set(new),
            where=Refund.status == refund.status,
            otherwise=REFUND_CHANGED,
        )
    ]
    order = need(order_id) if new == SUCCESS and refund.whole else None
    if order is not None and order.status == REFUNDING:
        later = retention.from_now(order, clock.now())
        parts.append(move(order, REFUNDED, "wechat", *later, otherwise=REFUND_CHANGED))
    if new == FAILED:
        logger.error("a refund failed", extra={"refundNo": number, "status": status})
    commit(*parts)
