"""Temporary: raw changes of a table's items, until all streams are typed (`wxcloud.events`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from wxcloud.invocation import Event, Handler, succeeds
from wxcloud.model import Table

M = TypeVar("M", bound=Table)


class Change(msgspec.Struct, Generic[M], frozen=True):
    old: M | None
    new: M | None
    at: int


def stream(model: type[M]) -> Callable[[Callable[[Change[M]], Any]], Handler]:
    def decorate(main: Callable[[Change[M]], Any]) -> Handler:
        def one(record: Event) -> None:
            told = record["dynamodb"]
            old, new = told.get("OldImage"), told.get("NewImage")
            at = int(float(told.get("ApproximateCreationDateTime", 0)) * 1000)
            main(Change(model.of(old) if old else None, model.of(new) if new else None, at))

        def handler(event: Event, context: Any = None) -> Event:
            for record in event["Records"]:
                if not succeeds(one, record):
                    failure = record["dynamodb"]["SequenceNumber"]
                    return {"batchItemFailures": [{"itemIdentifier": failure}]}
            return {"batchItemFailures": []}

        return handler

    return decorate
