"""The event that tells of a confirmed receipt, and of a shipment before it
[mini-program docs: 发货信息管理服务, trade_manage_order_settlement]."""

from ..clock import Clock
from ..config import Config
from ..errors import ControlError
from ..push import Push
from ..shapes import JSON, Fields
from .book import Book
from .shipping import upload_time

EVENT = "trade_manage_order_settlement"
METHODS = ("manual", "auto")
SETTLED_AFTER_S = 10 * 24 * 60 * 60


class Receipts:
    def __init__(self, config: Config, clock: Clock, book: Book, push: Push) -> None:
        self._config = config
        self._clock = clock
        self._book = book
        self._push = push

    def confirm(self, body: JSON) -> JSON:
        """POST /sandbox/receipt: the buyer confirms the receipt in WeChat; with "shipped": what
        WeChat tells when the shipping information was uploaded; with "silent": WeChat knows it, and
        its event is late."""
        fields = Fields(body)
        number = fields.text("out_trade_no")
        method = METHODS.index(fields.choice("method", METHODS, "manual")) + 1
        shipped_only = fields.flag("shipped")
        silent = fields.flag("silent")
        times = fields.integer("times", 1, least=1, most=100)
        fields.done()
        payment = next(iter(self._book.payments_of(number)), None)
        if payment is None or not payment.shipments:
            raise ControlError(f"no order {number} was paid and shipped")
        now = self._clock.seconds()
        if not shipped_only:
            with self._book.lock:
                payment.received_at = payment.received_at or now
        if silent:
            return {"received_at": now}
        told: JSON = {
            "transaction_id": payment.transaction_id,
            "merchant_id": self._config.mchid,
            "merchant_trade_no": number,
            "pay_time": payment.paid_at // 1000,
            "shipped_time": int(upload_time(payment.shipments[-1]["upload_time"])),
            "estimated_settlement_time": now + SETTLED_AFTER_S,
        }
        if not shipped_only:
            told |= {"confirm_receive_method": method, "confirm_receive_time": now}
            told["settlement_time"] = now
        return self._push.push(
            {"openid": "wechat-system", "event": EVENT, "fields": told, "times": times}
        )
