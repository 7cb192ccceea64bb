"""A flash sale: a million buyers for ten thousand units, over some numbers of shards.

The choice of a shard is the shop's (`shop.stock.allocation.allocate`), on a look at the stock that
each process keeps for half a second, and its retries are those of `wxcloud.transaction`. A
transaction holds its items for a while; another one that wants the same shard then is cancelled,
and tried again. A shard also takes no more than a partition's writes. Who finds nothing left in
the look of their process is refused without a write.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field, replace
from typing import Any

from bench.scale import limits
from bench.scale.limits import ASSUMED
from shop.stock.allocation import allocate
from wxcloud.transaction import DEADLINE_S

LOOK_S = 0.5  # `shop.stock.reads`: how old a look may be
UNITS_A_WRITE = 2  # of a part in a transaction
_BURST = 100.0  # units that a partition gives at once
REFUSAL_S = 0.006  # the whole request, from memory
CAMPAIGN_S = 60.0  # in which all buyers come
ORDER_READS, ORDER_WRITES = 1, 8  # docs/cost.md: placeOrder
TRIES = 2  # more, of a client that was turned away


@dataclass(frozen=True)
class Sale:
    buyers: int = 1_000_000
    units: int = 10_000
    shards: int = 1
    requests: float = limits.API_REQUESTS.value  # that reach the functions in a second, at most
    concurrency: int = int(limits.CONCURRENCY.value)


@dataclass
class Sold:
    sale: Sale
    orders: int = 0
    sold_out: int = 0  # refused because nothing was left
    busy: int = 0  # refused because conflicts did not end in time
    away: int = 0  # never reached a function
    attempts: int = 0
    conflicts: int = 0
    throttled: int = 0
    looks: int = 0
    left: list[int] = field(default_factory=list)
    sold_out_at: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def stranded(self) -> int:
        """Units that nobody got although they were wanted."""
        return sum(self.left)

    @property
    def per_second(self) -> float:
        return self.orders / (self.sold_out_at or CAMPAIGN_S)

    @property
    def p99_ms(self) -> float:
        ordered = sorted(self.times)
        return ordered[int(len(ordered) * 0.99)] * 1000 if ordered else 0.0

    @property
    def usd(self) -> float:
        asked = self.orders + self.sold_out + self.busy
        writes = self.orders * ORDER_WRITES + (self.conflicts + self.throttled) * ORDER_WRITES
        return (
            asked * (limits.USD_MESSAGE + limits.USD_INVOCATION)
            + writes * limits.USD_WRITE
            + self.looks * self.sale.shards * limits.USD_READ
        )


class _Shard:
    """What `allocate` asks of a shard of the stock."""

    __slots__ = ("pk", "remaining")

    def __init__(self, pk: str, remaining: int) -> None:
        self.pk, self.remaining = pk, remaining


@dataclass
class _Process:
    """A function's process: its own look at the stock."""

    looked_at: float = -1.0
    shards: list[Any] = field(default_factory=list)


class _Capacity:
    """The write units that a partition gives, as they come."""

    def __init__(self) -> None:
        self.units, self.at = _BURST, 0.0

    def take(self, now: float) -> bool:
        grown = (now - self.at) * limits.PARTITION_WRITES.value
        self.units, self.at = min(_BURST, self.units + grown), now
        if self.units < UNITS_A_WRITE:
            return False
        self.units -= UNITS_A_WRITE
        return True


