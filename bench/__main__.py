"""Runs all benchmarks and writes docs/performance.md.

    python -m bench [--rounds 11] [--check] [--cold FUNCTION ...]

`--check` fails if a target of docs/performance.md is missed. `--cold` only prints those functions'
cold starts.
"""

from __future__ import annotations

import argparse
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

from bench import cold, flash, throughput, warm
from local.client import STACK_FILE, read_stack
from tests.support.cloud import Shop
from tests.support.demo import furnish, open_group
from tests.support.engine import start
from tests.support.template import ROOT
from tests.support.wechat import RunningSandbox
from wxcloud import clock

COLD_FLOOR, COLD_USUAL, WARM = 1.25, 0.5, 1.0


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
        help="only their cold starts",
    )
    options = parser.parse_args()
    if options.cold:
        with bench_shop() as shop:
            colds = cold.measure(shop, options.rounds, options.cold)
        print("\n".join(cold_table(colds)))
        return 0
    rates = throughput.measure(read_stack()) if STACK_FILE.exists() else []
    with bench_shop() as shop:
        colds = cold.measure(shop, options.rounds)
        shop.clock.set(time.time_ns() // 1_000_000)
        clock.set_clock(shop.clock)
        warms = warm.measure()
        sales = flash.measure(shop)
    page, met = report(colds, warms, sales, rates, options.rounds)
    (ROOT / "docs" / "performance.md").write_text(page)
    print(page)
    return 0 if met or not options.check else 1


@contextmanager
def bench_shop() -> Iterator[Shop]:
    """The shop on an engine of its own that everything but the front door is measured in."""
    with RunningSandbox() as sandbox:
        sandbox.reset()
        shop = Shop(start(), sandbox)
        shop.clock.set(time.time_ns() // 1_000_000)
        furnish(shop)
        open_bench_groups()
        yield shop
        shop.close()


def open_bench_groups() -> None:
    from wxcloud.errors import BUSY
    from wxcloud.transaction import commit, put

    for n in range(5):
        commit(put(open_group(f"bench-{n}", 60), otherwise=BUSY))


def report(
    colds: list[cold.Cold],
    warms: list[warm.Warm],
    sales: list[flash.Flash],
    rates: list[throughput.Rate],
    rounds: int,
) -> tuple[str, bool]:
    above = statistics.median(each.to_floor for each in colds)
    below = statistics.median(each.to_usual for each in colds)
    beyond = max(each.beyond / each.store for each in warms)
    verdicts = [
        ("cold start beside the floor, median function", above, COLD_FLOOR),
        ("cold start beside the usual build, median function", below, COLD_USUAL),
        ("warm handler's own CPU beside its store calls', worst function", beyond, WARM),
    ]
    lines = [
        "# Performance",
        "",
        "Made by `make bench`: all of one run on one machine"
        f" ({os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()});"
        " absolute times drift from machine to machine, the ratios are what counts.",
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
        "A fresh process imports the function from its built layers and serves its first request,"
        " which does the work of its sample event against the local engine and the WeChat sandbox."
        " Calls: how many it makes to AWS (the session's key counts as one) and to WeChat. Floor:"
        " an interpreter with one botocore client and one call. Usual: the same code in layers as"
        f" SAM builds them by default. Medians of {rounds} interleaved rounds"
        f" ({min(rounds, cold.USUAL_ROUNDS)} of the usual build), ms; the ratios are medians of the"
        " rounds' own.",
        "",
        *cold_table(colds),
        "",
        _slow(colds),
        "",
        "## Warm requests",
        "",
        "CPU of a request, µs, median of 200: in DynamoDB's client, and in all else (parsing,"
        " session, rules, models, log, answer).",
        "",
        "| function | store calls | in the store's client | beyond it | ratio |",
        "|---|---|---|---|---|",
        *(
            f"| {w.function} | {w.calls:.1f} | {w.store:.0f} | {w.beyond:.0f}"
            f" | {w.beyond / w.store:.2f} |"
            for w in warms
        ),
        "",
        *flash_lines(sales),
        "## Through the front door of the local stack",
        "",
        "Every concurrent request has a process of its own there; AWS is another matter.",
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


def flash_lines(sales: list[flash.Flash]) -> list[str]:
    return [
        "## A flash sale",
        "",
        f"{flash.STOCK} buyers for {flash.STOCK} units, then {flash.REFUSED} who come too late:"
        f" the real handlers in one process, {flash.THREADS} threads, the local engine, WeChat"
        " answering at once. Times of a request in ms; conflicts, and looks at stock that somebody"
        " else had taken meanwhile, per order.",
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
        "The local engine carries out one transaction after another, so none meets another and"
        " shards change nothing here. On AWS they are what counts: an item takes 1,000 write units"
        " a second and a transaction's write of it 2, so a shard sells 500 times a second at most,"
        " and buyers who meet at one are cancelled and try again (DynamoDB Developer Guide,"
        ' "Partition key design" and "Amazon DynamoDB transactions: how it works").',
        "",
    ]


def _slow(colds: list[cold.Cold]) -> str:
    floor = [f"{c.function} ({c.calls} calls)" for c in colds if c.to_floor > COLD_FLOOR]
    usual = [c.function for c in colds if c.to_usual > COLD_USUAL]
    return (
        f"Above {COLD_FLOOR} × the floor, whose request is one call: {', '.join(floor) or 'none'}."
        f" Above {COLD_USUAL} × the usual build: {', '.join(usual) or 'none'}."
    )


if __name__ == "__main__":
    sys.exit(main())
