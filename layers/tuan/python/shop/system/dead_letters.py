"""Messages that have failed for good: how many, and what they are about without naming a person.

A message is read without removing it: SQS shows it to the next reader at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from shop.alerts import dead_letters as queues
from shop.alerts.dead_letters import TITLES
from shop.system.views import DeadLetter, DeadLetterQueue, DeadLetters
from wxcloud import aws

NOT_MOVED = frozenset({"Timer"})  # no queue gave them: the input of a timer's call
_SHOWN = 10
# What a message may show. Everything else, such as openids, names and texts, stays out.
_IDS = (
    "orderId",
    "groupId",
    "goodsId",
    "skuId",
    "saleId",
    "liveId",
    "pushId",
    "afterSaleId",
    "refundNo",
    "exportId",
    "experiment",
    "notice",
    "kind",
    "handler",
    "event",
)
_PLAIN = re.compile(r"[0-9A-Za-z_.#-]{1,100}")


def look(queue: str | None) -> DeadLetters:
    """All queues, and some messages of that one."""
    return DeadLetters(queues=list_queues(), items=_peek(queue) if queue is not None else [])


def list_queues() -> list[DeadLetterQueue]:
    """All dead-letter queues, those with messages first."""
    found = [
        DeadLetterQueue(
            queue=name,
            title=TITLES.get(name, name),
            messages=number,
            canRedrive=name not in NOT_MOVED,
        )
        for name, number in queues.counts_by_queue().items()
    ]
    return sorted(found, key=lambda each: each.messages == 0)


def _peek(queue: str) -> list[DeadLetter]:
    url = queues.urls().get(queue)
    if url is None:
        return []
    answer = aws.client("sqs").receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=_SHOWN,
        VisibilityTimeout=0,
        MessageSystemAttributeNames=["SentTimestamp"],
    )
    seen = {each["MessageId"]: each for each in answer.get("Messages", ())}
    return [
        DeadLetter(
            messageId=message_id,
            sentAt=int(each.get("Attributes", {}).get("SentTimestamp", 0)),
            about=about(each["Body"]),
        )
        for message_id, each in seen.items()
    ]


def about(body: str) -> dict[str, str]:
    """What a message is about: ids, and the function or the handler that failed. Pure."""
    told = _object(body)
    found = dict(_ids(told))
    for inner in ("data", "requestPayload"):  # of an event's handler; of a timer's call
        nested = told.get(inner)
        if isinstance(nested, Mapping):
            found = dict(_ids(nested)) | found
    if function := _function(told):
        found["function"] = function
    return found


def _ids(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    openids = {told.get("openid"), told.get("buyer"), told.get("openId")} - {None, ""}
    for name in _IDS:
        value = told.get(name)
        if not isinstance(value, str) or not _PLAIN.fullmatch(value):
            continue
        if not any(str(openid) in value for openid in openids):
            yield name, value


def _function(told: Mapping[str, Any]) -> str:
    """The function that failed, if Lambda says it: the last part of its name."""
    context = told.get("requestContext")
    arn = context.get("functionArn") if isinstance(context, Mapping) else None
    if not isinstance(arn, str):
        return ""
    name = arn.partition(":function:")[2].partition(":")[0]
    last = name.rpartition("-")[2]
    return last if _PLAIN.fullmatch(last) else ""


def _object(body: str) -> Mapping[str, Any]:
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError):
        return {}
    return told if isinstance(told, Mapping) else {}
