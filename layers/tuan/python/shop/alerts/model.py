"""Alerts, and the queue on which they wait for the robot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from pynamodb.attributes import UnicodeAttribute

from wxcloud.model import Integer, Table, TableMeta
from wxcloud.queues import Queue

Kind = Literal[
    "newOrder", "refundAsked", "customerWaiting", "groupEnding", "lowStock", "deadLetter"
]

ABOUT: Mapping[Kind, str] = {
    "newOrder": "有新订单付款",
    "refundAsked": "买家申请退款或售后",
    "customerWaiting": "有顾客在等待人工客服",
    "groupEnding": "拼团即将到期，还没有成团",
    "lowStock": "商品库存只剩 10 件或更少",
    "deadLetter": "系统任务多次重试后仍然失败",
}
KINDS: tuple[Kind, ...] = tuple(ABOUT)


class Alert(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that the staff is told, once for each `event`. `line` says it on one line, without
    any personal data; `fen` is the amount that it is about."""

    kind: Kind
    event: str
    line: str
    fen: int = 0


ALERTS = Queue("ALERT_QUEUE_URL", Alert)


class AlertItem(Table):
    """An item of the table `alerts`. Each kind of item is a subclass. `ttl` is in seconds UTC."""

    class Meta(TableMeta):
        name = "alerts"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = Integer(null=True)
