"""The merchant's orders, payments and refunds, under one lock because they belong together."""

import secrets
import threading
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone

from ..shapes import JSON

SHANGHAI = timezone(timedelta(hours=8))


@dataclass
class Order:
    """The order of a prepay: one out_trade_no, with the parameters of its first call."""

    out_trade_no: str
    params: JSON
    total: int
    openid: str
    notify_url: str
    expires_at: int  # ms; after it no new payment begins, but the order stays open
    prepay_ids: dict[str, int] = field(default_factory=dict)  # id -> valid until, ms
    closed: bool = False


@dataclass
class Payment:
    transaction_id: str
    out_trade_no: str
    amount: int
    openid: str
    attach: str
    notify_url: str
    paid_at: int
    shipments: list[JSON] = field(default_factory=list)  # accepted uploads of shipping info
    received_at: int | None = None  # when the receipt was confirmed, seconds


@dataclass
class Refund:
    out_refund_no: str
    refund_id: str
    transaction_id: str
    out_trade_no: str
    amount: int
    params: JSON
    notify_url: str
    created_at: int
    outcome: str  # the status that it will get
    status: str = "PROCESSING"
    done_at: int | None = None

    @property
    def holds_money(self) -> bool:
        return self.status != "CLOSED"


class Book:
    """Hold `lock` while you read and write, and as long as what you have read must stay true."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.orders: dict[str, Order] = {}
        self.payments: dict[str, Payment] = {}  # by transaction_id, oldest first
        self.refunds: dict[str, Refund] = {}  # by out_refund_no, oldest first

    def payments_of(self, out_trade_no: str | None) -> list[Payment]:
        with self.lock:
            return [
                payment
                for payment in self.payments.values()
                if out_trade_no is None or payment.out_trade_no == out_trade_no
            ]

    def refunds_of(self, payment: Payment) -> list[Refund]:
        with self.lock:
            return [
                refund
                for refund in self.refunds.values()
                if refund.transaction_id == payment.transaction_id
            ]

    def state_of(self, payment: Payment) -> str:
        """REFUND after the first refund, even of a part, as in WeChat Pay; before it SUCCESS."""
        held = any(refund.holds_money for refund in self.refunds_of(payment))
        return "REFUND" if held else "SUCCESS"

    def reset(self) -> None:
        with self.lock:
            self.orders.clear()
            self.payments.clear()
            self.refunds.clear()

    def dump(self) -> JSON:
        with self.lock:
            return {
                "orders": [asdict(one) for one in self.orders.values()],
                "payments": [asdict(one) for one in self.payments.values()],
                "refunds": [asdict(one) for one in self.refunds.values()],
            }

    def load(self, saved: JSON) -> None:
        with self.lock:
            self.orders = {one["out_trade_no"]: Order(**one) for one in saved["orders"]}
            self.payments = {one["transaction_id"]: Payment(**one) for one in saved["payments"]}
            self.refunds = {one["out_refund_no"]: Refund(**one) for one in saved["refunds"]}


def rfc3339(ms: int) -> str:
    """A time as WeChat Pay writes it: to the second, in Shanghai's time zone."""
    return datetime.fromtimestamp(ms // 1000, SHANGHAI).isoformat()


def number(prefix: str, ms: int, digits: int) -> str:
    """A number like those of WeChat Pay: a prefix, the day, random digits."""
    day = datetime.fromtimestamp(ms // 1000, SHANGHAI).strftime("%Y%m%d")
    return prefix + day + "".join(str(secrets.randbelow(10)) for _ in range(digits))
