"""WeChat's records of shipped orders (发货信息管理服务), and its list of carriers.

WeChat keeps the money of a mini-program's orders until it knows that they were shipped.
Source: mini-program docs, server/API/order_shipping (upload_shipping_info, get_order) and
server/API/weixin-express/express-msg (get_delivery_list).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from wxcloud.errors import WECHAT_FAILED, Code
from wxcloud.wechat import api
from wxcloud.wechat.client import WeChatRefusal

EXPRESS, VIRTUAL, PICKUP = 1, 3, 4  # logistics_type
UNIFIED, SPLIT = 1, 2  # delivery_mode
TO_SHIP, SHIPPED = 1, 2  # order_state: what follows is confirmed, settled or refunded

UPLOAD_LATER = Code("UPLOAD_LATER", 503, "WeChat does not know the payment yet. Try again later.")
_UNKNOWN = 10060001  # it takes a minute after the payment


class Waybill(msgspec.Struct, frozen=True):
    """A parcel, as WeChat knows it."""

    tracking_no: str = ""
    express_company: str = ""


class _Shipping(msgspec.Struct, frozen=True):
    delivery_mode: int = 0
    finish_shipping: bool = False
    shipping_list: list[Waybill] = []


class ShippingRecord(msgspec.Struct, frozen=True):
    """What WeChat knows of a paid order. `order_state` is 1 to ship, 2 shipped, 3 received, 4 done,
    5 refunded, 6 received, not settled yet."""

    order_state: int
    shipping: _Shipping = _Shipping()

    @property
    def mode(self) -> int:
        """UNIFIED or SPLIT; 0 if nothing was uploaded."""
        return self.shipping.delivery_mode

    @property
    def is_finished(self) -> bool:
        """Whether WeChat was told that everything is shipped."""
        return self.shipping.finish_shipping

    @property
    def is_over(self) -> bool:
        """Whether WeChat takes no shipping information any more."""
        return self.order_state > SHIPPED

    @property
    def parcels(self) -> frozenset[tuple[str, str]]:
        """Carrier and tracking number of each parcel."""
        sent = self.shipping.shipping_list
        return frozenset((one.express_company, one.tracking_no) for one in sent)


class _Answer(msgspec.Struct, frozen=True):
    order: ShippingRecord


def record(transaction_id: str) -> ShippingRecord | None:
    """WeChat's record of the order with that payment; None if it does not know the payment, or not
    yet. WeChatRefusal."""
    try:
        answer = api.post("/wxa/sec/order/get_order", {"transaction_id": transaction_id}, {})
    except WeChatRefusal as refusal:
        if refusal.errcode == _UNKNOWN:
            return None
        raise
    try:
        return msgspec.convert(answer, _Answer).order
    except msgspec.ValidationError:
        raise WeChatRefusal(WECHAT_FAILED) from None


def upload(
    transaction_id: str,
    openid: str,
    parcels: Sequence[Mapping[str, Any]],
    *,
    logistics: Literal[1, 3, 4],
    mode: int,
    is_all: bool,
    at: str,
) -> None:
    """Tell WeChat of parcels, in its own words (`shipping_list`).

    `at` (RFC 3339 with milliseconds) must grow with each upload of an order. In a SPLIT delivery,
    `is_all` says that nothing more follows. An upload after that, or in another mode, uses the only
    chance to correct it. UPLOAD_LATER while WeChat does not know the payment; WeChatRefusal.
    """
    body: dict[str, Any] = {
        # By WeChat's own number: then the merchant's secret need not be read here.
        "order_key": {"order_number_type": 2, "transaction_id": transaction_id},
        "logistics_type": logistics,
        "delivery_mode": mode,
        "shipping_list": list(parcels),
        "upload_time": at,
        "payer": {"openid": openid},
    }
    if mode == SPLIT:
        body["is_all_delivered"] = is_all
    api.post("/wxa/sec/order/upload_shipping_info", body, {_UNKNOWN: UPLOAD_LATER})


def carriers() -> frozenset[str]:
    """The ids of all carriers that WeChat knows: about 1,500. WeChatRefusal."""
    path = "/cgi-bin/express/delivery/open_msg/get_delivery_list"
    listed = api.post(path, {}, {}).get("delivery_list")
    if not isinstance(listed, list):
        raise WeChatRefusal(WECHAT_FAILED)
    return frozenset(str(one.get("delivery_id")) for one in listed if isinstance(one, dict))
