"""Payment fields for an order, and payments as WeChat reports them.

A payment may be reported by a notification, or when WeChat is asked; late, twice, in any order. It
always becomes exactly one thing:

    the order waits for just this payment   PENDING → PAID, its units are sold: one transaction
    it is the payment that we know          nothing
    WeChat has paid some of it back         nothing: an operator did that by hand; it is listed
    anything else                           a refund; its number is made of the payment's id

So a payment that comes late (the order is closed), twice, with a wrong amount, or for no order at
all is paid back.
"""

from __future__ import annotations

from shop.checkout import close
from shop.checkout.views import Placed
from shop.orders.changes import ORDER_MOVED, keep, move
from shop.orders.model import ORDER_CLOSED, ORDER_PAID, Order, get, need
from shop.orders.refund import Refund
from shop.orders.states import CLOSED, PAID, PENDING
from shop.stock import parts as stock
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST
from wxcloud.log import logger
from wxcloud.settings import WECHAT_APPID
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put, retry
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.merchant import mchid
from wxcloud.wechat.pay.model import PaymentFields, PayRefusal, Transaction

REASONS = {
    "LATE": "订单已关闭，自动退款",
    "DOUBLE": "重复支付，自动退款",
    "AMOUNT": "支付金额不符，自动退款",
    "ORPHAN": "订单不存在，自动退款",
}
_WECHAT_WINDOW = clock.MINUTE  # WeChat wants at least a minute; closeOrder closes in time


# --- payment fields ------------------------------------------------------------------------------


def prepay(order: Order) -> PaymentFields:
    """Announce the order to WeChat; the fields that `wx.requestPayment` takes."""
    expires_at = order.payBefore + _WECHAT_WINDOW
    return calls.prepay(
        order.orderId,
        order.total,
        order.buyer,
        order.lines[0].title,
        expires_at,
        order.notifyUrl or "",
    )


def payment_fields(order: Order) -> PaymentFields:
    """Payment fields for an order that was placed before. If WeChat says that it is paid or closed,
    it becomes so here too: ORDER_PAID, ORDER_CLOSED.

    The call that placed the order may still wait for WeChat; if that call gave up, it would undo an
    order that can be paid. So the order is kept first.
    """
    if not order.kept:
        commit_one(keep(order))
    try:
        return prepay(order)
    except PayRefusal as refusal:
        if not (refusal.is_paid or refusal.is_closed):
            raise
        current = close.follow_wechat(order)
        raise ORDER_CLOSED() if current.status == CLOSED else ORDER_PAID() from None


def pay_again(order_id: str, openid: str) -> Placed:
    """New payment fields for an unpaid order, until its time to pay is over."""
    order = need(order_id, openid)
    if order.is_late(clock.now()):
        order = close.expire(order)
    if order.status == PENDING:
        return Placed(order, payment_fields(order))
    raise ORDER_CLOSED() if order.status == CLOSED else ORDER_PAID()


# --- payments ------------------------------------------------------------------------------------


def take_payment(payment: Transaction) -> None:
    """Process a payment that WeChat reports. BAD_REQUEST if it is not this shop's."""
    if payment.trade_state not in ("SUCCESS", "REFUND"):
        return
    if payment.appid != WECHAT_APPID.get() or payment.mchid != mchid():
        logger.error("a payment of another merchant")
        raise BAD_REQUEST("This payment belongs to another merchant.")
    retry(lambda: _take_payment(payment), on=[ORDER_MOVED])


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
