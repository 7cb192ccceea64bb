"""Event sources that treat failures as Lambda does: they honour `batchItemFailures`.

The local AWS does not, so a record that can never be processed is only proved harmless here. The
numbers come from template.yaml.
Source: Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda",
"Retaining discarded records", "Handling errors for an SQS event source".
"""

from __future__ import annotations

import json
from typing import Any

from tests.support.cloud import LambdaContext, Shop, handler
from tests.support.template import resources

MAX_DELIVERIES = 1000  # a source that delivers more often than this repeats for ever


class Endless(AssertionError):
    """The source repeats a record for ever."""


class StreamSource:
    """A shard of a table's stream. `dead` are the records that were given up."""

    def __init__(self, function: str) -> None:
        self.function = function
        name = function[0].upper() + function[1:]
        (settings,) = (
            each
            for each in resources("AWS::Lambda::EventSourceMapping").values()
            if each["FunctionName"] == {"Ref": f"{name}Function"} or name in str(each)
            if "StartingPosition" in each
        )
        assert settings["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert settings["BisectBatchOnFunctionError"], "a bad record takes no others with it"
        self.retries, self.size = settings["MaximumRetryAttempts"], settings["BatchSize"]
        self.dead: list[dict[str, Any]] = []
        self.deliveries = 0

    def deliver(self, records: list[dict[str, Any]]) -> None:
        """Deliver the records, in order, until each is processed or given up."""
        for begin in range(0, len(records), self.size):
            self._deliver(records[begin : begin + self.size], 0)

    def _deliver(self, batch: list[dict[str, Any]], retries: int) -> None:
        self.deliveries += 1
        if self.deliveries > MAX_DELIVERIES:
            raise Endless(self.function)
        failed = self._first_failed(batch)
        if failed is None:
            return
        rest = batch[failed:]
        if failed > 0:
            self._deliver(rest, 0)
        elif len(rest) > 1:  # split in two: that is no retry
            half = len(rest) // 2
            self._deliver(rest[:half], retries)
            self._deliver(rest[half:], retries)
        elif retries < self.retries:
            self._deliver(rest, retries + 1)
        else:
            self.dead += rest

    def _first_failed(self, batch: list[dict[str, Any]]) -> int | None:
        try:
            outcome = handler(self.function)({"Records": batch}, LambdaContext(self.function))
        except Exception:
            return 0  # the whole batch failed
        numbers = [each["dynamodb"]["SequenceNumber"] for each in batch]
        failures = [each["itemIdentifier"] for each in outcome["batchItemFailures"]]
        return min(map(numbers.index, failures)) if failures else None


class QueueSource:
    """A queue with its dead-letter queue. `dead` are the messages that were given up."""

    def __init__(self, shop: Shop, queue: str, function: str) -> None:
        self.shop, self.queue, self.function = shop, queue, function
        name = "".join(word.capitalize() for word in queue.split("_")) + "Queue"
        self.receives = resources("AWS::SQS::Queue")[name]["RedrivePolicy"]["maxReceiveCount"]
        self.dead: list[Any] = []

    def deliver(self) -> None:
        """Deliver what waits, again and again, until each message is processed or given up."""
        waiting = [(body, 1) for body in self.shop.drain(self.queue)]
        deliveries = 0
        while waiting:
            deliveries += 1
            if deliveries > MAX_DELIVERIES:
                raise Endless(self.function)
            body, times = waiting.pop(0)
            if self._succeeds(body, times):
                waiting += [(new, 1) for new in self.shop.drain(self.queue)]
            elif times < self.receives:
                waiting.append((body, times + 1))
            else:
                self.dead.append(body)

    def _succeeds(self, body: Any, times: int) -> bool:
        record = {
            "messageId": "m",
            "body": json.dumps(body, ensure_ascii=False),
            "attributes": {"ApproximateReceiveCount": str(times)},
            "eventSource": "aws:sqs",
        }
        outcome = handler(self.function)({"Records": [record]}, LambdaContext(self.function))
        return not outcome["batchItemFailures"]
