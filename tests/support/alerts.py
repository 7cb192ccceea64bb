"""Alerts in tests: the batches of the queue, as AWS delivers them, and the chat of the staff."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.support.cloud import LambdaContext, Shop, handler, sqs_event
from tests.support.orders import OPERATOR

SEND = "/cgi-bin/webhook/send"
OPERATOR_ID = "operator-1"
__all__ = ["OPERATOR", "OPERATOR_ID", "SEND", "Staff", "alert", "send", "watch"]


def alert(
    event: str = "e1", kind: str = "newOrder", line: str = "红茶，¥1.00", fen: int = 100
) -> Any:
    """The message of an alert."""
    return {"kind": kind, "event": event, "line": line, "fen": fen}


def send(*alerts: Any) -> list[Any]:
    """Run sendAlert on a batch of these messages. Returns those that are delivered again."""
    event = sqs_event(*alerts)
    failed = handler("sendAlert")(event, LambdaContext())["batchItemFailures"]
    by_id = {record["messageId"]: json.loads(record["body"]) for record in event["Records"]}
    return [by_id[each["itemIdentifier"]] for each in failed]


def watch() -> None:
    """Run watchShop."""
    handler("watchShop")({}, LambdaContext())


class Staff:
    """The queue of alerts: what fails is delivered again, up to five times."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.waiting: list[tuple[Any, int]] = []
        self.dead: list[Any] = []

    def deliver(self, *, size: int = 1000) -> None:
        """Deliver what waits, once, in batches of `size`."""
        self.waiting += [(each, 1) for each in self.shop.drain("alert")]
        now, self.waiting = self.waiting, []
        for at in range(0, len(now), size):
            batch = now[at : at + size]
            failed = send(*(message for message, _ in batch))
            for message, times in batch:
                if message in failed and times < 5:
                    self.waiting.append((message, times + 1))
                elif message in failed:
                    self.dead.append(message)

    @property
    def chat(self) -> list[str]:
        return list(self.shop.sandbox.chat())


def lines(chat: Sequence[str]) -> list[str]:
    """All lines of all messages."""
    return [line for message in chat for line in message.split("\n")]
