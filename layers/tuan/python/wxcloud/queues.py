"""Queues: messages that a function sends for another to work on.

Source: SQS API Reference, SendMessage and SendMessageBatch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from wxcloud import aws

MOST_DELAY_S = 900  # SQS delays a message 15 minutes at most


def send(queue_url: str, message: Any, *, delay_s: int = 0) -> None:
    """Put one message (a Struct or a dict) on a queue, to be seen after `delay_s` seconds."""
    aws.client("sqs").send_message(
        QueueUrl=queue_url,
        MessageBody=msgspec.json.encode(message).decode(),
        DelaySeconds=delay_s,
    )


def send_all(queue_url: str, messages: Iterable[Any]) -> None:
    """Put messages on a queue, ten a call. Raises if even one was not taken, so the caller's
    event comes again: consumers are idempotent."""
    bodies = (msgspec.json.encode(message).decode() for message in messages)
    while entries := [
        {"Id": str(i), "MessageBody": body} for i, body in zip(range(10), bodies, strict=False)
    ]:
        answer = aws.client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
        if answer.get("Failed"):
            raise RuntimeError(f"{len(answer['Failed'])} of {len(entries)} messages not taken")
