"""getPageVersion: the time of a warm call, whose experiment is in memory."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from bench.warm import store_time
from shop.experiments import exposures
from tests.support.cloud import LambdaContext, handler, http_event, token


@dataclass(frozen=True)
class Served:
    """A kind of call: its time in ms, and the calls of the store per request."""

    what: str
    p50: float
    p99: float
    calls: float


def measure(rounds: int = 2000) -> list[Served]:
    """A user who was noted already, and one who is noted by this call."""
    exposures.forget()
    return [
        _measure("again on the same day", ["again"] * rounds),
        _measure("for the first time on a day", [f"first-{n}" for n in range(rounds // 4)]),
    ]


def table(served: list[Served]) -> list[str]:
    return [
        "| a call | p50, ms | p99, ms | store calls |",
        "|---|---|---|---|",
        *(f"| {s.what} | {s.p50:.2f} | {s.p99:.2f} | {s.calls:.2f} |" for s in served),
    ]


def _measure(what: str, people: list[str]) -> Served:
    main, spent = handler("getPageVersion"), []
    events = [
        http_event(
            "getPageVersion",
            {"experiment": "home"},
            {"authorization": f"Bearer {token(openid)}"},
        )
        for openid in ("warm-up", people[0], *people)
    ]
    for event in events[:2]:
        main(event, LambdaContext("getPageVersion"))
    with store_time() as store:
        for event in events[2:]:
            began = time.perf_counter()
            answer = main(event, LambdaContext("getPageVersion"))
            spent.append((time.perf_counter() - began) * 1000)
            assert answer["statusCode"] == 200, answer["body"]
    marks = statistics.quantiles(spent, n=100)
    return Served(what, marks[49], marks[98], len(store) / len(people))
