"""sendRefund: a refund is applied for, and asked after until it is through."""

from __future__ import annotations

from shop.orders import refunding
from shop.orders.queues import REFUNDS, SendRefund
from wxcloud.triggers import queue


@queue(REFUNDS)
def main(data: SendRefund) -> None:
    refunding.see_to(data.orderId, data.refundNo, data.check)
