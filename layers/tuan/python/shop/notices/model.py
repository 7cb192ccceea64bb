"""The notices, the facts that each of them can tell, and the queue of messages to send.

Other packages send a notice with `NOTICES.send(Notice(...))` or `NOTICES.send_all(...)`. The same
event sent twice gives one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from shop.notices.kinds import DAY, ID, MOMENT, POINTS, REFERENCE, SEATS, TEXT, YUAN, Fact
from wxcloud.queues import Queue

Name = Literal[
    "groupSuccess",
    "groupFailed",
    "paid",
    "paySoon",
    "orderShipped",
    "orderRefunded",
    "pointsExpiring",
    "saleBegins",
]


_GOODS = Fact("明前龙井", TEXT)
_ID = Fact("01kac3v7m4e6t8n0x2r5w9y1bz", ID)
_YUAN = Fact("12.30", YUAN)
_TIME = Fact("2026-11-22 19:30", MOMENT)

_GROUP = {
    "goods": _GOODS,
    "groupId": _ID,
    "size": Fact("3", SEATS),
    "joined": Fact("2", SEATS),
    "missing": Fact("1", SEATS),
    "price": _YUAN,
    "time": _TIME,
}
_ORDER = {"goods": _GOODS, "orderId": _ID, "amount": _YUAN, "time": _TIME}
_SHIPPED = {
    "goods": _GOODS,
    "orderId": _ID,
    "carrier": Fact("中通快递", TEXT),
    "number": Fact("SF1234567890", ID),
    "time": _TIME,
}
_REFUNDED = {
    "goods": _GOODS,
    "orderId": _ID,
    "amount": _YUAN,
    "reason": Fact("拼团未成功，款项退回", TEXT),
    "time": _TIME,
}
_POINTS = {
    "points": Fact("120", POINTS),
    "date": Fact("2026-11-30", DAY),
    "score": Fact("560", POINTS),
}
_SALE = {
    "goods": _GOODS,
    "saleId": Fact("sale-demo-1", REFERENCE),
    "goodsId": Fact("goods-demo-1", REFERENCE),
    "price": _YUAN,
    "time": _TIME,
}
FACTS: Mapping[Name, Mapping[str, Fact]] = {
    "groupSuccess": _GROUP,
    "groupFailed": _GROUP,
    "paid": _ORDER,
    "paySoon": _ORDER,
    "orderShipped": _SHIPPED,
    "orderRefunded": _REFUNDED,
    "pointsExpiring": _POINTS,
    "saleBegins": _SALE,
}


class Notice(msgspec.Struct, frozen=True):
    """A message on the notice queue: tell `openid` about `event`. `facts` fill the template.

    `event` is the key of what happened: `groupSuccess#<groupId>`. One message per user and event.
    """

    notice: Name
    openid: str
    event: str
    facts: dict[str, str]


NOTICES = Queue("NOTICE_QUEUE_URL", Notice)
