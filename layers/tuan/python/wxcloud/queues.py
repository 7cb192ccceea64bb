"""Queues: messages that a function sends for another to work on.

Source: SQS API Reference, SendMessage and SendMessageBatch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from wxcloud import aws
from wxcloud.log import logger

MOST_DELAY_S = 900  # SQS delays a message 15 minutes at most
_FIRST_WAIT_S = 30


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


def put_off(queue_url: str, records: Iterable[dict[str, Any]]) -> None:
    """Let messages that failed come again later each time: after 30 s, 60 s, 120 s and so on.

    If that cannot be had, they come again after the queue's visibility timeout.
    Source: SQS API Reference, ChangeMessageVisibility.
    """
    for record in records:
        times = int(record["attributes"]["ApproximateReceiveCount"])
        if "receiptHandle" not in record:
            continue
        try:
            aws.client("sqs").change_message_visibility(
                QueueUrl=queue_url,
                ReceiptHandle=record["receiptHandle"],
                VisibilityTimeout=min(MOST_DELAY_S, _FIRST_WAIT_S * 2 ** (times - 1)),
            )
        except ClientError:
            logger.warning("a message comes again at the queue's own time", exc_info=True)
