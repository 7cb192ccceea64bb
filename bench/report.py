"""docs/performance.md: the page that says what was measured, and whether the targets are met."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench import (
    cold,
    flash,
    memory,
    node,
    paint,
    rooms,
    store,
    support,
    throughput,
    versions,
    warm,
)

COLD_FLOOR, COLD_WORST, COLD_USUAL, BOT_MISSES = 0.75, 0.9, 0.5, 0.05
STORE_CPU, REQUEST_CPU, NODE = 0.45, 0.6, 0.7


@dataclass(frozen=True)
class Measured:
    """All that the page tells. Nothing of Node, of live rooms and of the page of goods if what
    measures it is missing, and no requests if the local stack is not up."""

    rounds: int
    colds: Sequence[cold.Cold]
    warms: Sequence[warm.Warm]
    compared: Sequence[store.Compared]
    beside: node.Beside | None
    sized: Sequence[memory.Sized]
    served: Sequence[versions.Served]
    sales: Sequence[flash.Flash]
    live: tuple[rooms.Sockets, rooms.Pushes] | None
    drawn: paint.Paint | None
    answers: Sequence[support.Accuracy]
    rates: Sequence[throughput.Rate]


def verdicts(measured: Measured) -> list[tuple[str, float, float]]:
    """Each target: its name, what was measured, and the most that is allowed."""
    above = statistics.median(each.to_floor for each in measured.colds)
    below = statistics.median(each.to_usual for each in measured.colds)
    worst = max(each.to_floor for each in measured.colds if each.function in cold.shoppers())
    found = [
        ("cold start, ratio to the floor, median function", above, COLD_FLOOR),
        ("cold start, ratio to the floor, worst function of a shopper", worst, COLD_WORST),
        ("cold start, ratio to the usual build, median function", below, COLD_USUAL),
    ]
    found += [
        (f"CPU with our store client, ratio to botocore's: {each.what}", each.ratio, most)
        for each, most in zip(measured.compared, (STORE_CPU, REQUEST_CPU, REQUEST_CPU), strict=True)
    ]
    if measured.beside:
        found += [
            ("joinGroup, ratio to Node: first request", measured.beside.cold_ratio, NODE),
            ("joinGroup, ratio to Node: CPU of a warm request", measured.beside.warm_ratio, NODE),
        ]
    if measured.live:
        found += rooms.verdicts(*measured.live)
    if measured.drawn:
        found += paint.verdicts(measured.drawn)
    missed = 1 - measured.answers[-1].share
    found.append(("questions that the bot does not understand, share", missed, BOT_MISSES))
    return found


def is_met(measured: Measured) -> bool:
    return all(value <= most for _, value, most in verdicts(measured))


def page(measured: Measured) -> str:
    usual_rounds = min(measured.rounds, cold.USUAL_ROUNDS)
    lines = [
        "# Performance",
        "",
        "`make bench` has written this page. All numbers are of one run on one machine"
        f" ({os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()})."
        " Times differ from machine to machine; compare the ratios.",
        "",
        "| target | measured | at most | |",
        "|---|---|---|---|",
        *(
            f"| {name} | {value:.2f} | {most} | {'met' if value <= most else 'missed'} |"
            for name, value, most in verdicts(measured)
        ),
        "",
        "## Cold start",
        "",
        "A new process imports the function from its built layers and serves its first request:"
        " the function's sample event, with the local engine and the WeChat sandbox. Calls: how"
        " many calls the request makes to AWS (reading the session's key is one) and to WeChat."
        " Ours: the time from the start of the process to its answer. Floor: that of an"
        " interpreter with one botocore client and one call."
        " Usual: the time of the same code in layers that SAM builds by default. All in ms, medians"
        f" of {measured.rounds} rounds ({usual_rounds} for the usual build). A ratio is"
        " the median of the ratios of all rounds. Measured on the whole deployed stack, because"
        f" their sample events need it: {', '.join(sorted(cold.ON_THE_STACK))}.",
        "",
        "The runtime layer hollows out what every start would load for nothing (HOLLOW and LATER in"
        " layers/build.py). That saves 7 % of a cold start: measured apart, by `python -m bench"
        " --hollow getGroup joinGroup placeOrder listGoods --rounds 51`, in pairs of cold starts"
        " with and without it.",
        "",
        *cold.table(measured.colds),
        "",
        _slow(measured.colds),
        "",
        *imports_lines(),
        "## Warm requests",
        "",
        "CPU time of a request in µs, median of 200 requests: in the DynamoDB client, and in"
        " everything else (parsing, session, rules, models, log, answer).",
        "",
        "| function | store calls | in the DynamoDB client | everything else | ratio |",
        "|---|---|---|---|---|",
        *(
            f"| {w.function} | {w.calls:.1f} | {w.store:.0f} | {w.beyond:.0f}"
            f" | {w.beyond / w.store:.2f} |"
            for w in measured.warms
        ),
        "",
        "## Our store client beside botocore's",
        "",
        "The same call (a conditional UpdateItem that answers with the item) and the same requests,"
        " with either client in one process, in turns: CPU time in µs, medians of 200 rounds; a"
        " ratio is the median of the ratios of all rounds. Over TLS both encrypt with the same"
        " library, which is not in these figures.",
        "",
        *store.table(measured.compared),
        "",
        *node_lines(measured.beside),
        *memory.lines(measured.sized),
        "## Versions of a page",
        "",
        "A warm call of getPageVersion, whose experiment is in memory: the handler in this process."
        " A user's first call of a day sends a message to the queue of exposures.",
        "",
        *versions.table(measured.served),
        "",
        *flash_lines(measured.sales),
        *(rooms.lines(*measured.live) if measured.live else ()),
        *(paint.lines(measured.drawn) if measured.drawn else ()),
        "## Customer service",
        "",
        f"How many of {measured.answers[-1].questions} questions of shoppers the bot understands"
        " (tests/data/README.md says where they come from).",
        "",
        *support.table(measured.answers),
        "",
        "## Requests to the local stack",
        "",
        "Over HTTP. The local stack has one process for each concurrent request. These numbers say"
        " nothing about AWS.",
        "",
        "| function | clients | requests/s | p50, ms | p99, ms |",
        "|---|---|---|---|---|",
        *(
            f"| {r.function} | {r.clients} | {r.per_second:.0f} | {r.p50:.0f} | {r.p99:.0f} |"
            for r in measured.rates
        ),
        "",
    ]
    return "\n".join(lines)


def imports_lines() -> list[str]:
    """What a cold start of joinGroup imports."""
    return [
        "### What is left to import",
        "",
        "joinGroup's imports from its built layers, the ten packages that take most: ms of import"
        " time, their own modules only, medians of 5 runs. The times are longer than without"
        " measuring them.",
        "",
        *cold.imports_table("joinGroup"),
        "",
    ]


def node_lines(beside: node.Beside | None) -> list[str]:
    if beside is None:
        return []
    return [
        "## Beside Node",
        "",
        "The same use case (check the session, one conditional update, answer) written the usual"
        " way for Node: the AWS SDK v3 with its document client, bundled and minified"
        " (bench/node/join.js). Medians of paired rounds.",
        "",
        *node.table(beside),
        "",
    ]


def flash_lines(sales: Sequence[flash.Flash]) -> list[str]:
    return [
        "## A flash sale",
        "",
        f"{flash.STOCK} buyers for {flash.STOCK} units, then {flash.REFUSED} buyers who find"
        f" nothing left: the real handlers in one process with {flash.THREADS} threads, on the"
        " local engine. WeChat Pay is replaced by a function that returns at once. p50 and p99:"
        " time of a request in ms. Conflicts: cancelled transactions per order. Looked again: per"
        " order, how often another buyer had taken the units that a request wanted to take.",
        "",
        "| shards | orders/s | p50 | p99 | refusals/s | p50 | p99 | conflicts | looked again |",
        "|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {s.shards} | {s.orders:.0f} | {s.order_p50:.0f} | {s.order_p99:.0f}"
            f" | {s.refusals:.0f} | {s.refusal_p50:.0f} | {s.refusal_p99:.0f}"
            f" | {s.conflicts:.2f} | {s.moved:.2f} |"
            for s in sales
        ),
        "",
        "The local engine runs one transaction after another, so there are no conflicts, and shards"
        " make no difference here. On AWS they do: an item allows 1,000 write units a second, and a"
        " write in a transaction uses 2, so a shard allows 500 sales a second at most. If two"
        " buyers write to the same shard at the same time, DynamoDB cancels one transaction, which"
        ' is then tried again (DynamoDB Developer Guide, "Partition key design" and "Amazon'
        ' DynamoDB transactions: how it works").',
        "",
    ]


def _slow(colds: Sequence[cold.Cold]) -> str:
    floor = [f"{c.function} ({c.calls} calls)" for c in colds if c.to_floor > COLD_FLOOR]
    usual = [c.function for c in colds if c.to_usual > COLD_USUAL]
    return (
        f"More than {COLD_FLOOR} × the floor (which makes one call): {', '.join(floor) or 'none'}."
        f" More than {COLD_USUAL} × the usual build: {', '.join(usual) or 'none'}."
    )