class _Run:
    def __init__(self, sale: Sale, seed: int) -> None:
        self.sale, self.found = sale, Sold(sale)
        self.random = random.Random(seed)
        share, rest = divmod(sale.units, sale.shards)
        self.left = {f"s#{n}": share + (n < rest) for n in range(sale.shards)}
        self.locked = dict.fromkeys(self.left, 0.0)  # until when
        self.capacity = {key: _Capacity() for key in self.left}
        self.idle = [_Process() for _ in range(sale.concurrency)]
        self.tokens, self.tokens_at = 0.0, 0.0
        self.events: list[tuple[float, int, int, _Process | None, float, int]] = []
        self.number = 0

    def run(self) -> Sold:
        """Buyers come in a burst that fades: half of them in the first tenth of the time."""
        for buyer in range(self.sale.buyers):
            in_burst = self.random.random() < 0.5
            at = self.random.random() * CAMPAIGN_S * (0.1 if in_burst else 1.0)
            self.at(at, buyer, None, at, 0)
        while self.events:
            now, _, buyer, process, came, tries = heapq.heappop(self.events)
            if process is None:
                self.come(now, buyer, came, tries)
            elif tries < 0:
                self.idle.append(process)
            else:
                self.attempt(now, buyer, process, came, tries)
        self.found.left = list(self.left.values())
        return self.found

    def at(
        self, when: float, buyer: int, process: _Process | None, came: float, tries: int
    ) -> None:
        self.number += 1
        heapq.heappush(self.events, (when, self.number, buyer, process, came, tries))

    def come(self, now: float, buyer: int, came: float, tries: int) -> None:
        """API Gateway lets the request through, and a process takes it; or the client waits."""
        if self.takes_request(now) and self.idle:
            self.attempt(now, buyer, self.idle.pop(), now, 0)
        elif tries < TRIES:
            self.at(now + 1 + 2 * self.random.random(), buyer, None, came, tries + 1)
        else:
            self.found.away += 1

    def takes_request(self, now: float) -> bool:
        grown = (now - self.tokens_at) * self.sale.requests
        self.tokens = min(limits.API_BURST.value, self.tokens + grown)
        self.tokens_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    def attempt(self, now: float, buyer: int, process: _Process, came: float, tries: int) -> None:
        """Choose a shard by the process's look, then the transaction."""
        if now - process.looked_at > LOOK_S:
            self.look(now, process)
        taken = allocate(process.shards, 1, f"{buyer}")
        if taken is None:
            self.found.sold_out += 1
            self.free(now + REFUSAL_S, process)
            return
        self.found.attempts += 1
        (key,) = taken
        outcome = self.write(now, key)
        if outcome == "gone":  # STOCK_MOVED: look again
            self.look(now, process)
            self.again(now + ASSUMED.transaction_s, buyer, process, came, tries)
        elif outcome:
            self.found.orders += 1
            self.found.times.append(now + ASSUMED.transaction_s - came)
            next(shard for shard in process.shards if shard.pk == key).remaining -= 1
            if not any(self.left.values()):
                self.found.sold_out_at = now + ASSUMED.transaction_s
            self.free(now + ASSUMED.transaction_s + ASSUMED.wechat_s, process)
        else:
            self.again(now + ASSUMED.transaction_s / 2, buyer, process, came, tries)

    def look(self, now: float, process: _Process) -> None:
        self.found.looks += 1
        process.looked_at = now
        process.shards = [_Shard(key, n) for key, n in self.left.items()]

    def write(self, now: float, key: str) -> bool | str:
        if not self.capacity[key].take(now):
            self.found.throttled += 1
            return False
        if self.locked[key] > now:
            self.found.conflicts += 1
            return False
        if not self.left[key]:
            return "gone"
        self.locked[key] = now + ASSUMED.locked_s
        self.left[key] -= 1
        return True

    def again(self, now: float, buyer: int, process: _Process, came: float, tries: int) -> None:
        """As `commit` does: a random pause that doubles, until the deadline."""
        pause = self.random.uniform(0.001, min(0.2, 0.005 * 2 ** (tries + 1)))
        if now + pause - came >= DEADLINE_S:
            self.found.busy += 1
            self.free(now, process)
            return
        self.at(now + pause, buyer, process, came, tries + 1)

    def free(self, now: float, process: _Process) -> None:
        self.at(now, -1, process, 0.0, -1)


def sell(sale: Sale, seed: int = 1) -> Sold:
    return _Run(sale, seed).run()


SALES = (
    Sale(shards=1),
    Sale(shards=4),
    Sale(shards=16),
    Sale(shards=64),
    Sale(shards=64, requests=50_000, concurrency=5_000),
)


def table(share: float = 1.0) -> list[list[str]]:
    """Shards, quota, processes; seconds until sold out, orders/s, p99, conflicts an order, BUSY,
    refused, turned away, stranded, USD. With a `share`, that share of the buyers and units."""
    rows = []
    for each in SALES:
        buyers, units = int(each.buyers * share), max(1, int(each.units * share))
        sale = replace(each, buyers=buyers, units=units)
        found = sell(sale)
        rows.append(
            [
                str(sale.shards),
                f"{sale.requests:,.0f}",
                f"{sale.concurrency:,}",
                f"{found.sold_out_at:.1f}" if found.sold_out_at else "–",
                f"{found.per_second:,.0f}",
                f"{found.p99_ms:,.0f}",
                f"{found.conflicts / found.orders:.2f}",
                f"{found.busy:,}",
                f"{found.sold_out:,}",
                f"{found.away:,}",
                f"{found.stranded:,}",
                f"{found.usd:.2f}",
            ]
        )
    return rows
