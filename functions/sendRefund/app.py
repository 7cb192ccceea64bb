"""sendRefund: a refund is applied for, and asked after until it is through."""

from __future__ import annotations

from shop.orders import refunding
from wxcloud.fields import Id, Request
from wxcloud.function import queue


class SendRefund(Request):
    orderId: Id
    refundNo: Id
    check: int = 0


@queue(SendRefund)
def main(data: SendRefund) -> None:
    refunding.see_to(data.orderId, data.refundNo, data.check)
