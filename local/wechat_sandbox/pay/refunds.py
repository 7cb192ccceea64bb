"""Refunds: apply, query, and the later result [pay.weixin.qq.com 4012810597, 4012810601]."""

import threading
from collections.abc import Callable

from ..clock import Clock
from ..errors import ControlError, PayError
from ..settings import Settings
from ..shapes import JSON, Fields
from ..timers import Timers
from ..web import Reply, Request, read_object
from .book import Book, Payment, Refund, number, rfc3339
from .orders import DAY_MS
from .params import Params, wrong

LONGEST_MS = 365 * DAY_MS
MOST_PER_PAYMENT = 50
OUT_REFUND_NO = r"[0-9A-Za-z_\-|*@]+"
OUTCOMES = ("SUCCESS", "ABNORMAL", "CLOSED")
ACCOUNT = "支付用户零钱"


class Refunds:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        book: Book,
        timers: Timers,
        notify: Callable[[Refund], object],
        changed: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._book = book
        self._timers = timers
        self._notify = notify
        self._changed = changed
        self._lock = threading.Lock()
        self._plans: list[JSON] = []

    def apply(self, request: Request) -> Reply:
        """POST /v3/refund/domestic/refunds: 200 means accepted, not yet refunded."""
        asked = self._read(request)
        with self._book.lock:
            known = self._book.refunds.get(asked.out_refund_no)
            if known is not None:
                if known.params != asked.params:
                    raise PayError(
                        400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试"
                    )
                return Reply.json(self.answer(known))
            payment = self._payment(asked)
            self._check(asked, payment)
            asked.transaction_id = payment.transaction_id
            asked.out_trade_no = payment.out_trade_no
            asked.outcome = self._outcome(asked)
            self._book.refunds[asked.out_refund_no] = asked
            answer = Reply.json(self.answer(asked))
        self._later(asked)
        return answer

    def _read(self, request: Request) -> Refund:
        params = Params.read(request)
        transaction_id = params.text("transaction_id", 32, needed=False)
        out_trade_no = params.text("out_trade_no", 32, 6, needed=False)
        if not transaction_id and not out_trade_no:
            raise wrong("/transaction_id", None, "transaction_id和out_trade_no必须二选一")
        out_refund_no = params.text("out_refund_no", 64, 1, OUT_REFUND_NO)
        params.text("reason", 80, needed=False)
        notify_url = params.url("notify_url", 256, needed=False)
        params.text("funds_account", 32, pattern="AVAILABLE|UNSETTLED", needed=False)
        params.any("goods_detail", list)
        amount = params.object("amount")
        refund = amount.amount("refund")
        amount.amount("total")
        amount.text("currency", 16, pattern="CNY")
        amount.any("from", list)
        amount.done()
        params.done()
        now = self._clock.now()
        return Refund(
            out_refund_no=out_refund_no,
            refund_id=number("5030", now, 17),
            transaction_id=transaction_id,
            out_trade_no=out_trade_no,
            amount=refund,
            params=read_object(request.body),
            notify_url=notify_url,
            created_at=now,
            outcome="SUCCESS",
        )

    def _payment(self, asked: Refund) -> Payment:
        if asked.transaction_id:
            payment = self._book.payments.get(asked.transaction_id)
            if payment and asked.out_trade_no not in ("", payment.out_trade_no):
                raise wrong("/out_trade_no", asked.out_trade_no, "与transaction_id不是同一订单")
        else:
            payment = next(iter(self._book.payments_of(asked.out_trade_no)), None)
        if payment is None:
            raise PayError(404, "RESOURCE_NOT_EXISTS", "订单不存在")
        return payment

    def _check(self, asked: Refund, payment: Payment) -> None:
        if asked.params["amount"]["total"] != payment.amount:
            raise PayError(
                400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试"
            )
        now = self._clock.now()
        if now - payment.paid_at > LONGEST_MS:
            raise PayError(400, "INVALID_REQUEST", "订单已超过可退款的最大期限")
        others = [one for one in self._book.refunds_of(payment) if one.holds_money]
        if asked.amount + sum(one.amount for one in others) > payment.amount:
            raise PayError(400, "INVALID_REQUEST", "申请退款金额大于可退金额")
        if len(others) >= MOST_PER_PAYMENT:
            raise PayError(403, "RULE_LIMIT", "部分退款不得超过50次")
        gap_ms = self._settings.refund_gap_s * 1000
        if any(now - one.created_at < gap_ms for one in others):
            raise PayError(429, "FREQUENCY_LIMITED", "同一订单的多次退款需间隔1分钟")

    def query(self, request: Request) -> Reply:
        """GET /v3/refund/domestic/refunds/{out_refund_no}"""
        with self._book.lock:
            refund = self._book.refunds.get(request.parts["out_refund_no"])
            if refund is None:
                raise PayError(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
            return Reply.json(self.answer(refund))

    def answer(self, refund: Refund) -> JSON:
        total = self._book.payments[refund.transaction_id].amount
        answer: JSON = {
            "refund_id": refund.refund_id,
            "out_refund_no": refund.out_refund_no,
            "transaction_id": refund.transaction_id,
            "out_trade_no": refund.out_trade_no,
            "channel": "ORIGINAL",
            "user_received_account": ACCOUNT,
            "create_time": rfc3339(refund.created_at),
            "status": refund.status,
            "funds_account": refund.params.get("funds_account", "AVAILABLE"),
            "amount": {
                "total": total,
                "refund": refund.amount,
                "payer_total": total,
                "payer_refund": refund.amount,
                "settlement_total": total,
                "settlement_refund": refund.amount,
                "discount_refund": 0,
                "currency": "CNY",
            },
        }
        if refund.status == "SUCCESS" and refund.done_at is not None:
            answer["success_time"] = rfc3339(refund.done_at)
        return answer

    def plan(self, body: JSON) -> JSON:
        """POST /sandbox/refunds {"status", "times"?, "out_trade_no"?}: the result of the next
        refunds.

        SUCCESS, ABNORMAL and CLOSED come after settings.refund_delay_ms; PROCESSING stays until
        POST /sandbox/settle."""
        fields = Fields(body)
        plan = {
            "status": fields.choice("status", (*OUTCOMES, "PROCESSING")),
            "times": fields.integer("times", 1, least=1),
            "out_trade_no": fields.maybe_text("out_trade_no"),
        }
        fields.done()
        with self._lock:
            self._plans.append(plan)
            return {"plans": [dict(one) for one in self._plans]}

    def _outcome(self, refund: Refund) -> str:
        with self._lock:
            for plan in self._plans:
                if plan["out_trade_no"] in (None, refund.out_trade_no):
                    plan["times"] -= 1
                    if plan["times"] == 0:
                        self._plans.remove(plan)
                    return str(plan["status"])
        return "SUCCESS"

    def settle(self, body: JSON) -> JSON:
        """POST /sandbox/settle {"out_refund_no", "status"}: the refund gets that status now."""
        fields = Fields(body)
        out_refund_no = fields.text("out_refund_no")
        status = fields.choice("status", OUTCOMES)
        fields.done()
        with self._book.lock:
            refund = self._book.refunds.get(out_refund_no)
            if refund is None:
                raise ControlError(f"no refund {out_refund_no}")
            if refund.status in ("SUCCESS", "CLOSED"):
                raise ControlError(f"refund {out_refund_no} is {refund.status} already")
            refund.outcome = status
        self._finish(refund)
        return {"out_refund_no": out_refund_no, "status": status}

    def _later(self, refund: Refund) -> None:
        if refund.outcome != "PROCESSING":
            delay_s = self._settings.refund_delay_ms / 1000
            self._timers.after(delay_s, lambda: self._finish(refund))

    def _finish(self, refund: Refund) -> None:
        with self._book.lock:
            if refund.status in (refund.outcome, "SUCCESS", "CLOSED"):
                return
            refund.status = refund.outcome
            refund.done_at = self._clock.now()
        self._changed()
        if refund.notify_url:
            self._notify(refund)

    def resume(self) -> None:
        """After a restart, go on with the refunds that are not finished."""
        with self._book.lock:
            waiting = [one for one in self._book.refunds.values() if one.status == "PROCESSING"]
        for refund in waiting:
            self._later(refund)

    def reset(self) -> None:
        with self._lock:
            self._plans.clear()
