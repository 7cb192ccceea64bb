"""sendRefund: applies for a refund at WeChat, and looks again until the money is paid back."""

from __future__ import annotations

from shop.checkout.refund_transfer import send
from shop.orders.queues import REFUNDS, SendRefund
from wxcloud.triggers import queue


@queue(REFUNDS)
def main(data: SendRefund) -> None:
    send(data.orderId, data.refundNo, data.check, data.waits)
