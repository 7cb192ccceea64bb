"""Our store client beside botocore's: CPU of the same call, and of the same request, in pairs.

One process has both clients. Each round asks both, in a random order, so that both have the same
machine; a ratio is the median of the ratios of all rounds.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, handler, http_event, token
from tests.support.demo import demo_group
from wxcloud import aws
from wxcloud.awsjson.protocols import PROTOCOLS
from wxcloud.wechat.pay import calls

KINDS = ("own", "botocore")
CALL, JOIN, PLACE = "one call of the store", "joinGroup", "placeOrder"


@dataclass(frozen=True)
class Compared:
    """Medians of the CPU time in µs with either client, and of their ratio."""

    what: str
    own: float
    botocore: float
    ratio: float


def measure(
    shop: Shop, rounds: int = 200, only: Sequence[str] = (CALL, JOIN, PLACE)
) -> dict[str, Compared]:
    """What is named in `only`, by name."""
    makers = {CALL: _call, JOIN: _join, PLACE: _place}
    clients = {kind: _clients(kind) for kind in KINDS}
    answer = {"package": "prepay_id=1"}
    found: dict[str, Compared] = {}
    with patch.object(calls, "prepay", lambda *order: answer):
        for what in only:
            found[what] = _measure(what, makers[what](shop, rounds + 20), clients, rounds)
    return found


def table(found: Sequence[Compared]) -> list[str]:
    return [
        "| what | our client, µs | botocore, µs | ours / botocore |",
        "|---|---|---|---|",
        *(f"| {c.what} | {c.own:.0f} | {c.botocore:.0f} | {c.ratio:.2f} |" for c in found),
    ]


def _measure(
    what: str, work: Callable[[str, int], None], clients: dict[str, Any], rounds: int
) -> Compared:
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for n in range(rounds + 20):
        for kind in random.Random(n).sample(KINDS, 2):
            with _in_use(clients[kind]):
                started = time.thread_time()
                work(kind, n)
                spent = time.thread_time() - started
            if n >= 20:  # the first are not warm
                times[kind].append(spent * 1e6)
    ratio = statistics.median(a / b for a, b in zip(*(times[kind] for kind in KINDS), strict=True))
    return Compared(what, *(statistics.median(times[kind]) for kind in KINDS), ratio)


def _clients(kind: str) -> dict[tuple[str, None], Any]:
    aws.reset()
    with patch.dict(os.environ, STORE_CLIENT=kind):
        for service in PROTOCOLS:
            aws.client(service)
    found = dict(aws._clients)
    aws.reset()
    return found  # type: ignore[return-value]


@contextmanager
def _in_use(clients: dict[tuple[str, None], Any]) -> Iterator[None]:
    aws._clients.update(clients)
    yield


def _call(shop: Shop, times: int) -> Callable[[str, int], None]:
    """A conditional UpdateItem that answers with the whole item."""
    request = {
        "TableName": shop.tables["users"],
        "UpdateExpression": "SET #n = :n, #t = :t",
        "ConditionExpression": "attribute_not_exists(#gone)",
        "ExpressionAttributeNames": {"#n": "n", "#t": "t", "#gone": "gone"},
        "ExpressionAttributeValues": {":n": {"N": "1"}, ":t": {"S": "text" * 20}},
        "ReturnValues": "ALL_NEW",
        "ReturnConsumedCapacity": "TOTAL",
    }

    def work(kind: str, n: int) -> None:
        key = {"openid": {"S": f"store-{kind}-{n % 10}"}}
        aws.client("dynamodb")._make_api_call("UpdateItem", {**request, "Key": key})

    return work


def _join(shop: Shop, times: int) -> Callable[[str, int], None]:
    from wxcloud.errors import BUSY
    from wxcloud.transaction import commit, put

    for n in range(-(-2 * times // 50)):
        commit(put(demo_group(f"store-{n}", 60), otherwise=BUSY))
    main, seat = handler("joinGroup"), iter(range(2 * times))
    events = {
        n: http_event(
            "joinGroup",
            {"groupId": f"store-{n // 50}"},
            {"authorization": f"Bearer {token(f'store-{n}')}"},
        )
        for n in range(2 * times)
    }

    def work(kind: str, n: int) -> None:
        answer = main(events[next(seat)], LambdaContext("joinGroup"))
        assert answer["statusCode"] == 200, answer["body"]

    return work


def _place(shop: Shop, times: int) -> Callable[[str, int], None]:
    sku = orders.save_goods(10 * times, sku="store-tea")
    main = handler("placeOrder")

    def work(kind: str, n: int) -> None:
        event = http_event(
            "placeOrder",
            {"items": [{"skuId": sku, "quantity": 1}]},
            {"authorization": f"Bearer {token(f'store-{kind}-{n}')}"},
        )
        answer = main(event, LambdaContext("placeOrder"))
        assert answer["statusCode"] == 200, answer["body"]

    return work
