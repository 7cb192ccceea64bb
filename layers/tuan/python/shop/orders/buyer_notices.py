"""Handlers: what buyers are told of their orders, one message per event."""

from __future__ import annotations

from shop.notices.model import NOTICES, Notice
from shop.orders import carriers
from shop.orders.events import OrderPaid, OrderShipped, RefundSucceeded
from shop.orders.model import get
from shop.texts import moment, yuan

_BY = {"express": "其他", "pickup": "到店自提", "virtual": "无需物流"}


def tell_paid(event: OrderPaid) -> None:
    """Nobody is told that an order was paid which cost nothing."""
    if not event.total:
        return
    facts = {
        "goods": event.goods,
        "orderId": event.orderId,
        "amount": yuan(event.total),
        "time": moment(event.paidAt),
    }
    NOTICES.send(Notice("paid", event.buyer, f"paid#{event.orderId}", facts))


def tell_shipped(event: OrderShipped) -> None:
    facts = {
        "goods": event.goods,
        "orderId": event.orderId,
        "carrier": carriers.name_of(event.carrier) if event.carrier else _BY[event.delivery],
        "number": event.trackingNumber or "-",
        "time": moment(event.shippedAt),
    }
    NOTICES.send(Notice("orderShipped", event.buyer, f"orderShipped#{event.orderId}", facts))


def tell_refunded(event: RefundSucceeded) -> None:
    """Nobody is told of a payment whose payer we do not know."""
    if not event.buyer:
        return
    order = get(event.orderId)
    facts = {
        "goods": order.lines[0].title if order is not None else "订单商品",
        "orderId": event.orderId,
        "amount": yuan(event.amount),
        "reason": event.reason,
        "time": moment(event.grantedAt),
    }
    NOTICES.send(Notice("orderRefunded", event.buyer, f"orderRefunded#{event.refundNo}", facts))
