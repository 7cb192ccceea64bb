"""Shipping info, which WeChat requires before it pays the merchant
[mini-program docs: server/API/order_shipping/api_uploadshippinginfo, api_getorder]."""

import re
from datetime import datetime
from typing import Any

from ..config import Config
from ..errors import WeChatError
from ..shapes import JSON
from ..tokens import Tokens, read_body
from ..web import Reply, Request
from .book import Book, Payment
from .carriers import CARRIERS
from .delivery import MOST_PARCELS, SPLIT, UNIFIED, Delivery

_UPLOAD_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)")
_MASKED = re.compile(r"[\d+\-]*\*+[\d+\-]*\d{4}")
EXPRESS = 1


class Shipping:
    def __init__(self, config: Config, tokens: Tokens, book: Book) -> None:
        self._config = config
        self._tokens = tokens
        self._book = book

    def upload(self, request: Request) -> Reply:
        """POST /wxa/sec/order/upload_shipping_info"""
        self._tokens.require(request)
        body = read_body(request)
        check_parcels(body)
        uploaded = upload_time(body.get("upload_time"))
        with self._book.lock:
            payment = self._payment(body.get("order_key"))
            if _inside(body, "payer", "openid") != payment.openid:
                raise WeChatError(10060031, "支付单所属openid与payer不一致")
            if self._is_refunded(payment) or payment.received_at is not None:
                raise WeChatError(10060004, "支付单处于不可发货的状态")
            delivery = Delivery.of(payment.shipments)
            if payment.shipments:
                delivery.check(body)
                if uploaded <= upload_time(payment.shipments[-1]["upload_time"]):
                    raise WeChatError(268485216, "上传时间upload_time必须比上一次的晚")
            delivery.take(body)
            if len(delivery.parcels) > MOST_PARCELS:
                raise WeChatError(10060024, "物流信息列表不能超过15个")
            payment.shipments.append(body)
        return Reply.json({"errcode": 0, "errmsg": "ok"})

    def get(self, request: Request) -> Reply:
        """POST /wxa/sec/order/get_order"""
        self._tokens.require(request)
        body = read_body(request)
        key = {"order_number_type": 2, "transaction_id": body.get("transaction_id")}
        if not body.get("transaction_id"):
            number = body.get("merchant_trade_no")
            key = {"order_number_type": 1, "mchid": body.get("merchant_id"), "out_trade_no": number}
        with self._book.lock:
            payment = self._payment(key)
            delivery = Delivery.of(payment.shipments)
            state = 2 if delivery.finished else 1
            if self._is_refunded(payment):
                state = 5
            elif payment.received_at is not None:
                state = 3
            order = {
                "transaction_id": payment.transaction_id,
                "merchant_id": self._config.mchid,
                "merchant_trade_no": payment.out_trade_no,
                "paid_amount": payment.amount,
                "openid": payment.openid,
                "pay_time": payment.paid_at // 1000,
                "order_state": state,
                "in_complaint": False,
                "shipping": delivery.told(),
            }
        return Reply.json({"errcode": 0, "errmsg": "ok", "order": order})

    def _is_refunded(self, payment: Payment) -> bool:
        refunded = sum(one.amount for one in self._book.refunds_of(payment) if one.holds_money)
        return refunded >= payment.amount

    def _payment(self, key: Any) -> Payment:
        if not isinstance(key, dict) or key.get("order_number_type") not in (1, 2):
            raise WeChatError(268485194, "订单单号类型非法")
        payment = None
        if key["order_number_type"] == 2:
            if not key.get("transaction_id"):
                raise WeChatError(268485195, "transaction_id不能为空")
            payment = self._book.payments.get(str(key["transaction_id"]))
        else:
            for errcode, name in ((268485196, "mchid"), (268485197, "out_trade_no")):
                if not key.get(name):
                    raise WeChatError(errcode, f"{name}不能为空")
            if key["mchid"] == self._config.mchid:
                payment = next(iter(self._book.payments_of(str(key["out_trade_no"]))), None)
        if payment is None:
            raise WeChatError(10060001, "支付单不存在")
        return payment


def check_parcels(body: JSON) -> None:
    logistics, mode = body.get("logistics_type"), body.get("delivery_mode")
    if logistics not in (1, 2, 3, 4):
        raise WeChatError(10060005, "物流类型有误")
    if mode not in (UNIFIED, SPLIT):
        raise WeChatError(268485224, "发货模式非法")
    if mode == SPLIT and logistics != EXPRESS:
        raise WeChatError(10060006, "非快递发货时不允许分拆发货")
    if mode == SPLIT and not isinstance(body.get("is_all_delivered"), bool):
        raise WeChatError(10060007, "分拆发货模式下必须填写is_all_delivered")
    parcels = body.get("shipping_list")
    if not isinstance(parcels, list):
        raise WeChatError(47001, "data format error")
    if not parcels:
        raise WeChatError(10060014, "参数错误: shipping_list")
    if len(parcels) > MOST_PARCELS:
        raise WeChatError(10060024, "物流信息列表不能超过15个")
    if mode == UNIFIED and len(parcels) != 1:
        raise WeChatError(268485228, "统一发货模式下,物流信息列表长度必须为1")
    for parcel in parcels:
        _check_parcel(parcel, logistics)


def _check_parcel(parcel: Any, logistics: int) -> None:
    if not isinstance(parcel, dict):
        raise WeChatError(47001, "data format error")
    text = parcel.get("item_desc")
    if not isinstance(text, str) or not text:
        raise WeChatError(10060008, "商品描述item_desc不能为空")
    if len(text) > 120:
        raise WeChatError(10060009, "商品描述item_desc太长")
    if logistics == EXPRESS:
        _check_carrier(parcel)


def _check_carrier(parcel: JSON) -> None:
    for errcode, too_long, name in (
        (268485226, 10060026, "tracking_no"),
        (268485227, 10060025, "express_company"),
    ):
        if not isinstance(parcel.get(name), str) or not parcel[name]:
            raise WeChatError(errcode, f"{name}不能为空")
        if len(parcel[name].encode()) > 128:
            raise WeChatError(too_long, f"{name}太长")
    if parcel["express_company"] not in CARRIERS:  # the page names no errcode of its own
        raise WeChatError(10060014, "参数错误: express_company")
    if parcel["express_company"] == "SF":
        numbers = (
            _inside(parcel, "contact", f"{who}_contact") for who in ("consignor", "receiver")
        )
        if not any(isinstance(one, str) and _MASKED.fullmatch(one) for one in numbers):
            raise WeChatError(10060014, "参数错误: 顺丰必须填写掩码后的联系方式contact")


def upload_time(text: Any) -> float:
    """UTC seconds of an RFC3339 text with milliseconds."""
    try:
        if isinstance(text, str) and _UPLOAD_TIME.fullmatch(text):
            return datetime.fromisoformat(text).timestamp()
    except ValueError:
        pass
    raise WeChatError(268485216, "上传时间upload_time格式有误")


def _inside(body: JSON, outer: str, inner: str) -> Any:
    value = body.get(outer)
    return value.get(inner) if isinstance(value, dict) else None
