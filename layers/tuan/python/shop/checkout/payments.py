"""Payments as WeChat reports them: by a notification, or when WeChat is asked.

A payment may be reported late, twice, and in any order. It always becomes exactly one thing:

    the order waits for just this payment   PENDING → PAID, its units are sold: one transaction
    it is the payment that we know          nothing
    WeChat has paid some of it back         nothing: an operator did that by hand; it is listed
    anything else                           a refund; its number is made of the payment's id

So a payment that comes late (the order is closed), twice, with a wrong amount, or for no order at
all is paid back.
"""

from __future__ import annotations

from shop.orders.changes import ORDER_MOVED, move
from shop.orders.model import Order, get
from shop.orders.refund import Refund
from shop.orders.states import PAID, PENDING
from shop.stock import parts as stock
from shop.stock.model import STOCK_MOVED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.log import logger
from wxcloud.settings import WECHAT_APPID
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put, retry
from wxcloud.wechat.pay.merchant import mchid
from wxcloud.wechat.pay.model import Transaction

REASONS = {
    "LATE": "订单已关闭，自动退款",
    "DOUBLE": "重复支付，自动退款",
    "AMOUNT": "支付金额不符，自动退款",
    "ORPHAN": "订单不存在，自动退款",
}


def take_payment(payment: Transaction) -> None:
    """Process a payment that WeChat reports. BAD_REQUEST if it is not this shop's."""
    if payment.trade_state not in ("SUCCESS", "REFUND"):
        return
    if payment.appid != WECHAT_APPID.get() or payment.mchid != mchid():
        logger.error("a payment of another merchant")
        raise BAD_REQUEST("This payment belongs to another merchant.")
    retry(lambda: _take_payment(payment), on=[ORDER_MOVED, STOCK_MOVED])


def _take_payment(payment: Transaction) -> None:
    order = get(payment.out_trade_no)
    if order is not None and order.transactionId == payment.transaction_id:
        return
    if payment.trade_state == "REFUND":
        logger.error("a payment was refunded by hand", extra={"orderId": payment.out_trade_no})
        return
    why = _why_not(order, payment)
    if order is None or why:
        _pay_back(payment, order, why)
        return
    paid = move(
        order,
        PAID,
        "wechat",
        Order.transactionId.set(payment.transaction_id),
        Order.paidAt.set(_paid_at(order, payment)),
        Order.notifyUrl.remove(),
        otherwise=ORDER_MOVED,
    )
    commit(paid, *stock.sell(order.allocation))
    # NoPaymentAlarm in template.yaml counts these lines.
    logger.info("paid", extra={"orderId": order.orderId, "fen": order.total})


def _paid_at(order: Order, payment: Transaction) -> int:
    """When the buyer paid: WeChat decides, to the second, however late we hear of it."""
    now = clock.now()
    return max(order.createdAt, min(payment.paid_at or now, now))


def _why_not(order: Order | None, payment: Transaction) -> str:
    """Why the order cannot take the payment; "" if it can."""
    if order is None:
        return "ORPHAN"
    if order.status == PENDING:
        fits = payment.amount.total == order.total and payment.amount.currency == "CNY"
        return "" if fits else "AMOUNT"
    return "LATE" if order.transactionId is None else "DOUBLE"


def _pay_back(payment: Transaction, order: Order | None, why: str) -> None:
    logger.warning("a payment is paid back", extra={"why": why, "orderId": payment.out_trade_no})
    refund = Refund.new(
        payment.out_trade_no,
        f"T{payment.transaction_id}",
        why=why,
        reason=REASONS[why],
        amount=payment.amount.total,
        total=payment.amount.total,
        buyer=order.buyer if order else payment.payer.openid,
        transactionId=payment.transaction_id,
    )
    commit_one(put(refund, otherwise=ALREADY_SO))
