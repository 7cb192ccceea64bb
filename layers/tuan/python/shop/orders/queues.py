"""The queues of orders: what happens later, or needs WeChat."""

from __future__ import annotations

from wxcloud.fields import Id, Request
from wxcloud.queues import Queue


class CloseOrder(Request):
    """Look at the order before its time to pay is over, and when it is over. `reminded`: its buyer
    was reminded already."""

    orderId: Id
    reminded: bool = False


class SendRefund(Request):
    """Carry out a refund; `check` counts how often WeChat was asked whether it is done, `waits` how
    often it wanted a pause first."""

    orderId: Id
    refundNo: Id
    check: int = 0
    waits: int = 0


class UploadShipping(Request):
    """Tell WeChat of the order's parcels."""

    orderId: Id


CLOSING = Queue("CLOSE_ORDER_QUEUE_URL", CloseOrder)
REFUNDS = Queue("REFUND_QUEUE_URL", SendRefund)
SHIPPING = Queue("SHIP_QUEUE_URL", UploadShipping)
