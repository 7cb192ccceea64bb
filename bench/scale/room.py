"""One live room: how long a push takes to its last viewer, and what it costs.

The way of a push is the shop's: a message for each shard, a page of viewers in each invocation of
`deliverGoods`, whose first act is to send the message for the next page; THREADS posts at a time.
A post that API Gateway throttles waits in its thread (`timing.throttled_s`); what has waited too
long goes back to the queue. With `waits=False` a room is as it was without that: three attempts for
each post, then the rest of the page again after 1, 2, 4 and 8 s.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from dataclasses import dataclass, field, replace

from bench.scale import limits
from bench.scale.limits import ASSUMED
from shop.live import timing
from shop.live.delivery import PAGE, THREADS
from wxcloud.awsjson import retries

OWN_CPU_S, BOTOCORE_CPU_S = 0.00026, 0.0024  # of a post: python -m bench.posts
MAX_CONCURRENT = 100  # of deliverGoods: template.yaml
WARM = 10  # processes that the push has warmed up (`delivery.get_ready`)


@dataclass(frozen=True)
class Room:
    """What is tried. `requests`: API Gateway's quota a second."""

    viewers: int
    shards: int
    requests: float = limits.API_REQUESTS.value
    cpu_s: float = OWN_CPU_S
    waits: bool = True


