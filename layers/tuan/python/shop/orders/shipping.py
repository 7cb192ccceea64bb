"""Shipping: the operator sends the goods, WeChat is told, the buyer receives them.

WeChat keeps the money of a mini-program's orders until it knows that they were shipped, so the
upload is not optional; it is work for a queue, and waits there while WeChat cannot take it.
Source: mini-program docs, server/API/order_shipping/api_uploadshippinginfo.
"""

from __future__ import annotations

from datetime import datetime

from shop.orders.model import (
    COMPLETED,
    ORDER_STATE,
    PAID,
    SHIPPED,
    Order,
    get,
    move,
    need,
)
from shop.orders.refunding import REFUND_ASKED
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code
from wxcloud.transaction import commit
from wxcloud.wechat import api
from wxcloud.wechat.client import WeChatRefusal
from wxcloud.wechat.pay.merchant import merchant

ORDER_AWAITS = Code("ORDER_AWAITS", 409, "This order waits for its group: not yet.")
_DONE = frozenset({10060002, 10060003, 10060023})  # it is uploaded already
_NOT_SHIPPABLE = 10060004  # it was paid back meanwhile: there is no money to release
_UPLOAD_LATER = Code("UPLOAD_LATER", 503, "WeChat does not know the payment yet.")


def ship(order_id: str, by: str, carrier: str, number: str, contact: str = "") -> Order:
    """PAID → SHIPPED. A repeat with the same number changes nothing.

    ORDER_STATE, ORDER_AWAITS (a group that is not yet full), REFUND_ASKED; BAD_REQUEST for a parcel
    by SF without a contact.
    """
    if carrier == "SF" and not contact:
        raise BAD_REQUEST("contact: WeChat wants a masked phone number with SF", field="contact")
    order = need(order_id)
    shipping = {"carrier": carrier, "trackingNumber": number, "shippedAt": clock.now()}
    if contact:
        shipping["contact"] = contact
    if order.status == SHIPPED and order.shipping["trackingNumber"] == number:
        return order
    if order.status != PAID:
        raise ORDER_STATE()

    def refused(now: Order | None) -> Code:
        if now is None or now.status != PAID:
            return ORDER_STATE
        return ORDER_AWAITS if now.awaits else REFUND_ASKED

    commit(
        move(
            order,
            SHIPPED,
            by,
            Order.shipping.set(shipping),
            why=f"{carrier} {number}",
            where=Order.awaits.does_not_exist() & Order.asked.does_not_exist(),
            otherwise=refused,
        )
    )
    return need(order_id)


def receive(order_id: str, openid: str) -> Order:
    """SHIPPED → COMPLETED, by the buyer. A repeat changes nothing. ORDER_STATE."""
    order = need(order_id, openid)
    if order.status != COMPLETED:
        commit(move(order, COMPLETED, openid))
    return need(order_id)


def upload(order_id: str) -> None:
    """Tell WeChat that the order was shipped. Raises while WeChat cannot take it."""
    order = get(order_id)
    if order is None or not order.shipping or not order.transactionId:
        return
    shipping = order.shipping
    parcel = {
        "tracking_no": shipping["trackingNumber"],
        "express_company": shipping["carrier"],
        "item_desc": "、".join(line["title"] for line in order.lines)[:120],
    }
    if "contact" in shipping:
        parcel["contact"] = {"receiver_contact": shipping["contact"]}
    at = datetime.fromtimestamp(shipping["shippedAt"] / 1000, clock.SHANGHAI)
    body = {
        "order_key": {
            "order_number_type": 1,
            "mchid": merchant().mchid,
            "out_trade_no": order.orderId,
        },
        "logistics_type": 1,
        "delivery_mode": 1,
        "shipping_list": [parcel],
        "upload_time": at.isoformat(timespec="milliseconds"),
        "payer": {"openid": order.owner},
    }
    try:
        api.post("/wxa/sec/order/upload_shipping_info", body, {10060001: _UPLOAD_LATER})
    except WeChatRefusal as refusal:
        if refusal.errcode not in {*_DONE, _NOT_SHIPPABLE}:
            raise
