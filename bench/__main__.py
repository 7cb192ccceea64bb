"""Run all benchmarks and write docs/performance.md.

    python -m bench [--rounds 11] [--check] [--cold FUNCTION ...] [--hollow FUNCTION ...]
    python -m bench --json [--only NAME,...] [--rounds 11]

`--check` fails if a target of docs/performance.md is missed. `--cold` only measures the cold starts
of those functions, and prints them; `--hollow` what the hollowed modules save them; `--memory` only
calls with the CPU of some memory sizes; `--support` only how many questions the bot understands;
`--versions` only warm calls of getPageVersion. `--json` prints the figures behind the page as one
object (bench/figures.py), all of them or those of `--only`.
"""

from __future__ import annotations

import argparse
import json
import os
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
    report,
    rooms,
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
        print("\n".join(cold.table(colds)))
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
    measured = measure_all(options.rounds)
    page, met = report.page(measured), report.is_met(measured)
    (ROOT / "docs" / "performance.md").write_text(page)
    print(page)
    return 0 if met or not options.check else 1


def measure_all(rounds: int) -> report.Measured:
    """What the page says. What needs the local stack is left out if it is not up."""
    is_up = STACK_FILE.exists()
    rates = throughput.measure(read_stack()) if is_up else []
    live = (rooms.sockets(), rooms.pushes()) if is_up else None
    with bench_shop() as shop:
        bench = figures.Bench(shop, rounds, usual_too=True)
        colds, beside = bench.colds, bench.beside
        drawn = bench.paint
        sized = memory.measure(shop, rounds)
        shop.clock.set(time.time_ns() // 1_000_000)
        clock.set_clock(shop.clock)
        return report.Measured(
            rounds=rounds,
            colds=colds,
            warms=warm.measure(),
            compared=list(bench.compared.values()),
            beside=beside,
            sized=sized,
            served=versions.measure(),
            sales=flash.measure(shop),
            live=live,
            drawn=drawn,
            answers=support.measure(),
            rates=rates,
        )


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


if __name__ == "__main__":
    sys.exit(main())
