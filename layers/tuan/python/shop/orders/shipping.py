"""Shipping: an operator sends the goods, WeChat is told, the buyer confirms the receipt.

WeChat keeps the money of a mini-program's orders until it knows that they were shipped. So the
upload is required; it is a message on a queue, which waits there while WeChat cannot take it.
Source: mini-program docs, server/API/order_shipping/api_uploadshippinginfo.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from shop.orders import hand_refunds
from shop.orders.changes import move
from shop.orders.events import OrderShipped
from shop.orders.model import ORDER_STATE, Order, Shipping, get, need
from shop.orders.queues import SHIPPING, UploadShipping
from shop.orders.states import COMPLETED, PAID, SHIPPED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal
from wxcloud.text import cut
from wxcloud.transaction import Outcome, Refuse, commit_one
from wxcloud.wechat.pay import calls

ORDER_AWAITS = Code(
    "ORDER_AWAITS", 409, "This order waits for its group. Ship it when the group has succeeded."
)
REFUND_ASKED = Code(
    "REFUND_ASKED", 409, "The buyer asks for a refund. Grant or deny it before you ship."
)
PAID_BACK_BY_HAND = Code(
    "PAID_BACK_BY_HAND",
    409,
    "Money of this order went back in WeChat Pay's console. Call refundOrder: with byHand if it is"
    " refunded, with deny if it is to be shipped all the same.",
)
_UPLOADED = frozenset({10060002, 10060003, 10060023})  # WeChat has the information already
_NOT_SHIPPABLE = 10060004  # the payment was refunded meanwhile: there is no money to release
_UPLOAD_LATER = Code("UPLOAD_LATER", 503, "WeChat does not know the payment yet. Try again later.")
_MAX_DESCRIPTION = 120  # characters


def ship(order_id: str, by: str, carrier: str, number: str, contact: str = "") -> Order:
    """PAID → SHIPPED. A repeat with the same tracking number changes nothing.

    ORDER_STATE; ORDER_AWAITS (its group has not succeeded yet); REFUND_ASKED; PAID_BACK_BY_HAND;
    BAD_REQUEST for a parcel by SF without a contact.
    """
    if carrier == "SF" and not contact:
        raise BAD_REQUEST("contact: WeChat wants a masked phone number with SF.", field="contact")
    order = need(order_id)
    if order.status == SHIPPED and order.shipping and order.shipping.trackingNumber == number:
        return order
    if order.status != PAID:
        raise ORDER_STATE()
    _look_for_hand_refunds(order)
    parcel = Shipping(carrier, number, clock.now(), contact)

    def refused(now: Order | None) -> Outcome:
        if now is None or now.status != PAID:
            return Refuse(ORDER_STATE)
        if now.awaits:
            return Refuse(ORDER_AWAITS)
        return Refuse(REFUND_ASKED if now.asked else PAID_BACK_BY_HAND)

    commit_one(
        move(
            order,
            SHIPPED,
            by,
            Order.shipping.set(parcel),
            why=f"{carrier} {number}",
            where=Order.awaits.does_not_exist()
            & Order.asked.does_not_exist()
            & (Order.handRefund.does_not_exist() | (Order.handRefund == 0)),
            otherwise=refused,
        )
    )
    return need(order_id)


def _look_for_hand_refunds(order: Order) -> None:
    """What is paid back in full must not be sent. If WeChat Pay does not answer, the order can be
    shipped: reconciliation looks again."""
    if not order.total or order.awaits or order.handRefund is not None:
        return
    with suppress(Refusal):
        payment = calls.get(order.orderId)
        if payment is not None and hand_refunds.is_unexplained(order, payment):
            hand_refunds.note(order)


def upload_later(event: OrderShipped) -> None:
    """Handler: WeChat is told that the order was shipped."""
    SHIPPING.send(UploadShipping(orderId=event.orderId))


def receive(order_id: str, openid: str) -> Order:
    """SHIPPED → COMPLETED, by the buyer. A repeat changes nothing. ORDER_STATE."""
    order = need(order_id, openid)
    if order.status != COMPLETED:
        commit_one(move(order, COMPLETED, openid))
    return need(order_id)


def upload(order_id: str) -> None:
    """Tell WeChat that the order was shipped. Raises while WeChat cannot take it."""
    from wxcloud.wechat import api
    from wxcloud.wechat.client import WeChatRefusal

    order = get(order_id)
    if order is None or order.shipping is None or not order.transactionId:
        return
    sent = order.shipping
    parcel: dict[str, object] = {
        "tracking_no": sent.trackingNumber,
        "express_company": sent.carrier,
        "item_desc": cut("、".join(line.title for line in order.lines), _MAX_DESCRIPTION, "…"),
    }
    if sent.contact:
        parcel["contact"] = {"receiver_contact": sent.contact}
    at = datetime.fromtimestamp(sent.shippedAt / 1000, clock.SHANGHAI)
    body = {
        # By WeChat's own number: then the merchant's secret need not be read here.
        "order_key": {"order_number_type": 2, "transaction_id": order.transactionId},
        "logistics_type": 1,
        "delivery_mode": 1,
        "shipping_list": [parcel],
        "upload_time": at.isoformat(timespec="milliseconds"),
        "payer": {"openid": order.buyer},
    }
    try:
        api.post("/wxa/sec/order/upload_shipping_info", body, {10060001: _UPLOAD_LATER})
    except WeChatRefusal as refusal:
        if refusal.errcode not in {*_UPLOADED, _NOT_SHIPPABLE}:
            raise
