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

# The facts of each notice, each with an example. `shop.notices.kinds` says what a fact can be.
_GROUP = {
    "goods": "明前龙井",
    "groupId": "01kac3v7m4e6t8n0x2r5w9y1bz",
    "size": "3",
    "joined": "2",
    "missing": "1",
    "price": "12.30",
    "time": "2026-11-22 19:30",
}
_SHIPPED = {
    "goods": "明前龙井",
    "orderId": "01kac3v7m4e6t8n0x2r5w9y1bz",
    "carrier": "SF",
    "number": "SF1234567890",
    "time": "2026-11-22 19:30",
}
_REFUNDED = {
    "goods": "明前龙井",
    "orderId": "01kac3v7m4e6t8n0x2r5w9y1bz",
    "amount": "12.30",
    "reason": "拼团未成功，款项退回",
    "time": "2026-11-22 19:30",
}
_POINTS = {"points": "120", "date": "2026-11-30", "score": "560"}
FACTS: Mapping[Name, Mapping[str, str]] = {
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
