"""What can happen to an order or a refund, as the table's stream tells it."""

from __future__ import annotations

from wxcloud.events import Event


class OrderPlaced(Event, tag=True):
    """An order waits for its payment until `payBefore` (ms UTC)."""

    orderId: str
    buyer: str
    payBefore: int


class OrderPaid(Event, tag=True):
    """An order was paid, or cost nothing. `total` is in fen, `createdAt` in ms UTC."""

    orderId: str
    buyer: str
    total: int
    createdAt: int
    groupId: str = ""
    shareCode: str = ""


class OrderClosed(Event, tag=True):
    """An order was cancelled, or was not paid in time. All that it held is free again."""

    orderId: str
    buyer: str


class OrderShipped(Event, tag=True):
    """The goods of an order were sent."""

    orderId: str
    buyer: str
    goods: str
    carrier: str
    trackingNumber: str
    shippedAt: int


class OrderCompleted(Event, tag=True):
    """The buyer has received the goods."""

    orderId: str
    buyer: str


class RefundGranted(Event, tag=True):
    """Money goes back: of an order (`why` is REQUEST), or of a payment that no order could take.

    `amount` is in fen. `points` that were spent come back; points that the purchase earned are
    taken back in the share of `amount`, all of them if the refund is of the `whole` order.
    """

    orderId: str
    refundNo: str
    buyer: str
    why: str
    amount: int
    total: int
    points: int = 0
    whole: bool = False


class RefundSucceeded(Event, tag=True):
    """WeChat has paid the money back."""

    orderId: str
    refundNo: str
    buyer: str
    amount: int
    reason: str
    grantedAt: int
