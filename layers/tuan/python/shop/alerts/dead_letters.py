"""Dead letters: how many messages wait in which dead-letter queue, and whether they have grown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from shop.alerts.model import ALERTS, Alert, AlertItem
from wxcloud import aws
from wxcloud.errors import Code
from wxcloud.model import Integer, Json
from wxcloud.settings import Setting
from wxcloud.transaction import as_read, commit_one, put

# The URLs of dead-letter queues, with spaces between them. Those of `watchShop` are all but the
# queue of alerts themselves: an alert that nobody can be told must not make another one.
DEAD_LETTER_URLS = Setting("DEAD_LETTER_URLS")

# Refused internally: another call of watchShop has looked meanwhile.
LOOKED_AT = Code("LOOKED_AT", 409, "Somebody else has looked at the dead letters.")

_VISIBLE, _IN_FLIGHT = "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"
TITLES = {
    "Notice": "买家通知",
    "Support": "客服回复",
    "PushDue": "直播推送",
    "Push": "直播推送送达",
    "CloseOrder": "关闭订单",
    "Refund": "退款",
    "Ship": "发货信息上传",
    "Seat": "拼团结算",
    "Desk": "导出与重建",
    "Privacy": "个人数据的删除与导出",
    "Alert": "员工提醒",
    "Tracking": "行为数据",
    "Exposure": "实验曝光",
    "Stream": "订单与拼团的后续处理",
    "Timer": "定时任务",
}


class DeadLettersSeen(AlertItem):
    """How many messages each dead-letter queue had at the last look. `version` counts the looks
    that found another number."""

    counts = Json(dict[str, int])
    version = Integer()

    @classmethod
    def new(cls, counts: Mapping[str, int], version: int) -> DeadLettersSeen:
        return cls(pk="watch", sk="deadLetters", counts=dict(counts), version=version)


def count() -> int:
    """Messages in all dead-letter queues."""
    return sum(counts().values())


def counts() -> dict[str, int]:
    """Messages in each dead-letter queue. One that somebody looks at in the console counts, too."""
    return {TITLES.get(name, name): number for name, number in counts_by_queue().items()}


def counts_by_queue() -> dict[str, int]:
    """The same, by the names of the queues in template.yaml: `Refund`."""
    found = urls()
    with ThreadPoolExecutor(len(found)) as pool:
        return dict(zip(found, pool.map(messages, found.values()), strict=True))


def urls() -> dict[str, str]:
    """Queue → the URL of its dead letters."""
    return {_name(url): url for url in DEAD_LETTER_URLS.need().split()}


def look() -> None:
    """The staff is told of dead letters that were not there at the last look. The alert is sent
    before the look is noted: if a crash comes between, the next look sends the same alert again."""
    now = counts()
    seen = DeadLettersSeen.get("watch", "deadLetters", consistent=True)
    before, version = (seen.counts, seen.version) if seen is not None else ({}, 0)
    if now == before:
        return
    grown = {name: n - before.get(name, 0) for name, n in now.items() if n > before.get(name, 0)}
    if grown:
        told = "；".join(f"{name}：新增 {n} 条，共 {now[name]} 条" for name, n in grown.items())
        ALERTS.send(Alert("deadLetter", f"deadLetters#{version + 1}", told))
    noted = DeadLettersSeen.new(now, version + 1)
    is_as_seen = as_read(DeadLettersSeen.version, version or None)
    commit_one(put(noted, where=is_as_seen, otherwise=LOOKED_AT))


def _name(url: str) -> str:
    """The queue's name in template.yaml; the last part of its URL if it has none there."""
    last = url.rstrip("/").rpartition("/")[2]
    found = re.search(r"([A-Za-z]+)DeadLetters", last)
    return found[1] if found else last


def messages(url: str) -> int:
    """Messages in a queue: those that wait, and those that somebody has received."""
    answer = aws.client("sqs").get_queue_attributes(
        QueueUrl=url, AttributeNames=[_VISIBLE, _IN_FLIGHT]
    )
    return sum(int(answer["Attributes"].get(name, 0)) for name in (_VISIBLE, _IN_FLIGHT))
