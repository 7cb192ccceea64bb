"""A write that succeeds, and whose answer the store's client does not get."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ConnectionClosedError

from wxcloud import aws
from wxcloud.awsjson.client import Client


@dataclass
class Lost:
    lost: bool = False


@contextmanager
def lose_answer(operation: str, of: Callable[[dict[str, Any]], bool]) -> Iterator[Lost]:
    """Lose the first answer of `operation` for which `of` is true: the client repeats the call."""
    found, client = Lost(), aws.client("dynamodb")
    own = isinstance(client, Client)
    with (_own if own else _botocores)(client, operation, of, found):
        yield found


@contextmanager
def _own(
    client: Any, operation: str, of: Callable[[dict[str, Any]], bool], found: Lost
) -> Iterator[None]:
    inner, sleep = client._pool.exchange, client._sleep
    target = f".{operation}\r\n".encode()

    def exchange(request: bytes) -> Any:
        response = inner(request)
        if not found.lost and target in request and of(json.loads(response.body)):
            found.lost = True
            raise ConnectionClosedError(endpoint_url="lost")
        return response

    client._pool.exchange, client._sleep = exchange, lambda seconds: None
    try:
        yield
    finally:
        client._pool.exchange, client._sleep = inner, sleep


@contextmanager
def _botocores(
    client: Any, operation: str, of: Callable[[dict[str, Any]], bool], found: Lost
) -> Iterator[None]:
    def repeat(response: Any, **_: Any) -> int | None:
        if not found.lost and response and of(response[1]):
            found.lost = True
            return 0  # at once
        return None

    events, name = client.meta.events, f"needs-retry.dynamodb.{operation}"
    events.register(name, repeat)
    try:
        yield
    finally:
        events.unregister(name, repeat)
