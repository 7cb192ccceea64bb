"""A write that succeeds, and whose answer the store's client does not get."""

from __future__ import annotations

import json
import threading
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


@contextmanager
def lose_every_answer() -> Iterator[Lost]:
    """Lose the first answer of every call of the store that succeeds: it is made twice."""
    found, client = Lost(), aws.client("dynamodb")
    with (_every_own if isinstance(client, Client) else _every_botocores)(client, found):
        yield found


@contextmanager
def _every_own(client: Any, found: Lost) -> Iterator[None]:
    inner, sleep = client._pool.exchange, client._sleep
    repeated = threading.local()

    def exchange(request: bytes) -> Any:
        response = inner(request)
        if response.status == 200 and not getattr(repeated, "now", False):
            repeated.now = found.lost = True
            raise ConnectionClosedError(endpoint_url="lost")
        repeated.now = False
        return response

    client._pool.exchange, client._sleep = exchange, lambda seconds: None
    try:
        yield
    finally:
        client._pool.exchange, client._sleep = inner, sleep


@contextmanager
def _every_botocores(client: Any, found: Lost) -> Iterator[None]:
    def repeat(response: Any, attempts: int, **_: Any) -> int | None:
        if attempts == 1 and response and response[0].status_code == 200:
            found.lost = True
            return 0
        return None

    events = client.meta.events
    events.register("needs-retry.dynamodb", repeat)
    try:
        yield
    finally:
        events.unregister("needs-retry.dynamodb", repeat)
