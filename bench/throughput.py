"""Requests per second through the front door of the local stack: a bounded load of clients."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from local.client import Shopper


@dataclass(frozen=True)
class Rate:
    """Requests per second, and their median and 99th percentile in ms."""

    function: str
    clients: int
    per_second: float
    p50: float
    p99: float


def measure(stack: dict[str, Any], clients: int = 8, requests: int = 400) -> list[Rate]:
    shopper = Shopper(stack, f"bench-{uuid.uuid4().hex[:6]}")
    shopper.login()
    people = [Shopper(stack, f"bench-{uuid.uuid4().hex[:8]}") for _ in range(requests // 4)]
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda person: person.login(), people))
    group = shopper.call("createGroup", goodsId="goods-demo-1")["groupId"]
    feed = [(shopper.token, "listGoods", {"limit": 5})] * requests
    seats = [(person.token, "joinGroup", {"groupId": group}) for person in people]
    return [_rate(stack, "listGoods", clients, feed), _rate(stack, "joinGroup", clients, seats)]


def _rate(
    stack: dict[str, Any], function: str, clients: int, work: list[tuple[str, str, Any]]
) -> Rate:
    where, local, times = urlsplit(stack["api"]), threading.local(), []

    def send(job: tuple[str, str, Any]) -> None:
        token, name, data = job
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection(where.netloc, timeout=60)
        started = time.perf_counter()
        local.connection.request(
            "POST",
            f"{where.path}/{name}",
            json.dumps(data),
            {"authorization": f"Bearer {token}", "content-type": "application/json"},
        )
        answer = local.connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status in (200, 409), body  # 409: the group is full, which is an answer

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(send, work[: 2 * clients]))  # so that every client has a warm function
        times.clear()
        started = time.perf_counter()
        list(pool.map(send, work))
        took = time.perf_counter() - started
    cuts = quantiles(times, n=100)
    return Rate(function, clients, len(work) / took, cuts[49], cuts[98])
