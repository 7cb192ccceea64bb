"""Handlers of timers and queues.

Both deliver at least once. A final refusal (4xx) ends the work; any other failure is retried.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

import msgspec

from wxcloud import http
from wxcloud.errors import Refusal
from wxcloud.invocation import Event, Handler, invocation, succeeds, unless_final
from wxcloud.log import logger
from wxcloud.queues import Queue

T = TypeVar("T")
M = TypeVar("M", bound=msgspec.Struct)


def timer(message: type[T]) -> Callable[[Callable[[T], Any]], Handler]:
    """A function that EventBridge Scheduler calls with a `message` as its input.

    What is raised makes Lambda try again.
    """

    def decorate(main: Callable[[T], Any]) -> Handler:
        def handler(event: Event, context: Any = None) -> None:
            with unless_final(), invocation(event, context):
                main(http.convert(event, message))

        handler.main = main  # type: ignore[attr-defined]
        return handler

    return decorate


def queue(source: Queue[M], *, back_off: bool = False) -> Callable[[Callable[[M], Any]], Handler]:
    """A function that an SQS queue calls, for each message by itself.

    Each failed message is reported alone and becomes visible again after the queue's visibility
    timeout; with `back_off` after 30 s, 60 s, 120 s and so on. After five receives it goes to the
    dead-letter queue.
    Source: Lambda Developer Guide, "Implementing partial batch responses" (SQS).
    """

    def decorate(main: Callable[[M], Any]) -> Handler:
        def one(record: Event) -> None:
            main(http.parse(record["body"].encode(), source.message))

        def handler(event: Event, context: Any = None) -> Event:
            failed = [r for r in event["Records"] if not succeeds(one, r)]
            if back_off and failed:
                source.back_off(failed)
            return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in failed]}

        handler.main, handler.source = main, source  # type: ignore[attr-defined]
        return handler

    return decorate


def queue_batch(
    source: Queue[M],
) -> Callable[[Callable[[Sequence[M]], Collection[int]]], Handler]:
    """A function that an SQS queue calls with all messages of a batch at once. `main` returns the
    positions of those that failed; if it raises, all have failed.

    Failed messages become visible again after 30 s, 2, 8 and 15 minutes. After five receives they
    go to the dead-letter queue.
    """

    def decorate(main: Callable[[Sequence[M]], Collection[int]]) -> Handler:
        def handler(event: Event, context: Any = None) -> Event:
            records, messages = [], []
            for record in event["Records"]:
                try:
                    message = http.parse(record["body"].encode(), source.message)
                except Refusal as refusal:  # as in `queue`: a final refusal ends the work
                    logger.error("a message is not readable", extra={"detail": refusal.message})
                    continue
                records.append(record)
                messages.append(message)
            failed = [records[i] for i in _failed(main, messages)] if messages else []
            if failed:
                source.back_off(failed, factor=4)
            return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in failed]}

        handler.main, handler.source = main, source  # type: ignore[attr-defined]
        return handler

    return decorate


def _failed(main: Callable[[Sequence[M]], Collection[int]], messages: Sequence[M]) -> list[int]:
    """The positions of the messages that failed."""
    try:
        with invocation({}, None):
            return sorted(main(messages))
    except Exception:
        return list(range(len(messages)))  # `invocation` has logged it
