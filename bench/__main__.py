"""Run all benchmarks and write docs/performance.md.

    python -m bench [--rounds 11] [--check] [--cold FUNCTION ...] [--hollow FUNCTION ...]
    python -m bench --json [--only NAME,...] [--rounds 11]

`--check` fails if a target of docs/performance.md is missed. `--cold` only measures the cold starts
of those functions, and prints them; `--hollow` what the hollowed modules save them; `--memory` only
calls with the CPU of some memory sizes. `--json` prints the figures behind the page as one object
(bench/figures.py), all of them or those of `--only`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "CRITICAL")

from bench import (
    cold,
    figures,
    flash,
    hollow,
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
from local.client import STACK_FILE, read_stack
from tests.support.analytics import open_athena
from tests.support.cloud import Shop
from tests.support.demo import demo_group, write_demo_data
from tests.support.engine import start
from tests.support.template import ROOT
from tests.support.wechat import RunningSandbox
from wxcloud import clock

COLD_FLOOR, COLD_WORST, COLD_USUAL, BOT_MISSES = 0.75, 0.9, 0.5, 0.05
STORE_CPU, REQUEST_CPU, NODE = 0.45, 0.6, 0.7


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure, and write docs/performance.md.")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--check", action="store_true")
    parser.add_argument(
        "--cold",
        nargs="+",
        default=(),
        choices=cold.functions(),
        metavar="FUNCTION",
        help="measure only the cold starts of these",
    )
    parser.add_argument(
        "--hollow",
        nargs="+",
        default=(),
        choices=cold.functions(),
        metavar="FUNCTION",
        help="measure only what the hollowed modules save these",
    )
    parser.add_argument(
        "--support",
        action="store_true",
        help="measure only how many questions the bot of customer service understands",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one object")
    parser.add_argument(
        "--only",
        type=lambda names: names.split(","),
        default=list(figures.FIGURES),
        metavar="NAME,...",
        help="with --json: measure only these figures",
    )
    parser.add_argument(
        "--versions", action="store_true", help="measure only warm calls of getPageVersion"
    )
    parser.add_argument(
        "--memory", action="store_true", help="measure only calls with the CPU of some memory sizes"
    )
    options = parser.parse_args()
    if unknown := set(options.only) - figures.FIGURES.keys():
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    if options.json:
        with bench_shop() as shop:
            found = figures.measure(figures.Bench(shop, options.rounds), options.only)
        print(json.dumps(found))
        return 0
    if options.cold:
        with bench_shop() as shop:
            colds = cold.measure(shop, options.rounds, options.cold)
        print("\n".join(cold_table(colds)))
        return 0
    if options.support:
        with bench_shop():
            print("\n".join(support.table(support.measure())))
        return 0
    if options.memory:
        with bench_shop() as shop:
            print("\n".join(memory.lines(memory.measure(shop, options.rounds))))
        return 0
    if options.versions:
        with bench_shop():
            print("\n".join(versions.table(versions.measure())))
        return 0
    if options.hollow:
        with bench_shop() as shop:
            savings = hollow.measure(shop, options.rounds, options.hollow)
        print("\n".join(hollow.table(savings)))
        return 0
    is_up = STACK_FILE.exists()
    rates = throughput.measure(read_stack()) if is_up else []
    live = (rooms.sockets(), rooms.pushes()) if is_up else None
    with bench_shop() as shop:
        bench = figures.Bench(shop, options.rounds, usual_too=True)
        colds, beside = bench.colds, bench.beside
        drawn = bench.paint
        sized = memory.measure(shop, options.rounds)
        shop.clock.set(time.time_ns() // 1_000_000)
        clock.set_clock(shop.clock)
        warms, compared = warm.measure(), list(bench.compared.values())
        served = versions.measure()
        sales = flash.measure(shop)
        answers = support.measure()
    page, met = report(
        colds,
        warms,
        served,
        sales,
        rates,
        answers,
        options.rounds,
        compared,
        beside,
        live,
        sized,
        drawn,
    )
    (ROOT / "docs" / "performance.md").write_text(page)
    print(page)
    return 0 if met or not options.check else 1


@contextmanager
def bench_shop() -> Iterator[Shop]:
    """A shop on its own ministack. All benchmarks use it, except the one of the local stack."""
    with RunningSandbox() as sandbox:
        sandbox.reset()
        shop = Shop(start(), sandbox)
        shop.clock.set(time.time_ns() // 1_000_000)
        write_demo_data(shop)
        open_bench_groups()
        open_athena(shop)
        yield shop
        shop.close()


def open_bench_groups() -> None:
    from wxcloud.errors import BUSY
    from wxcloud.transaction import commit, put

    for n in range(5):
        commit(put(demo_group(f"bench-{n}", 60), otherwise=BUSY))


def report(
    colds: list[cold.Cold],
    warms: list[warm.Warm],
    served: list[versions.Served],
    sales: list[flash.Flash],
    rates: list[throughput.Rate],
    answers: list[support.Accuracy],
    rounds: int,
    compared: list[store.Compared],
    beside: node.Beside | None,
    live: tuple[rooms.Sockets, rooms.Pushes] | None,
    sized: list[memory.Sized],
    drawn: paint.Paint | None,
) -> tuple[str, bool]:
    above = statistics.median(each.to_floor for each in colds)
    below = statistics.median(each.to_usual for each in colds)
    worst = max(each.to_floor for each in colds if each.function in cold.shoppers())
    verdicts = [
        ("cold start, ratio to the floor, median function", above, COLD_FLOOR),
        ("cold start, ratio to the floor, worst function of a shopper", worst, COLD_WORST),
        ("cold start, ratio to the usual build, median function", below, COLD_USUAL),
    ]
    verdicts += [
        (f"CPU with our store client, ratio to botocore's: {each.what}", each.ratio, most)
        for each, most in zip(compared, (STORE_CPU, REQUEST_CPU, REQUEST_CPU), strict=True)
    ]
    if beside:
        verdicts += [
            ("joinGroup, ratio to Node: first request", beside.cold_ratio, NODE),
            ("joinGroup, ratio to Node: CPU of a warm request", beside.warm_ratio, NODE),
        ]
    if live:
        verdicts += rooms.verdicts(*live)
    if drawn:
        verdicts += paint.verdicts(drawn)
    missed = 1 - answers[-1].share
    verdicts.append(("questions that the bot does not understand, share", missed, BOT_MISSES))
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
            for name, value, most in verdicts
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
        f" of {rounds} rounds ({min(rounds, cold.USUAL_ROUNDS)} for the usual build). A ratio is"
        " the median of the ratios of all rounds. Measured on the whole deployed stack, because"
        f" their sample events need it: {', '.join(sorted(cold.ON_THE_STACK))}.",
        "",
        "The runtime layer hollows out what every start would load for nothing (HOLLOW and LATER in"
        " layers/build.py). That saves 7 % of a cold start: measured apart, by `python -m bench"
        " --hollow getGroup joinGroup placeOrder listGoods --rounds 51`, in pairs of cold starts"
        " with and without it.",
        "",
        *cold_table(colds),
        "",
        _slow(colds),
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
            for w in warms
        ),
        "",
        "## Our store client beside botocore's",
        "",
        "The same call (a conditional UpdateItem that answers with the item) and the same requests,"
        " with either client in one process, in turns: CPU time in µs, medians of 200 rounds; a"
        " ratio is the median of the ratios of all rounds. Over TLS both encrypt with the same"
        " library, which is not in these figures.",
        "",
        *store.table(compared),
        "",
        *node_lines(beside),
        *memory.lines(sized),
        "## Versions of a page",
        "",
        "A warm call of getPageVersion, whose experiment is in memory: the handler in this process."
        " A user's first call of a day sends a message to the queue of exposures.",
        "",
        *versions.table(served),
        "",
        *flash_lines(sales),
        *(rooms.lines(*live) if live else ()),
        *(paint.lines(drawn) if drawn else ()),
        "## Customer service",
        "",
        f"How many of {answers[-1].questions} questions of shoppers the bot understands"
        " (tests/data/README.md says where they come from).",
        "",
        *support.table(answers),
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
            for r in rates
        ),
        "",
    ]
    return "\n".join(lines), all(value <= most for _, value, most in verdicts)


def cold_table(colds: list[cold.Cold]) -> list[str]:
    return [
        "| function | calls | ours | floor | usual | ours / floor | ours / usual |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {c.function} | {c.calls} | {c.ours:.0f} | {c.floor:.0f} | {c.usual:.0f}"
            f" | {c.to_floor:.2f} | {c.to_usual:.2f} |"
            for c in colds
        ),
    ]


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


def flash_lines(sales: list[flash.Flash]) -> list[str]:
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


def _slow(colds: list[cold.Cold]) -> str:
    floor = [f"{c.function} ({c.calls} calls)" for c in colds if c.to_floor > COLD_FLOOR]
    usual = [c.function for c in colds if c.to_usual > COLD_USUAL]
    return (
        f"More than {COLD_FLOOR} × the floor (which makes one call): {', '.join(floor) or 'none'}."
        f" More than {COLD_USUAL} × the usual build: {', '.join(usual) or 'none'}."
    )


if __name__ == "__main__":
    sys.exit(main())
