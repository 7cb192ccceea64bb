"""The notices, the facts that each of them can tell, and the queue of messages to send.

Other packages send a notice with `NOTICES.send(Notice(...))` or `NOTICES.send_all(...)`. The same
event sent twice gives one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from wxcloud.queues import Queue

Name = Literal["groupSuccess", "groupFailed", "orderShipped", "orderRefunded", "pointsExpiring"]


class Fact(msgspec.Struct, frozen=True):
    """What a notice can tell. `others` are further values that it can have: the longest one, and
    ones of all kinds of characters. saveNotice tries a template with the example and with them.
    `whole`: half of it would be another one, so it is never cut.
    """

    example: str
    others: tuple[str, ...] = ()
    whole: bool = False


_TEXTS = ("Type-C 转接头【20W】½ & 更多 👨‍👩‍👧‍👦", "W" * 120)
_GOODS = Fact("明前龙井", _TEXTS)
_REASON = Fact("拼团未成功，款项退回", _TEXTS)
_ID = Fact("01kac3v7m4e6t8n0x2r5w9y1bz", whole=True)
_NUMBER = Fact("SF1234567890", ("7" * 32, "JD-0012_a-1-1-"), whole=True)
_CARRIER = Fact("SF", ("EMS_2-a",), whole=True)
_YUAN = Fact("12.30", ("0.00", "10000000.00"))
_COUNT = Fact("3", ("1000000000",))
_TIME = Fact("2026-11-22 19:30")
_DATE = Fact("2026-11-30")

_GROUP = {
    "goods": _GOODS,
    "groupId": _ID,
    "size": _COUNT,
    "joined": _COUNT,
    "missing": _COUNT,
    "price": _YUAN,
    "time": _TIME,
}
_SHIPPED = {
    "goods": _GOODS,
    "orderId": _ID,
    "carrier": _CARRIER,
    "number": _NUMBER,
    "time": _TIME,
}
_REFUNDED = {
    "goods": _GOODS,
    "orderId": _ID,
    "amount": _YUAN,
    "reason": _REASON,
    "time": _TIME,
}
_POINTS = {"points": _COUNT, "date": _DATE, "score": Fact("560", ("-1000000000",))}
FACTS: Mapping[Name, Mapping[str, Fact]] = {
    "groupSuccess": _GROUP,
    "groupFailed": _GROUP,
    "orderShipped": _SHIPPED,
    "orderRefunded": _REFUNDED,
    "pointsExpiring": _POINTS,
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
