"""Dead letters go back to the queue from which they came.

Each message is sent first and deleted then. If a process stops in between, it is there twice, and
its consumer is idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from shop.alerts import dead_letters as queues
from shop.system.dead_letters import NOT_MOVED
from shop.system.views import Redriven
from wxcloud import aws
from wxcloud.errors import Code
from wxcloud.settings import Setting

# The URLs of the queues whose dead letters DEAD_LETTER_URLS has, with spaces between them.
QUEUE_URLS = Setting("QUEUE_URLS")
MOST = 100  # messages of one call
_BATCH, _HIDDEN_S = 10, 60  # while it is moved, nobody else moves a message

# Which retry queue the events of the dead letters `Stream` came from. All others are of orders.
# `shop.handlers` says it for all, but whoever imports it has the whole shop, and needs its rights.
_OF_EVENTS = {
    "Group": frozenset({"GroupOpened", "MemberJoined", "GroupSucceeded", "GroupFailed"}),
    "Outcome": frozenset({"PushSent", "NoticeSent"}),
}

REDRIVE_REFUSED = Code(
    "REDRIVE_REFUSED",
    409,
    "These messages cannot be sent back. docs/operations.md says what to do.",
)


def redrive(queue: str) -> Redriven:
    """Send messages of that dead-letter queue back, at most MOST. REDRIVE_REFUSED for timers."""
    dead = queues.urls().get(queue)
    if dead is None or queue in NOT_MOVED:
        raise REDRIVE_REFUSED()
    sources = _sources()
    moved = failed = 0
    while moved + failed < MOST and (found := _receive(dead)):
        for message in found:
            source = sources.get(_source_of(queue, message["Body"]))
            if source is None:
                failed += 1
                continue
            _move(message, dead, source)
            moved += 1
    return Redriven(moved=moved, failed=failed, left=queues.messages(dead))


def _receive(dead: str) -> list[Mapping[str, Any]]:
    answer = aws.client("sqs").receive_message(
        QueueUrl=dead, MaxNumberOfMessages=_BATCH, VisibilityTimeout=_HIDDEN_S
    )
    found: list[Mapping[str, Any]] = answer.get("Messages", [])
    return found


def _move(message: Mapping[str, Any], dead: str, source: str) -> None:
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=source, MessageBody=message["Body"])
    sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])


def _source_of(queue: str, body: str) -> str:
    """The name of the queue that gets the message; "" if it cannot be sent back."""
    return queue if queue != "Stream" else retry_queue_of(body)


def retry_queue_of(body: str) -> str:
    """The retry queue of a handler that failed; "" for the position of a record in a stream, and
    for a record that no handler could read: nobody knows of which table it is. Pure."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError):
        return ""
    if not isinstance(told, dict) or not told.get("handler") or not told.get("event"):
        return ""
    of = (name for name, events in _OF_EVENTS.items() if told["event"] in events)
    return f"{next(of, 'Order')}Event"


def _sources() -> dict[str, str]:
    """Queue → its URL."""
    names = (re.search(r"([A-Za-z]+)Queue", url.rpartition("/")[2]) for url in _urls())
    return {found[1]: url for found, url in zip(names, _urls(), strict=True) if found}


def _urls() -> list[str]:
    return QUEUE_URLS.need().split()
