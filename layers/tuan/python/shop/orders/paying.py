"""Payments as WeChat reports them, by notification or when asked: each becomes exactly one thing.

    the order waits for just that        PENDING → PAID, and its units are sold: one transaction
    it is the payment we know            nothing
    WeChat paid it back already          nothing: somebody did that by hand, goods would be too much
    anything else                        a refund, under a number made of the payment's own

So a payment that comes late (the order is closed), twice (another one paid the order), of the wrong
amount, or for no order at all goes back by itself, however often and in whatever order it is told.
"""

from __future__ import annotations

from shop import stock
from shop.orders.model import PAID, PENDING, Order, Refund, get, move, refund_key
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.log import logger
from wxcloud.settings import WECHAT_APPID
from wxcloud.transaction import commit, put
from wxcloud.wechat.pay import Transaction, merchant

REASONS = {
    "LATE": "订单已关闭，款项退回",
    "DOUBLE": "重复支付，款项退回",
    "AMOUNT": "支付金额不符，款项退回",
    "ORPHAN": "订单不存在，款项退回",
}
_TRIES = 10
_CHANGED = Code("ORDER_CHANGED", 503, "This order is being changed. Try again.")


def settle(payment: Transaction) -> None:
    """Take over a payment. BAD_REQUEST if it is not ours at all."""
    if payment.trade_state not in ("SUCCESS", "REFUND"):
        return
    if payment.appid != WECHAT_APPID.get() or payment.mchid != merchant().mchid:
        logger.error("a payment of another merchant")
        raise BAD_REQUEST("This payment is not ours.")
    for _ in range(_TRIES):
        order = get(payment.out_trade_no)
        if order is not None and order.transactionId == payment.transaction_id:
            return
        if payment.trade_state == "REFUND":
            logger.error("a payment went back by hand", extra={"orderId": payment.out_trade_no})
            return
        why = _misfit(order, payment)
        if why or order is None:
            _repay(payment, order, why)
            return
        try:
            _take(order, payment)
        except Refusal as refusal:
            if refusal.code is not _CHANGED:
                raise
        else:
            return
    raise _CHANGED()


def _misfit(order: Order | None, payment: Transaction) -> str:
    """Why no order can take the payment; empty if this one can."""
    if order is None:
        return "ORPHAN"
    if order.status == PENDING:
        fits = payment.amount.total == order.total and payment.amount.currency == "CNY"
        return "" if fits else "AMOUNT"
    return "LATE" if order.transactionId is None else "DOUBLE"


def _take(order: Order, payment: Transaction) -> None:
    paid = move(
        order,
        PAID,
        "wechat",
        Order.transactionId.set(payment.transaction_id),
        otherwise=_CHANGED,
    )
    commit(paid, *stock.sell(order.takes))


def _repay(payment: Transaction, order: Order | None, why: str) -> None:
    logger.warning("a payment goes back", extra={"why": why, "orderId": payment.out_trade_no})
    number = f"T{payment.transaction_id}"
    refund = Refund(
        *refund_key(payment.out_trade_no, number),
        refundNo=number,
        order=payment.out_trade_no,
        buyer=order.owner if order else payment.payer.openid,
        transactionId=payment.transaction_id,
        status="WAITING",
        why=why,
        reason=REASONS[why],
        amount=payment.amount.total,
        total=payment.amount.total,
        at=clock.now(),
    )
    commit(put(refund, otherwise=lambda _: None))
