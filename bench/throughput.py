"""Requests per second to the local stack over HTTP, from a fixed number of clients."""

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

SIZE = 100  # seats of a group, with the leader's


@dataclass(frozen=True)
class Rate:
    """Requests per second, and the median and 99th percentile of their times in ms."""

    function: str
    clients: int
    per_second: float
    p50: float
    p99: float


def measure(stack: dict[str, Any], clients: int = 8, requests: int = 400) -> list[Rate]:
    """Measure `requests` calls of listGoods, and half as many of joinGroup by different users."""
    operator = _sign_in(stack, "operator-1")
    feed = [(operator.token, "listGoods", {"limit": 5})]
    groups = _open_groups(operator, -(-(requests // 2 + 2 * clients) // (SIZE - 1)))
    seats = [{"groupId": group} for group in groups for _ in range(SIZE - 1)]
    run = uuid.uuid4().hex[:6]
    with ThreadPoolExecutor(clients) as pool:
        names = [f"bench-{run}-{n}" for n in range(requests // 2 + 2 * clients)]
        people = list(pool.map(lambda name: _sign_in(stack, name), names))
    joins = [(person.token, "joinGroup", seat) for person, seat in zip(people, seats, strict=False)]
    return [
        _rate(stack, "listGoods", clients, feed * (requests + 2 * clients)),
        _rate(stack, "joinGroup", clients, joins),
    ]


def _sign_in(stack: dict[str, Any], openid: str) -> Shopper:
    shopper = Shopper(stack, openid)
    shopper.login()
    return shopper


def _open_groups(operator: Shopper, count: int) -> list[str]:
    """Open free groups, each with its leader. Their goods are hidden afterwards."""
    goods = {
        "goodsId": "goods-bench",
        "title": "bench",
        "cover": "https://img.example.com/bench.jpg",
        "category": "bench",
        "price": 100,
        "rank": 0,
        "stock": 1_000_000,
        "group": {"size": SIZE, "hours": 1, "price": 0},
    }
    operator.call("saveGoods", **goods)
    opened = [operator.call("createGroup", goodsId=goods["goodsId"]) for _ in range(count)]
    operator.call("saveGoods", **goods, hidden=True)
    return [str(group["groupId"]) for group in opened]


def _rate(
    stack: dict[str, Any], function: str, clients: int, work: list[tuple[str, str, Any]]
) -> Rate:
    """The rate without the first requests: those start the processes of the functions."""
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
        assert answer.status == 200, body

    first, timed = work[: 2 * clients], work[2 * clients :]
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(send, first))
        times.clear()
        started = time.perf_counter()
        list(pool.map(send, timed))
        took = time.perf_counter() - started
    cuts = quantiles(times, n=100)
    return Rate(function, clients, len(timed) / took, cuts[49], cuts[98])
