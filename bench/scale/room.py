"""One live room with many viewers: how long a push takes to reach the last of them.

As in `shop.live.delivery`: a queue message per shard; an invocation reads a page of a shard's
viewers, sends the message of the next page before it posts, and posts with THREADS threads. Posts of
all invocations share API Gateway's account limit; a post above it is repeated after 1, 2, 4, 8 s.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from bench.scale import limits
from shop.live import timing
from shop.live.delivery import PAGE, THREADS

MAX_CONCURRENCY = 100  # DeliverGoodsSource in template.yaml


@dataclass(frozen=True)
class Room:
    """Seconds from the time of the push to half of the viewers, to 99 % of them, and to the last
    one that got it; how many did not get it after all attempts; what the push costs in USD; and
    how long the viewers needed to connect."""

    viewers: int
    shards: int
    rate: int
    concurrency: int
    half: float
    most: float
    last: float
    missed: int
    usd: float
    connecting: float


class Bucket:
    """API Gateway's token bucket."""

    def __init__(self, rate: int, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = float(burst), 0.0

    def take(self, now: float) -> bool:
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


def simulate(
    viewers: int,
    shards: int,
    *,
    rate: int = limits.REQUESTS_PER_S,
    concurrency: int = MAX_CONCURRENCY,
) -> Room:
    bucket = Bucket(rate, rate // 2)
    reached: list[float] = []
    missed = invocations = posts = 0
    # A delivery: when its message can be received, a number, its viewers (None: a page of the
    # shard, of which `left` are to come), and which attempt it is.
    waiting: list[tuple[float, int, int, bool, int]] = []
    number = 0
    for shard in range(shards):
        number += 1
        members = viewers // shards + (shard < viewers % shards)
        waiting.append((0.0, number, members, True, 1))
    heapq.heapify(waiting)
    running: list[float] = []  # when each running invocation ends
    events: list[tuple[float, int, int, int, int]] = []  # posts: time, invocation, …
    left_of: dict[int, list[int]] = {}
    while waiting or events:
        post_at = events[0][0] if events else float("inf")
        can_start = bool(waiting) and len(running) < concurrency
        start_at = max(waiting[0][0], 0.0) if can_start else float("inf")
        if running and waiting and not can_start:
            start_at = max(waiting[0][0], min(running))
        if start_at <= post_at:
            if len(running) >= concurrency:
                running.remove(min(running))
            at, _, count, pages, attempt = heapq.heappop(waiting)
            begin = max(at, start_at)
            page = min(PAGE, count) if pages else count
            if pages and count > PAGE:
                number += 1
                heapq.heappush(
                    waiting, (begin + limits.QUERY_S, number, count - page, True, attempt)
                )
            if not page:
                continue
            invocations += 1
            first = begin + limits.QUERY_S
            left_of[invocations] = [page, 0, attempt]
            for n in range(page):
                at_post = first + n // THREADS * limits.POST_S
                heapq.heappush(events, (at_post, invocations, attempt, n, page))
            running.append(first + -(-page // THREADS) * limits.POST_S)
            continue
        now, invocation, attempt, _, page = heapq.heappop(events)
        running = [end for end in running if end > now]
        posts += 1
        state = left_of[invocation]
        state[0] -= 1
        if bucket.take(now):
            reached.append(now + limits.POST_S)
        else:
            state[1] += 1
        if state[0] == 0 and state[1]:
            delay = timing.retry_delay_s(attempt)
            if delay is None:
                missed += state[1]
            else:
                number += 1
                heapq.heappush(waiting, (now + delay, number, state[1], False, attempt + 1))
    reached.sort()
    seconds = posts / THREADS * limits.POST_S + invocations * limits.QUERY_S
    usd = (
        posts * limits.SOCKET_MESSAGE
        + invocations * (limits.LAMBDA_CALL + 3 * limits.SQS_CALL)
        + seconds * limits.LAMBDA_SECOND
        + viewers / 100 * limits.READ_UNIT
    )
    return Room(
        viewers,
        shards,
        rate,
        concurrency,
        reached[len(reached) // 2],
        reached[int(len(reached) * 0.99)],
        reached[-1],
        missed,
        usd,
        viewers / limits.NEW_CONNECTIONS_PER_S,
    )


def table() -> list[str]:
    lines = [
        "| viewers | shards | posts a second (quota) | half have it | 99 % | the last | not reached"
        " | USD a push | to connect all |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for viewers, shards, rate, concurrency in (
        (1_000, 4, 10_000, 100),
        (10_000, 8, 10_000, 100),
        (10_000, 32, 10_000, 100),
        (100_000, 8, 10_000, 100),
        (100_000, 64, 10_000, 100),
        (100_000, 64, 50_000, 100),
        (100_000, 64, 100_000, 100),
    ):
        room = simulate(viewers, shards, rate=rate, concurrency=concurrency)
        lines.append(
            f"| {room.viewers:,} | {room.shards} | {room.rate:,} | {room.half:.1f} s"
            f" | {room.most:.1f} s | {room.last:.1f} s | {room.missed:,} | {room.usd:.4f}"
            f" | {room.connecting:.0f} s |"
        )
    return lines
