"""Shipping info, which WeChat requires before it pays the merchant
[mini-program docs: server/API/order_shipping/api_uploadshippinginfo]."""

import re
from datetime import datetime
from typing import Any

from ..config import Config
from ..errors import WeChatError
from ..shapes import JSON
from ..tokens import Tokens, read_body
from ..web import Reply, Request
from .book import Book, Payment

MOST_PARCELS = 15
_UPLOAD_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)")
_MASKED = re.compile(r"[\d+\-]*\*+[\d+\-]*\d{4}")
EXPRESS, UNIFIED, SPLIT = 1, 1, 2


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
            refunded = sum(one.amount for one in self._book.refunds_of(payment) if one.holds_money)
            if refunded >= payment.amount:
                raise WeChatError(10060004, "支付单处于不可发货的状态")
            check_repeat(payment.shipments, body, uploaded)
            payment.shipments.append(body)
        return Reply.json({"errcode": 0, "errmsg": "ok"})

    def _payment(self, key: Any) -> Payment:
        if not isinstance(key, dict) or key.get("order_number_type") not in (1, 2):
            raise WeChatError(10060014, "参数错误: order_key")
        if key["order_number_type"] == 2:
            payment = self._book.payments.get(str(key.get("transaction_id")))
        elif key.get("mchid") == self._config.mchid:
            payment = next(iter(self._book.payments_of(str(key.get("out_trade_no")))), None)
        else:
            payment = None
        if payment is None:
            raise WeChatError(10060001, "支付单不存在")
        return payment


def check_parcels(body: JSON) -> None:
    logistics, mode = body.get("logistics_type"), body.get("delivery_mode")
    if logistics not in (1, 2, 3, 4):
        raise WeChatError(10060005, "物流类型有误")
    if mode not in (UNIFIED, SPLIT):
        raise WeChatError(10060014, "参数错误: delivery_mode")
    if mode == SPLIT and logistics != EXPRESS:
        raise WeChatError(10060006, "非快递发货时不允许分拆发货")
    if mode == SPLIT and not isinstance(body.get("is_all_delivered"), bool):
        raise WeChatError(10060007, "分拆发货模式下必须填写is_all_delivered")
    parcels = body.get("shipping_list")
    if not isinstance(parcels, list) or not parcels:
        raise WeChatError(10060014, "参数错误: shipping_list")
    if len(parcels) > MOST_PARCELS:
        raise WeChatError(10060024, "物流信息列表不能超过15个")
    if mode == UNIFIED and len(parcels) != 1:
        raise WeChatError(10060014, "参数错误: 统一发货时shipping_list只能有一个")
    for parcel in parcels:
        _check_parcel(parcel, logistics)


def _check_parcel(parcel: Any, logistics: int) -> None:
    if not isinstance(parcel, dict):
        raise WeChatError(10060014, "参数错误: shipping_list")
    text = parcel.get("item_desc")
    if not isinstance(text, str) or not text:
        raise WeChatError(10060008, "商品描述item_desc不能为空")
    if len(text) > 120:
        raise WeChatError(10060025, "商品描述item_desc太长")
    if logistics != EXPRESS:
        return
    for name in ("tracking_no", "express_company"):
        if not isinstance(parcel.get(name), str) or not parcel[name]:
            raise WeChatError(10060014, f"参数错误: {name}")
        if len(parcel[name].encode()) > 128:
            raise WeChatError(10060026, f"{name}太长")
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


def check_repeat(shipments: list[JSON], body: JSON, uploaded: float) -> None:
    """A split delivery may add parcels until all is delivered; any other upload may be corrected
    once."""
    if not shipments:
        return
    last = shipments[-1]
    if {**last, "upload_time": 0} == {**body, "upload_time": 0}:
        raise WeChatError(10060023, "发货信息未更新")
    if uploaded <= upload_time(last["upload_time"]):
        raise WeChatError(268485216, "上传时间upload_time必须比上一次的晚")
    if last["delivery_mode"] == SPLIT:
        if last["is_all_delivered"]:
            raise WeChatError(10060002, "支付单已完成发货，无法继续发货")
    elif len(shipments) >= 2:
        raise WeChatError(10060003, "支付单已使用重新发货机会")


def _inside(body: JSON, outer: str, inner: str) -> Any:
    value = body.get(outer)
    return value.get(inner) if isinstance(value, dict) else None
