"""A flash sale: orders and refusals per second, for several numbers of shards.

The real handlers run in one process with many threads, on ministack. WeChat Pay is replaced by a
function that returns at once, because its time is not ours. A conflict is a transaction that
ministack cancelled because another transaction wrote to the same item; it is retried.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any
from unittest.mock import patch

from tests.support import orders
from tests.support.cloud import Shop, store_calls
from wxcloud.wechat.pay import calls

SHARDS = (1, 4, 16)
THREADS = 16
STOCK = 240
REFUSED = 480
LONGEST_S = 15.0  # for one sale, so that three of them take less than a minute


@dataclass(frozen=True)
class Flash:
    """Orders and refusals per second, with the median and the 99th percentile of a request in ms.
    Per order: `conflicts` are cancelled transactions; `moved` is how often another buyer had taken
    the units that the request wanted to take."""

    shards: int
    orders: float
    order_p50: float
    order_p99: float
    refusals: float
    refusal_p50: float
    refusal_p99: float
    conflicts: float
    moved: float


@dataclass
class Cancelled:
    """Counts cancelled transactions by reason."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    conflicts: int = 0
    conditions: int = 0

    def note(self, operation: str, parsed: dict[str, Any]) -> None:
        if operation != "TransactWriteItems":
            return
        codes = {reason.get("Code") for reason in parsed.get("CancellationReasons", ())}
        with self.lock:
            self.conflicts += "TransactionConflict" in codes
            self.conditions += "ConditionalCheckFailed" in codes


@contextmanager
def cancelled() -> Iterator[Cancelled]:
    found = Cancelled()
    with store_calls(found.note):
        yield found


def measure(shop: Shop) -> list[Flash]:
    answer = {"package": "prepay_id=1"}
    with patch.object(calls, "prepay", lambda *order: answer):
        return [_sale(shop, shards) for shards in SHARDS]


def _sale(shop: Shop, shards: int) -> Flash:
    sku = orders.save_goods(STOCK, sku=f"flash-{shards}")
    sale = orders.save_sale(shop, sku=sku, stock=STOCK, limit=1, shards=shards)
    until = time.monotonic() + LONGEST_S

    def buy(buyer: str) -> tuple[str, float]:
        if time.monotonic() > until:
            return "LATE", 0.0
        started = time.perf_counter()
        answer = orders.place(buyer, sku=sku, saleId=sale)
        return answer.code, (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(THREADS) as pool, cancelled() as why:
        bought, order_s = _all(pool, buy, [f"{sku}-{n}" for n in range(STOCK)], "OK")
        gone = [f"{sku}-late-{n}" for n in range(REFUSED)]
        conflicts, conditions = why.conflicts, why.conditions
        refused, refusal_s = _all(pool, buy, gone, "SOLD_OUT")
    return Flash(
        shards,
        len(bought) / order_s,
        *_cuts(bought),
        len(refused) / refusal_s,
        *_cuts(refused),
        conflicts / len(bought),
        conditions / len(bought),
    )


def _all(
    pool: ThreadPoolExecutor, buy: Any, buyers: list[str], wanted: str
) -> tuple[list[float], float]:
    """The times in ms of the requests with the wanted answer, and the seconds that all took."""
    started = time.perf_counter()
    answers = list(pool.map(buy, buyers))
    took = time.perf_counter() - started
    codes = {code for code, _ in answers}
    assert codes <= {wanted, "LATE", "BUSY"}, codes
    times = [ms for code, ms in answers if code == wanted]
    assert len(times) > 1, f"fewer than two requests got {wanted} in time"
    return times, took


def _cuts(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[98]
