"""The money of a refund: applied for at WeChat, and asked after until it is paid back.

A message on the refund queue carries it out. The refund's number makes repeats harmless. WeChat
reports the end by a notification; if none comes, it is asked. What cannot be paid back at all ends
in the dead-letter queue, with an alarm.
"""

from __future__ import annotations

from typing import Any

from shop.orders.changes import move
from shop.orders.events import RefundGranted
from shop.orders.model import need
from shop.orders.queues import REFUNDS, SendRefund
from shop.orders.refund import REFUND_CHANGED, Refund, get_refund
from shop.orders.states import FAILED, REFUNDED, REFUNDING, SUCCESS, refund_after
from wxcloud.errors import BAD_REQUEST, WECHAT_FAILED
from wxcloud.log import logger
from wxcloud.queues import MAX_DELAY_S
from wxcloud.transaction import Part, commit, retry, update
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.merchant import merchant
from wxcloud.wechat.pay.model import RefundResult

_MAX_CHECKS = 8


def send_later(event: RefundGranted) -> None:
    """Handler: sendRefund pays the money back."""
    REFUNDS.send(SendRefund(orderId=event.orderId, refundNo=event.refundNo))


def send(order_id: str, number: str, check: int) -> None:
    """Carry out a refund. If it is not done yet, look again later, at most eight times."""
    if not carry_out(order_id, number) and check < _MAX_CHECKS:
        again = SendRefund(orderId=order_id, refundNo=number, check=check + 1)
        REFUNDS.send(again, delay_s=min(MAX_DELAY_S, 60 * 2**check))


def carry_out(order_id: str, number: str) -> bool:
    """Apply to WeChat; whether the money is paid back. Raises while WeChat does not take it, and
    WECHAT_FAILED if WeChat cannot do it at all."""
    refund = get_refund(order_id, number)
    if refund is None or refund.status == SUCCESS:
        return True
    if not refund.amount:
        report(order_id, number, SUCCESS)
        return True
    state = calls.refund(
        str(refund.transactionId), number, refund.amount, refund.total, refund.reason
    )
    report(order_id, number, state.status)
    if state.status in ("ABNORMAL", "CLOSED"):
        raise WECHAT_FAILED(f"The refund {number} is {state.status}: it needs a human.")
    return state.status == SUCCESS


def take_result(result: RefundResult) -> None:
    """WeChat reports how a refund ended. BAD_REQUEST if it is another merchant's."""
    if result.mchid != merchant().mchid:
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
        parts.append(move(order, REFUNDED, "wechat", otherwise=REFUND_CHANGED))
    if new == FAILED:
        logger.error("a refund failed", extra={"refundNo": number, "status": status})
    commit(*parts)
