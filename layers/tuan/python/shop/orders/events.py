"""What can happen to an order or a refund, as the table's stream tells it."""

from __future__ import annotations

from typing import Any

from shop.orders import states
from shop.orders.model import Order, is_order
from shop.orders.refund import REFUND_REQUEST, Refund, is_refund
from wxcloud.events import Change, Event


class OrderPlaced(Event, frozen=True, tag=True):
    """An order waits for its payment until `payBefore`. Times are ms UTC."""

    orderId: str
    buyer: str
    payBefore: int
    createdAt: int = 0


class OrderPaid(Event, frozen=True, tag=True):
    """An order was paid, or cost nothing. `total` is in fen, times are ms UTC; `goods` is the title
    of the first line, `units` counts the units of all lines."""

    orderId: str
    buyer: str
    total: int
    createdAt: int
    groupId: str = ""
    shareCode: str = ""
    goods: str = ""
    units: int = 0
    paidAt: int = 0


class RefundAsked(Event, frozen=True, tag=True):
    """A buyer asks for the money of an order that is not shipped: at most `amount` fen. `askedAt`
    (ms UTC) tells this request from an earlier one of the same order."""

    orderId: str
    buyer: str
    goods: str
    amount: int
    askedAt: int


class OrderClosed(Event, frozen=True, tag=True):
    """An order was cancelled, or was not paid in time. All that it held is free again."""

    orderId: str
    buyer: str


class OrderShipped(Event, frozen=True, tag=True):
    """All goods of an order were sent, in the first parcel or in several; or handed over, if
    `delivery` is "pickup" or "virtual": then there is no carrier and no tracking number."""

    orderId: str
    buyer: str
    goods: str
    carrier: str
    trackingNumber: str
    shippedAt: int
    delivery: str = "express"


class ParcelsChanged(Event, frozen=True, tag=True):
    """Some goods of an order were sent, or the parcels of a shipped order were corrected."""

    orderId: str


class OrderCompleted(Event, frozen=True, tag=True):
    """The buyer has received the goods."""

    orderId: str
    buyer: str


class OrderChanged(Event, frozen=True, tag=True):
    """Anything of an order has changed: it was placed, it changed, or it was taken back. `skus` are
    those whose free units may have changed with it; it `gives_back` units, or takes some."""

    orderId: str
    skus: list[str]
    gives_back: bool = False


class RefundGranted(Event, frozen=True, tag=True):
    """Money goes back: of an order (`why` is REQUEST), or of a payment that no order could take.

    `amount` of the `total` goes back, after `before` went back in earlier refunds (fen). `points`
    that were spent come back, all of them if the refund is of the `whole` order.
    """

    orderId: str
    refundNo: str
    buyer: str
    why: str
    amount: int
    total: int
    before: int = 0
    points: int = 0
    whole: bool = False

    @property
    def is_last(self) -> bool:
        """Whether nothing of an order's money is left after it."""
        return self.why == REFUND_REQUEST and self.before + self.amount >= self.total > 0


class RefundSucceeded(Event, frozen=True, tag=True):
    """WeChat has paid the money back. `afterSaleId` is the after-sale that the refund is for."""

    orderId: str
    refundNo: str
    buyer: str
    amount: int
    reason: str
    grantedAt: int
    afterSaleId: str = ""


_GIVES_UNITS_BACK = frozenset({states.CLOSED, states.REFUNDING})


def decode(change: Change) -> list[Event]:
    """The events that a change of the table `orders` means."""
    sort_key = change.keys["sk"]["S"]
    if is_order(sort_key):
        return [*_of_order(change), _changed(change)]
    if is_refund(sort_key) and change.new is not None:
        return _of_refund(change)
    return []


def _changed(change: Change) -> OrderChanged:
    order = Order.of(change.keys)
    new, old = (image and image["status"]["S"] for image in (change.new, change.old))
    moves = new != old and (old is None or new is None or new in _GIVES_UNITS_BACK)
    skus = [line.skuId for line in order.lines] if moves else []
    gives_back = moves and (new is None or new in _GIVES_UNITS_BACK)
    return OrderChanged(orderId=order.orderId, skus=skus, gives_back=gives_back, at=change.at)


def _of_order(change: Change) -> list[Event]:
    if change.new is None:
        return []
    order = Order.of(change.new)
    if change.old is not None and change.old["status"]["S"] == order.status:
        return _of_same_status(order, Order.of(change.old), change.at)
    ids: dict[str, Any] = {"orderId": order.orderId, "buyer": order.buyer, "at": change.at}
    match order.status:
        case states.PENDING:
            return [OrderPlaced(payBefore=order.payBefore, createdAt=order.createdAt, **ids)]
        case states.PAID:
            return [
                OrderPaid(
                    total=order.total,
                    createdAt=order.createdAt,
                    groupId=order.awaits or "",
                    shareCode=order.shareCode or "",
                    goods=order.lines[0].title,
                    units=order.units,
                    paidAt=order.paidAt or order.createdAt,
                    **ids,
                )
            ]
        case states.CLOSED:
            return [OrderClosed(**ids)]
        case states.SHIPPED:
            first = next(iter(order.sent), None)
            return [
                OrderShipped(
                    goods=order.lines[0].title,
                    carrier=first.carrier if first is not None else "",
                    trackingNumber=first.trackingNumber if first is not None else "",
                    shippedAt=order.shippedAt or (first.shippedAt if first is not None else 0),
                    delivery=order.delivery,
                    **ids,
                )
            ]
        case states.COMPLETED:
            return [OrderCompleted(**ids)]
    return []


def _of_same_status(order: Order, before: Order, at: int) -> list[Event]:
    events: list[Event] = []
    # Not by the parcels themselves: what is erased of them is nothing that WeChat is told.
    if order.parcelsAt != before.parcelsAt:
        events.append(ParcelsChanged(orderId=order.orderId, at=at))
    # An after-sale, which has a claim on the order, has events of its own.
    if order.asked and not before.asked and not order.claims:
        events.append(
            RefundAsked(
                orderId=order.orderId,
                buyer=order.buyer,
                goods=order.lines[0].title,
                amount=order.money_left,
                askedAt=order.updatedAt,
                at=at,
            )
        )
    return events


def _of_refund(change: Change) -> list[Event]:
    refund = Refund.of(change.new or {})
    ids: dict[str, Any] = {
        "orderId": refund.orderId,
        "refundNo": refund.refundNo,
        "buyer": refund.buyer,
    }
    if change.old is None:
        return [
            RefundGranted(
                why=refund.why,
                amount=refund.amount,
                total=refund.total,
                before=refund.before or 0,
                points=refund.points,
                whole=bool(refund.whole),
                at=change.at,
                **ids,
            )
        ]
    if refund.status == states.SUCCESS != change.old["status"]["S"]:
        return [
            RefundSucceeded(
                amount=refund.amount,
                reason=refund.reason,
                grantedAt=refund.at,
                afterSaleId=refund.afterSale or "",
                at=change.at,
                **ids,
            )
        ]
    return []
