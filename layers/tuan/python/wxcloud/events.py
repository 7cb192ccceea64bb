"""Domain events: what a change of a table's item means, and who handles it.

A table's stream is its outbox: nothing is written to a table and to a queue as two halves of one
thing. An aggregate decodes each stream record into typed events, once, by the kind of item:

    class OrderPaid(Event, frozen=True, tag=True): ...
    def decode(change: Change) -> list[Event]: ...

A registry lists the handlers of each event. Each handler is isolated: if one fails, only that
handler, with that event, goes to the function's retry queue. It does not stop the other handlers,
and not the stream's shard. After five failures it goes to the dead-letter queue.

A record that cannot be decoded goes the same way as a whole, because Lambda would deliver all
records after it again with it, and a dead letter of a stream has no data.

Streams and queues deliver at least once, and a retry comes after later events, so every handler
must be idempotent and must not depend on the order of events.

Source: Lambda Developer Guide, "Process DynamoDB records with Lambda".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from wxcloud import http
from wxcloud.invocation import Event as LambdaEvent
from wxcloud.invocation import Handler as LambdaHandler
from wxcloud.invocation import succeeds
from wxcloud.queues import Queue


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that has happened. A subclass is declared with `frozen=True, tag=True`; its fields
    are what handlers need. `at` is when the item was changed (ms UTC)."""

    at: int = 0


class Change(msgspec.Struct, frozen=True):
    """A stream record: an item in DynamoDB's JSON before (None: it is new) and after (None: it was
    removed), and when (ms UTC)."""

    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    at: int

    @property
    def keys(self) -> Mapping[str, Any]:
        """Any image of the item: to read the item's key."""
        return self.new or self.old or {}


class Retry(msgspec.Struct, frozen=True):
    """A message on a retry queue: this handler failed for this event. Without a handler, `data` is
    a stream record that could not be decoded."""

    handler: str
    event: str
    data: msgspec.Raw


Handler = Callable[[Any], None]
Handlers = Mapping[type[Event], Sequence[Handler]]


def stream(
    decode: Callable[[Change], Sequence[Event]], handlers: Handlers, retries: Queue[Retry]
) -> LambdaHandler:
    """A function with two sources: a table's stream, and its own queue of retries."""
    dispatch = _Dispatch(decode, handlers, retries)

    def handler(event: LambdaEvent, context: Any = None) -> LambdaEvent:
        records = event["Records"]
        is_retry = bool(records) and records[0].get("eventSource") == "aws:sqs"
        failed = dispatch.retry(records) if is_retry else dispatch.records(records)
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}

    handler.handlers, handler.source = handlers, retries  # type: ignore[attr-defined]
    return handler


class _Dispatch:
    """Gives each event to its handlers, each by itself."""

    def __init__(
        self,
        decode: Callable[[Change], Sequence[Event]],
        handlers: Handlers,
        retries: Queue[Retry],
    ) -> None:
        self.decode, self.handlers, self.retries = decode, handlers, retries
        self.by_name = {_name(each): each for several in handlers.values() for each in several}
        self.kinds = {kind.__name__: kind for kind in handlers}

    def records(self, records: Sequence[LambdaEvent]) -> list[str]:
        """The number of the first record that failed and that the retry queue does not take: it and
        all after it are delivered again."""
        for record in records:
            told = record["dynamodb"]
            if not (succeeds(self._record, told) or succeeds(self._set_aside, told)):
                return [told["SequenceNumber"]]
        return []

    def retry(self, messages: Sequence[LambdaEvent]) -> list[str]:
        """The ids of the messages that failed: each is delivered again, later each time."""
        failed = [each for each in messages if not succeeds(self._retry, each)]
        if failed:
            self.retries.back_off(failed)
        return [each["messageId"] for each in failed]

    def _set_aside(self, told: LambdaEvent) -> None:
        self.retries.send(Retry("", "", msgspec.Raw(msgspec.json.encode(told))))

    def _record(self, told: LambdaEvent) -> None:
        for event in self.decode(_change(told)):
            for handler in self.handlers.get(type(event), ()):
                if not succeeds(handler, event, name=_name(handler)):
                    data = msgspec.Raw(msgspec.json.encode(event))
                    self.retries.send(Retry(_name(handler), type(event).__name__, data))

    def _retry(self, message: LambdaEvent) -> None:
        retry = http.parse(message["body"].encode(), Retry)
        if not retry.handler:
            self._record(msgspec.json.decode(retry.data))
            return
        event = msgspec.json.decode(retry.data, type=self.kinds[retry.event])
        self.by_name[retry.handler](event)


def _change(told: LambdaEvent) -> Change:
    at = int(float(told.get("ApproximateCreationDateTime", 0)) * 1000)
    return Change(told.get("OldImage"), told.get("NewImage"), at)


def _name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def names(handlers: Handlers) -> Iterator[tuple[str, str]]:
    """Each event's name with the name of each of its handlers: for documentation and tests."""
    for kind, several in handlers.items():
        for each in several:
            yield kind.__name__, _name(each)
