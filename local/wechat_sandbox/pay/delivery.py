"""What WeChat knows of an order's parcels after its uploads
[mini-program docs: server/API/order_shipping/api_uploadshippinginfo, chapter 4].

A split delivery takes parcels in several uploads until `is_all_delivered`. An upload after that, or
in another mode or by other logistics, ships the order once more, which it can be once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import WeChatError
from ..shapes import JSON

MOST_PARCELS = 15
UNIFIED, SPLIT = 1, 2


@dataclass
class Delivery:
    mode: int = 0
    logistics: int = 0
    finished: bool = False
    finishes: int = 0
    again: bool = False  # shipped once more
    parcels: dict[tuple[str, str], JSON] = field(default_factory=dict)  # by company and number
    last: JSON = field(default_factory=dict)

    @classmethod
    def of(cls, uploads: Iterable[JSON]) -> "Delivery":
        delivery = cls()
        for body in uploads:
            delivery.take(body)
        return delivery

    def check(self, body: JSON) -> None:
        """Whether WeChat takes one more upload."""
        if {**self.last, "upload_time": 0} == {**body, "upload_time": 0}:
            raise WeChatError(10060023, "发货信息未更新")
        if not self._is_again(body):
            return
        if self.again:
            raise WeChatError(10060003, "支付单已使用重新发货机会")
        if body["delivery_mode"] == SPLIT and not body["is_all_delivered"]:
            raise WeChatError(10060002, "支付单已完成发货，无法继续发货")

    def take(self, body: JSON) -> None:
        if self.last and self._is_again(body):
            self.again, self.finished = True, False
            self.parcels.clear()
        self.mode, self.logistics = body["delivery_mode"], body["logistics_type"]
        if self.mode == UNIFIED or body["is_all_delivered"]:
            self.finished = True
            self.finishes += 1
        for parcel in body["shipping_list"]:
            key = (parcel.get("express_company", ""), parcel.get("tracking_no", ""))
            self.parcels[key] = {**parcel, "upload_time": body["upload_time"]}
        self.last = body

    def told(self) -> JSON:
        """The shipping information, as get_order tells it; nothing before the first upload."""
        if not self.last:
            return {}
        return {
            "delivery_mode": self.mode,
            "logistics_type": self.logistics,
            "finish_shipping": self.finished,
            "finish_shipping_count": self.finishes,
            "shipping_list": [_told(parcel) for parcel in self.parcels.values()],
        }

    def _is_again(self, body: JSON) -> bool:
        kind = (body["delivery_mode"], body["logistics_type"])
        return self.finished or kind != (self.mode, self.logistics)


def _told(parcel: JSON) -> JSON:
    at = datetime.fromisoformat(parcel["upload_time"])
    told = {**parcel, "goods_desc": parcel["item_desc"], "upload_time": int(at.timestamp())}
    del told["item_desc"]
    return told
