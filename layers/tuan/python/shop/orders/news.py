"""What buyers are told of their orders: that they are on their way, and that money is."""

from __future__ import annotations

from shop import notices
from shop.notices import Notice
from shop.orders.model import SHIPPED, Order, Refund, get
from wxcloud.changes import Change

_REFUNDED = "SUCCESS"


def news(change: Change[Order]) -> list[Notice]:
    """The messages that follow from a change of an order or a refund: of each event, one."""
    new = change.new
    if new is None or (change.old is not None and change.old.status == new.status):
        return []
    if new.is_order and new.status == SHIPPED:
        return [_shipped(new)]
    if new.is_refund and new.status == _REFUNDED:
        refund = Refund.find(new.pk, new.sk, consistent=True)
        return [_refunded(refund)] if refund is not None and refund.buyer else []
    return []


def _shipped(order: Order) -> Notice:
    facts = {
        "goods": _goods(order),
        "orderId": str(order.orderId),
        "carrier": str(order.shipping["carrier"]),
        "number": str(order.shipping["trackingNumber"]),
        "time": notices.moment(int(order.shipping["shippedAt"])),
    }
    return Notice("orderShipped", str(order.owner), f"orderShipped#{order.orderId}", facts)


def _refunded(refund: Refund) -> Notice:
    order = get(refund.order)
    facts = {
        "goods": _goods(order) if order is not None else "订单款项",
        "orderId": str(refund.order),
        "amount": notices.yuan(int(refund.amount)),
        "reason": str(refund.reason),
        "time": notices.moment(int(refund.at)),
    }
    return Notice("orderRefunded", str(refund.buyer), f"orderRefunded#{refund.refundNo}", facts)


def _goods(order: Order) -> str:
    return str(order.lines[0]["title"])
