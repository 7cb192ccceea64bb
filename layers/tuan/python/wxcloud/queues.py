"""Queues: messages that one function sends and another function processes.

The module that owns a queue declares it with the type of its messages:

    SHIPPING = Queue("SHIP_QUEUE_URL", UploadShipping)
    SHIPPING.send(UploadShipping(orderId=order_id))

and the function that processes them is decorated with `@queue(SHIPPING)` (`wxcloud.triggers`).
Source: SQS API Reference, SendMessage, SendMessageBatch, ChangeMessageVisibility.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import aws
from wxcloud.log import logger
from wxcloud.settings import Setting

MAX_DELAY_S = 900  # the longest delay that SQS takes
_FIRST_WAIT_S = 30
_BATCH = 10

M = TypeVar("M", bound=msgspec.Struct)


class Queue(Generic[M]):
    """A queue of messages of the type `message`; its URL is in the environment variable `name`."""

    def __init__(self, name: str, message: type[M]) -> None:
        self.setting = Setting(name)
        self.message = message

    def send(self, message: M, *, delay_s: int = 0) -> None:
        """Send one message; it becomes visible after `delay_s` seconds (at most MAX_DELAY_S)."""
        aws.client("sqs").send_message(
            QueueUrl=self.setting.need(),
            MessageBody=msgspec.json.encode(message).decode(),
            DelaySeconds=delay_s,
        )

    def send_all(self, messages: Iterable[M]) -> None:
        """Send messages, ten per call. RuntimeError if SQS did not take all of them: then the
        caller's own event is delivered again, so all consumers must be idempotent."""
        bodies = (msgspec.json.encode(message).decode() for message in messages)
        while entries := [
            {"Id": str(i), "MessageBody": body}
            for i, body in zip(range(_BATCH), bodies, strict=False)
        ]:
            answer = aws.client("sqs").send_message_batch(
                QueueUrl=self.setting.need(), Entries=entries
            )
            if answer.get("Failed"):
                raise RuntimeError(f"{len(answer['Failed'])} of {len(entries)} messages not taken")

    def back_off(self, records: Iterable[Mapping[str, Any]], *, factor: int = 2) -> None:
        """Let failed messages become visible later with each receive: 30 s, 60 s, 120 s and so on;
        with another `factor` 30 s, and each time so many times as long, up to MAX_DELAY_S.

        If SQS refuses or is not reached, they become visible after the queue's own visibility
        timeout.
        """
        for record in records:
            times = int(record["attributes"]["ApproximateReceiveCount"])
            if "receiptHandle" not in record:
                continue
            try:
                aws.client("sqs").change_message_visibility(
                    QueueUrl=self.setting.need(),
                    ReceiptHandle=record["receiptHandle"],
                    VisibilityTimeout=min(MAX_DELAY_S, _FIRST_WAIT_S * factor ** (times - 1)),
                )
            except (ClientError, BotoCoreError):
                logger.warning("a message keeps its queue's visibility timeout", exc_info=True)
