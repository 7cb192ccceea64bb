"""Money that went back in WeChat Pay's own console, and not by a refund of this shop.

WeChat Pay says only that some of a payment was paid back, not how much. So the order stops until an
operator decides: it goes on (`refundOrder` with `deny`), or is noted as paid back (with `byHand`).
"""

from __future__ import annotations

from shop.orders.changes import change
from shop.orders.model import Order
from shop.orders.refund import Refund, refunds_of
from shop.orders.states import PAID_FOR, PROCESSING, SUCCESS, WAITING
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.model import Transaction


def is_unexplained(order: Order, payment: Transaction) -> bool:
    """Whether WeChat Pay has paid back money of the order's payment that we did not grant."""
    if payment.trade_state != "REFUND" or payment.transaction_id != order.transactionId:
        return False
    return not any(
        _is_known(each)
        for each in refunds_of(order.orderId)
        if each.transactionId == order.transactionId
    )


def _is_known(refund: Refund) -> bool:
    """Whether WeChat Pay knows the refund, or an operator has noted it. If it is WAITING, WeChat
    may have it while we still wait for the answer."""
    if refund.byHand or not refund.amount:
        return bool(refund.byHand)
    if refund.status == WAITING:
        return calls.get_refund(refund.refundNo) is not None
    return refund.status in (PROCESSING, SUCCESS)


def note(order: Order) -> bool:
    """The order stops until an operator decides. False if one has decided, or need not."""
    if order.handRefund is not None or order.status not in PAID_FOR:
        return False
    commit_one(
        change(
            order,
            "wechat",
            Order.handRefund.set(clock.now()),
            what="HAND",
            why="paid back in WeChat Pay's console",
            where=Order.handRefund.does_not_exist(),
            otherwise=ALREADY_SO,
        )
    )
    return True