@dataclass
class Reached:
    """When viewers had the push: seconds after it was made."""

    room: Room
    at: list[float] = field(default_factory=list)
    posts: int = 0
    throttled: int = 0
    invocations: int = 0
    busy_s: float = 0.0
    concurrent: int = 0

    @property
    def last_s(self) -> float:
        return max(self.at)

    @property
    def median_s(self) -> float:
        return sorted(self.at)[len(self.at) // 2]

    @property
    def lost(self) -> int:
        return self.room.viewers - len(self.at)

    @property
    def usd(self) -> float:
        # A message sent, received and deleted is three requests to the queue.
        each = limits.USD_INVOCATION + 3 * limits.USD_QUEUE
        reads = self.room.viewers * 0.15 / 4 * limits.USD_READ  # 150 bytes a connection
        return (
            len(self.at) * limits.USD_MESSAGE
            + self.invocations * each
            + self.busy_s * limits.USD_GB_S
            + reads
        )


@dataclass
class _Bucket:
    """API Gateway's token bucket."""

    rate: float
    tokens: float = limits.API_BURST.value
    at: float = 0.0

    def take(self, now: float) -> bool:
        most = limits.API_BURST.value * max(1.0, self.rate / limits.API_REQUESTS.value)
        self.tokens = min(most, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass
class _Page:
    """A message: the viewers to post to, how many follow in the shard, and the attempt."""

    viewers: int
    rest: int = 0
    attempt: int = 1
    rounds: int = 0


class _Run:
    """Events in the order of their times. An invocation is a number of threads that post."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.found = room, Reached(room)
        self.random = random.Random(seed)
        self.bucket = _Bucket(room.requests)
        self.events: list[tuple[float, int, str, object]] = []
        self.waiting: deque[_Page] = deque()
        self.running, self.processes, self.number = 0, WARM, 0

    def at(self, when: float, kind: str, what: object) -> None:
        self.number += 1
        heapq.heappush(self.events, (when, self.number, kind, what))

    def capacity(self, now: float) -> int:
        """How many batches of the queue are processed at once by then."""
        grown = limits.POLLERS_AT_FIRST.value + now * limits.POLLERS_A_MINUTE.value / 60
        return min(MAX_CONCURRENT, int(grown))

    def run(self) -> Reached:
        per_shard = -(-self.room.viewers // self.room.shards)
        left = self.room.viewers
        for _ in range(self.room.shards):
            here = min(per_shard, left)
            left -= here
            if here:
                self.at(ASSUMED.queue_s, "message", _Page(min(PAGE, here), here - min(PAGE, here)))
        while self.events:
            now, _, kind, what = heapq.heappop(self.events)
            getattr(self, f"on_{kind}")(now, what)
        return self.found

    def on_message(self, now: float, page: _Page) -> None:
        self.waiting.append(page)
        self.start(now)

    def on_room(self, now: float, _: None) -> None:
        """More batches may be processed at once."""
        self.start(now)

    def start(self, now: float) -> None:
        while self.waiting and self.running < self.capacity(now):
            self.running += 1
            is_new = self.running > self.processes
            self.processes = max(self.processes, self.running)
            self.at(now + (ASSUMED.cold_s if is_new else 0.0), "begin", self.waiting.popleft())
        self.found.concurrent = max(self.found.concurrent, self.running)
        if self.waiting and self.capacity(now) < MAX_CONCURRENT:
            self.at(now + 0.2, "room", None)

    def on_begin(self, now: float, page: _Page) -> None:
        self.found.invocations += 1
        if page.rest:
            following = min(PAGE, page.rest)
            sent = now + ASSUMED.read_s + ASSUMED.queue_s
            self.at(sent, "message", _Page(following, page.rest - following))
        done = _Invocation(page, now + ASSUMED.read_s, page.viewers)
        done.todo = page.viewers
        for _ in range(min(THREADS, page.viewers)):
            self.at(done.began, "thread", (done, 0))

    def on_thread(self, now: float, what: tuple[_Invocation, int]) -> None:
        """A thread posts to the next viewer, or once more to one whose post was throttled so many
        times; the threads of a process share its CPU."""
        work, tried = what
        if not tried:
            if not work.todo:
                return
            work.todo -= 1
        took = max(ASSUMED.post_s, THREADS * self.room.cpu_s / ASSUMED.vcpu)
        self.found.posts += 1
        if self.bucket.take(now):
            self.found.at.append(now + took)
            self.one_done(now + took, work, ok=True)
            self.at(now + took, "thread", (work, 0))
            return
        self.found.throttled += 1
        wait_s = self.wait_s(now - work.began, tried)
        if wait_s is None:
            self.one_done(now + took, work, ok=False)
            self.at(now + took, "thread", (work, 0))
        else:
            self.at(now + took + wait_s, "thread", (work, tried + 1))

    def wait_s(self, since_s: float, tried: int) -> float | None:
        chance = self.random.random()
        if self.room.waits:
            return timing.throttled_s(tried, chance) if since_s < timing.WAIT_S else None
        # As `retries.delay_s`.
        return chance * 2**tried if tried + 1 < retries.MAX_ATTEMPTS else None

    def one_done(self, now: float, work: _Invocation, *, ok: bool) -> None:
        work.left -= 1
        work.failed += not ok
        work.ends = max(work.ends, now)
        if not work.left:
            self.at(work.ends, "end", work)

    def on_end(self, now: float, work: _Invocation) -> None:
        self.running -= 1
        self.found.busy_s += now - work.began + ASSUMED.read_s
        page = work.page
        delay_s = timing.retry_delay_s(page.attempt)
        again = _Page(work.failed, attempt=page.attempt + 1, rounds=page.rounds)
        if self.room.waits and page.rounds < timing.ROUNDS:
            delay_s, again = 1, _Page(work.failed, attempt=page.attempt, rounds=page.rounds + 1)
        if work.failed and delay_s is not None:
            self.at(now + delay_s + ASSUMED.queue_s, "message", again)
        self.start(now)


@dataclass
class _Invocation:
    page: _Page
    began: float
    left: int
    todo: int = 0
    failed: int = 0
    ends: float = 0.0


def push(room: Room, seed: int = 1) -> Reached:
    """One push to a room."""
    return _Run(room, seed).run()


ROOMS = (
    Room(1_000, 1),
    Room(10_000, 8),
    Room(100_000, 1),
    Room(100_000, 16),
    Room(100_000, 64),
    Room(100_000, 64, cpu_s=BOTOCORE_CPU_S),
    Room(100_000, 64, requests=2_000, waits=False),
    Room(100_000, 64, requests=2_000),
    Room(100_000, 64, requests=50_000),
    Room(100_000, 64, requests=50_000, cpu_s=BOTOCORE_CPU_S),
)


def table(share: float = 1.0) -> list[list[str]]:
    """Viewers, shards, quota, client; median, last, throttled, concurrent, USD, not reached. With a
    `share`, rooms of that share of the viewers."""
    rows = []
    for each in ROOMS:
        room = replace(each, viewers=max(1, int(each.viewers * share)))
        found = push(room)
        client = "own" if room.cpu_s == OWN_CPU_S else "botocore"
        client += "" if room.waits else ", no waiting"
        rows.append(
            [
                f"{room.viewers:,}",
                str(room.shards),
                f"{room.requests:,.0f}",
                client,
                f"{found.median_s:.1f}",
                f"{found.last_s:.1f}",
                f"{found.throttled:,}",
                str(found.concurrent),
                f"{found.usd:.3f}",
                str(found.lost),
            ]
        )
    return rows


def joining() -> list[list[str]]:
    """What the coming of 100,000 viewers takes: quota of new sockets; seconds; use of the room's
    item and of one shard, as shares of what a partition allows."""
    rows = []
    for rate in (500, 2_000, 5_000):
        for shards in (1, 64):
            room_reads = rate * 1.0 / limits.PARTITION_READS.value  # a consistent read each
            writes = rate / shards / limits.PARTITION_WRITES.value
            rows.append(
                [
                    f"{rate:,}",
                    str(shards),
                    f"{100_000 / rate:.0f}",
                    f"{room_reads:.0%}",
                    f"{writes:.0%}",
                ]
            )
    return rows


def hour() -> list[list[str]]:
    """What is left of the goods, told for an hour in which it always changes: viewers; pause,
    messages a second, USD."""
    rows = []
    for viewers in (100, 1_000, 5_000, 10_000, 100_000):
        pause_s = timing.pause(viewers) / 1000
        posts = viewers / pause_s
        usd = posts * 3600 * limits.USD_MESSAGE
        rows.append([f"{viewers:,}", f"{pause_s:.0f}", f"{posts:,.0f}", f"{usd:.2f}"])
    return rows
