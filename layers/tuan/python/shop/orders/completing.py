"""SHIPPED → COMPLETED: the buyer confirms the receipt, WeChat does, or 14 days are over.

What a buyer's client reports is checked with WeChat's record, as far as WeChat was told of the
shipping. By itself an order is completed only while no refund of it is asked for: every 15 minutes
by a job (`shop.orders.overdue`), or by the reader who comes first.
"""

from __future__ import annotations

from pynamodb.expressions.condition import Condition

from shop.orders import retention
from shop.orders.changes import move
from shop.orders.model import Order, need
from shop.orders.states import COMPLETED, SHIPPED
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.transaction import ALREADY_SO, Otherwise, Part, commit_one
from wxcloud.wechat.client import WECHAT_CONFIG, WeChatRefusal

RECEIPT_NOT_CONFIRMED = Code(
    "RECEIPT_NOT_CONFIRMED",
    409,
    "WeChat does not know of the receipt yet. Confirm the receipt in WeChat, then try again.",
)


def receive(order_id: str, openid: str) -> Order:
    """The buyer has received the goods. A repeat changes nothing. ORDER_STATE;
    RECEIPT_NOT_CONFIRMED if WeChat says otherwise; WeChatRefusal if it does not answer."""
    order = need(order_id, openid)
    if order.status == COMPLETED:
        return order
    if order.status == SHIPPED:
        _ask_wechat(order)
    return commit_one(completed(order, openid)) or need(order_id)


def completed(
    order: Order, by: str, *, where: Condition | None = None, otherwise: Otherwise | None = None
) -> Part[Order | None]:
    """The order is complete: by itself it only forgets where it went. ORDER_STATE."""
    later = retention.from_now(order, clock.now())
    if otherwise is None:
        return move(order, COMPLETED, by, *later, where=where)
    return move(order, COMPLETED, by, *later, where=where, otherwise=otherwise)


def complete_if_due(order: Order) -> Order:
    """The order, completed if its time has come and no refund of it is asked for."""
    if not is_due(order, clock.now()) or _is_asked(order):
        return order
    part = completed(order, "clock", where=_nothing_is_asked(), otherwise=ALREADY_SO)
    return commit_one(part) or order


def is_due(order: Order, now: int) -> bool:
    """Whether 14 days are over since the order was shipped, and it is not complete yet."""
    return bool(order.status == SHIPPED and order.dueAt is not None and order.dueAt <= now)


def _is_asked(order: Order) -> bool:
    return bool(order.asked or order.handRefund)


def _nothing_is_asked() -> Condition:
    """No refund is asked for, and none was made by hand that an operator has to decide on."""
    by_hand: Condition = Order.handRefund.does_not_exist() | (Order.handRefund == 0)
    nothing_asked: Condition = Order.asked.does_not_exist() & by_hand
    return nothing_asked


def _ask_wechat(order: Order) -> None:
    """A client can report a receipt that the buyer did not confirm. WeChat knows better, if it was
    told that the order is shipped, which takes a moment."""
    if not order.transactionId:
        return
    from wxcloud.wechat import shipping  # the crypto of WeChat's calls is not needed otherwise

    try:
        record = shipping.record(order.transactionId)
    except WeChatRefusal as refusal:
        if refusal.code is WECHAT_CONFIG:  # then it takes no shipping information either
            return
        raise
    if record is not None and record.order_state == shipping.SHIPPED:
        raise RECEIPT_NOT_CONFIRMED()
