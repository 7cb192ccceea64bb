"""Warm requests: the CPU time of a handler, compared with the CPU time of its store calls.

The CPU time of a store call (building, signing, sending, parsing) is measured in botocore's client
while the handler runs, so both times are of the same requests.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.support.cloud import LambdaContext, handler, http_event, token
from wxcloud import aws


@dataclass(frozen=True)
class Warm:
    """Medians of the CPU time per request in µs: in store calls, and `beyond` them. `calls` is the
    number of store calls per request."""

    function: str
    store: float
    beyond: float
    calls: float


@contextmanager
def store_time() -> Iterator[list[float]]:
    """A list that gets the CPU seconds of each call of the DynamoDB client."""
    client = aws.client("dynamodb")
    inner, spent = client._make_api_call, []

    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.thread_time()
        try:
            return inner(*args, **kwargs)
        finally:
            spent.append(time.thread_time() - started)

    client._make_api_call = timed
    try:
        yield spent
    finally:
        client._make_api_call = inner


def measure(rounds: int = 200) -> list[Warm]:
    def event(name: str, openid: str, **data: Any) -> dict[str, Any]:
        return http_event(name, data, {"authorization": f"Bearer {token(openid)}"})

    requests: dict[str, Callable[[int], dict[str, Any]]] = {
        "getGoods": lambda n: event("getGoods", "warm", goodsId="goods-demo-1"),
        "getGroup": lambda n: event("getGroup", "warm", groupId="group-demo-1"),
        "joinGroup": lambda n: event("joinGroup", f"warm-{n}", groupId=f"bench-{n // 50}"),
        "updateScore": lambda n: event("updateScore", f"warm-{n}", action="daily_checkin"),
        "getScore": lambda n: event("getScore", f"warm-{n}"),
    }
    return [_measure(name, make, rounds) for name, make in requests.items()]


def _measure(name: str, make: Callable[[int], dict[str, Any]], rounds: int) -> Warm:
    main, store, beyond, calls = handler(name), [], [], 0
    for n in range(rounds + 20):
        event = make(n)
        with store_time() as spent:
            started = time.thread_time()
            answer = main(event, LambdaContext(name))
            total = time.thread_time() - started
        assert answer["statusCode"] == 200, answer["body"]
        if n >= 20:  # the first requests are not warm
            store.append(sum(spent))
            beyond.append(total - sum(spent))
            calls += len(spent)
    return Warm(
        name,
        statistics.median(store) * 1e6,
        statistics.median(beyond) * 1e6,
        calls / rounds,
    )
