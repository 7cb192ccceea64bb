"""What a tester does: pay in place of a user, notify again, list payments."""

from ..clock import Clock
from ..config import Config
from ..errors import ControlError
from ..settings import Settings
from ..shapes import JSON, Fields
from .book import Book, Order, Payment, Refund, number, rfc3339
from .notices import PLAIN, Manner, Notices
from .orders import Orders
from .refunds import ACCOUNT

SUMMARIES = {"SUCCESS": "退款成功", "ABNORMAL": "退款异常", "CLOSED": "退款关闭"}


class Hand:
    def __init__(
        self,
        config: Config,
        settings: Settings,
        clock: Clock,
        book: Book,
        orders: Orders,
        notices: Notices,
    ) -> None:
        self._config = config
        self._settings = settings
        self._clock = clock
        self._book = book
        self._orders = orders
        self._notices = notices

    def pay(self, body: JSON) -> JSON:
        """POST /sandbox/pay: a user pays, and the shop is notified.

        A second call makes a second payment, and a closed or expired order is paid, too: a shop
        must be able to handle late and double payments. With "strict" they are refused, as on a
        user's phone. Without a prepay, "amount" is needed. With "notify": false the shop is not
        notified.
        """
        fields = Fields(body)
        out_trade_no = fields.text("out_trade_no")
        amount = fields.maybe_integer("amount", least=1)
        openid = fields.maybe_text("openid")
        notify_url = fields.maybe_text("notify_url")
        strict = fields.flag("strict")
        notify = fields.flag("notify", True)
        manner = Manner.read(fields)
        fields.done()
        now = self._clock.now()
        with self._book.lock:
            order = self._book.orders.get(out_trade_no)
            if order is None and amount is None:
                raise ControlError(
                    f"no order {out_trade_no} was prepaid: give amount to pay without a prepay"
                )
            if strict:
                self._check(order, now)
            payment = Payment(
                transaction_id=number("4200", now, 16),
                out_trade_no=out_trade_no,
                amount=amount or (order.total if order else 0),
                openid=openid or (order.openid if order else "nobody"),
                attach=str(order.params.get("attach", "")) if order else "",
                notify_url=notify_url or (order.notify_url if order else self._any_url()),
                paid_at=now,
            )
            if notify and not payment.notify_url:
                raise ControlError("there is no URL to notify: give notify_url")
            self._book.payments[payment.transaction_id] = payment
        return {
            "transaction_id": payment.transaction_id,
            "out_trade_no": out_trade_no,
            "amount": payment.amount,
            "openid": payment.openid,
            "notified": self._tell(payment, manner) if notify else [],
        }

    def _check(self, order: Order | None, now: int) -> None:
        if order is None:
            raise ControlError("strict: no such order")
        if self._book.payments_of(order.out_trade_no):
            raise ControlError("strict: the order is paid")
        if order.closed:
            raise ControlError("strict: the order is closed")
        if order.expires_at <= now:
            raise ControlError("strict: the order's time_expire is over")
        if all(until <= now for until in order.prepay_ids.values()):
            raise ControlError("strict: each prepay_id is older than two hours")

    def _any_url(self) -> str:
        """For a payment without an order: the account's URL, or that of the last order."""
        if self._settings.notify_url or not self._book.orders:
            return self._settings.notify_url
        return list(self._book.orders.values())[-1].notify_url

    def _tell(self, payment: Payment, manner: Manner) -> list[JSON]:
        with self._book.lock:
            # the notification of a payment, also if it was refunded since
            plain = self._orders.transaction(payment) | {
                "trade_state": "SUCCESS",
                "trade_state_desc": "支付成功",
            }
        return self._notices.send(
            "TRANSACTION.SUCCESS", "支付成功", plain, payment.notify_url, manner
        )

    def tell_refund(self, refund: Refund, manner: Manner = PLAIN) -> list[JSON]:
        with self._book.lock:
            payment = self._book.payments.get(refund.transaction_id)
            if payment is None:  # there was a reset meanwhile
                return []
            plain = self._refund_news(refund, payment)
        return self._notices.send(
            f"REFUND.{refund.status}", SUMMARIES[refund.status], plain, refund.notify_url, manner
        )

    def _refund_news(self, refund: Refund, payment: Payment) -> JSON:
        plain: JSON = {
            "mchid": self._config.mchid,
            "out_trade_no": refund.out_trade_no,
            "transaction_id": refund.transaction_id,
            "out_refund_no": refund.out_refund_no,
            "refund_id": refund.refund_id,
            "refund_status": refund.status,
            "user_received_account": ACCOUNT,
            "amount": {
                "total": payment.amount,
                "refund": refund.amount,
                "payer_total": payment.amount,
                "payer_refund": refund.amount,
            },
        }
        if refund.status == "SUCCESS" and refund.done_at is not None:
            plain["success_time"] = rfc3339(refund.done_at)
        return plain

    def notify(self, body: JSON) -> JSON:
        """POST /sandbox/notify: notify again of a payment or a finished refund, in any manner.

        It is named by "transaction_id", "out_trade_no" (its first payment) or "out_refund_no".
        """
        fields = Fields(body)
        transaction_id = fields.maybe_text("transaction_id")
        out_trade_no = fields.maybe_text("out_trade_no")
        out_refund_no = fields.maybe_text("out_refund_no")
        manner = Manner.read(fields)
        fields.done()
        if [transaction_id, out_trade_no, out_refund_no].count(None) != 2:
            raise ControlError("give one of transaction_id, out_trade_no and out_refund_no")
        if out_refund_no is not None:
            refund = self._book.refunds.get(out_refund_no)
            if refund is None or refund.status == "PROCESSING" or not refund.notify_url:
                raise ControlError(f"{out_refund_no} is not a finished refund with a notify_url")
            return {"notified": self.tell_refund(refund, manner)}
        payments = [
            one
            for one in self._book.payments_of(out_trade_no)
            if transaction_id in (None, one.transaction_id)
        ]
        if not payments:
            raise ControlError(f"no payment {transaction_id or out_trade_no}")
        return {"notified": self._tell(payments[0], manner)}

    def payments(self, out_trade_no: str | None) -> list[JSON]:
        """GET /sandbox/payments: one entry per payment, oldest first."""
        with self._book.lock:
            return [
                {
                    "out_trade_no": payment.out_trade_no,
                    "transaction_id": payment.transaction_id,
                    "amount": payment.amount,
                    "openid": payment.openid,
                    "state": self._book.state_of(payment),
                    "refunds": [
                        {
                            "out_refund_no": refund.out_refund_no,
                            "refund_id": refund.refund_id,
                            "amount": refund.amount,
                            "state": refund.status,
                        }
                        for refund in self._book.refunds_of(payment)
                    ],
                    "shipments": list(payment.shipments),
                }
                for payment in self._book.payments_of(out_trade_no)
            ]
