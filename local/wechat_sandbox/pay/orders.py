"""JSAPI orders: prepay, query, close [pay.weixin.qq.com 4012791897, 4012791900, 4012791901]."""

import secrets
from datetime import datetime

from ..clock import Clock
from ..config import Config
from ..errors import PayError
from ..shapes import JSON
from ..web import Reply, Request, read_object
from .book import SHANGHAI, Book, Order, Payment, rfc3339
from .params import Params, wrong

PREPAY_LIFE_MS = 2 * 60 * 60 * 1000
DAY_MS = 24 * 60 * 60 * 1000
LONGEST_MS = 90 * DAY_MS
DEFAULT_MS = 7 * DAY_MS
SOONEST_MS = 60 * 1000
OUT_TRADE_NO = r"[0-9A-Za-z_\-|*]+"
DESCRIPTIONS = {
    "SUCCESS": "支付成功",
    "REFUND": "订单发生过退款",
    "NOTPAY": "订单未支付",
    "CLOSED": "订单已关闭",
}


class Orders:
    def __init__(self, config: Config, clock: Clock, book: Book) -> None:
        self._config = config
        self._clock = clock
        self._book = book

    def prepay(self, request: Request) -> Reply:
        """POST /v3/pay/transactions/jsapi -> {"prepay_id"}"""
        order = self._read(request)
        now = self._clock.now()
        with self._book.lock:
            known = self._book.orders.get(order.out_trade_no)
            if known is None:
                soonest, longest = now + SOONEST_MS, now + LONGEST_MS
                if not soonest <= order.expires_at <= longest:
                    raise wrong("/time_expire", order.expires_at, "必须在1分钟之后、90天之内")
                known = self._book.orders[order.out_trade_no] = order
            elif self._book.payments_of(known.out_trade_no):
                raise PayError(400, "ORDERPAID", "该订单已支付")
            elif known.closed:
                raise PayError(400, "ORDER_CLOSED", "该订单已关闭")
            elif known.params != order.params:
                raise PayError(403, "OUT_TRADE_NO_USED", "201 商户订单号重复")
            elif known.expires_at <= now:
                raise wrong("/time_expire", known.expires_at, "订单已过支付截止时间")
            day = datetime.fromtimestamp(now / 1000, SHANGHAI).strftime("%Y%m%d%H%M%S")
            prepay_id = "wx" + day + secrets.token_hex(10)
            known.prepay_ids[prepay_id] = now + PREPAY_LIFE_MS
        return Reply.json({"prepay_id": prepay_id})

    def _read(self, request: Request) -> Order:
        params = Params.read(request)
        if params.text("appid", 32) != self._config.appid:
            raise PayError(400, "APPID_MCHID_NOT_MATCH", "appid和mchid不匹配")
        if params.text("mchid", 32) != self._config.mchid:
            raise PayError(400, "MCH_NOT_EXISTS", "商户号不存在")
        params.text("description", 127)
        out_trade_no = params.text("out_trade_no", 32, 6, OUT_TRADE_NO)
        expires_at = params.time("time_expire")
        params.text("attach", 128, needed=False)
        notify_url = params.url("notify_url", 255, needed=True)
        params.text("goods_tag", 32, needed=False)
        params.any("support_fapiao", bool)
        params.any("detail", dict)
        params.any("settle_info", dict)
        scene = params.maybe_object("scene_info")
        if scene:
            scene.text("payer_client_ip", 45)
            scene.text("device_id", 32, needed=False)
            scene.any("store_info", dict)
            scene.done()
        amount = params.object("amount")
        total = amount.amount("total")
        amount.currency()
        amount.done()
        payer = params.object("payer")
        openid = payer.text("openid", 128)
        payer.done()
        params.done()
        return Order(
            out_trade_no=out_trade_no,
            params=read_object(request.body),
            total=total,
            openid=openid,
            notify_url=notify_url,
            expires_at=expires_at or self._clock.now() + DEFAULT_MS,
        )

    def by_out_trade_no(self, request: Request) -> Reply:
        """GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid="""
        self._check_query(request)
        number = request.parts["out_trade_no"]
        with self._book.lock:
            payments = self._book.payments_of(number)
            if payments:
                return Reply.json(self.transaction(payments[0]))
            order = self._book.orders.get(number)
            if order is None:
                raise PayError(404, "ORDER_NOT_EXIST", "订单不存在")
            state = "CLOSED" if order.closed else "NOTPAY"
            return Reply.json(
                {
                    "appid": self._config.appid,
                    "mchid": self._config.mchid,
                    "out_trade_no": number,
                    "trade_state": state,
                    "trade_state_desc": DESCRIPTIONS[state],
                    "attach": order.params.get("attach", ""),
                    "payer": {"openid": order.openid},
                    "amount": {"total": order.total, "currency": "CNY"},
                }
            )

    def by_id(self, request: Request) -> Reply:
        """GET /v3/pay/transactions/id/{transaction_id}?mchid="""
        self._check_query(request)
        with self._book.lock:
            payment = self._book.payments.get(request.parts["transaction_id"])
            if payment is None:
                raise PayError(404, "ORDER_NOT_EXIST", "订单不存在")
            return Reply.json(self.transaction(payment))

    def _check_query(self, request: Request) -> None:
        mchid = request.query.get("mchid", "")
        if mchid != self._config.mchid:
            raise wrong("mchid", mchid, "必须是发起请求的商户号", "query")

    def transaction(self, payment: Payment) -> JSON:
        """A payment, as the query answers it and the notification contains it."""
        state = self._book.state_of(payment)
        return {
            "appid": self._config.appid,
            "mchid": self._config.mchid,
            "out_trade_no": payment.out_trade_no,
            "transaction_id": payment.transaction_id,
            "trade_type": "JSAPI",
            "trade_state": state,
            "trade_state_desc": DESCRIPTIONS[state],
            "bank_type": "OTHERS",
            "attach": payment.attach,
            "success_time": rfc3339(payment.paid_at),
            "payer": {"openid": payment.openid},
            "amount": {
                "total": payment.amount,
                "payer_total": payment.amount,
                "currency": "CNY",
                "payer_currency": "CNY",
            },
        }

    def close(self, request: Request) -> Reply:
        """POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close -> 204, also if repeated."""
        params = Params.read(request)
        mchid = params.text("mchid", 32)
        params.done()
        if mchid != self._config.mchid:
            raise PayError(400, "MCH_NOT_EXISTS", "商户号不存在")
        with self._book.lock:
            order = self._book.orders.get(request.parts["out_trade_no"])
            if order is None:
                raise PayError(404, "ORDER_NOT_EXIST", "订单不存在")
            if self._book.payments_of(order.out_trade_no):
                raise PayError(400, "ORDERPAID", "该订单已支付")
            order.closed = True
        return Reply(204)

    def list(self, out_trade_no: str | None) -> JSON:
        """GET /sandbox/orders: the orders of all prepays, paid or not."""
        with self._book.lock:
            return {
                "orders": [
                    {
                        "out_trade_no": order.out_trade_no,
                        "state": self._state(order),
                        "total": order.total,
                        "openid": order.openid,
                        "expires_at": order.expires_at,
                        "prepay_ids": list(order.prepay_ids),
                    }
                    for order in self._book.orders.values()
                    if out_trade_no is None or order.out_trade_no == out_trade_no
                ]
            }

    def _state(self, order: Order) -> str:
        payments = self._book.payments_of(order.out_trade_no)
        if payments:
            return self._book.state_of(payments[0])
        return "CLOSED" if order.closed else "NOTPAY"
