"""What taking events in costs, and how long a funnel over many events takes.

    python -m bench.analytics [EVENTS]

calls trackEvents with batches of several sizes in this process, with a Firehose that takes all, and
prints events a second of one core, bytes a line, and what a million events cost on AWS. Then it
writes so many events (10,000,000 unless given) as Firehose does, gzip files of JSON lines by day,
and asks DuckDB for funnels over all of them: the same SQL that Athena gets.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "CRITICAL")

from bench.desk import ENVIRONMENT
from tests.support.analytics import columns
from wxcloud import clock

BATCHES = (1, 10, 20, 100)
CALLS = 60
EVENTS = 10_000_000
DAYS = 7
DAY0 = 1_795_276_800_000  # 2026-11-22 00:00 in Shanghai
# USD, us-east-1, 2026: a million requests of the HTTP API; a million of Lambda's, and a GB-second
# on arm64; a GB into Firehose, each record counted as a multiple of 5 KB; a GB of S3 a month.
API, REQUESTS, GB_SECOND, FIREHOSE, STORED = 1.00, 0.20, 0.0000133334, 0.029, 0.023
STEP = 5 * 1024
MEMORY_GB = 1.0


def events(count: int, seed: int, now: int) -> list[dict[str, Any]]:
    """A batch as the mini-program's client makes it."""
    names = ("page_view", "goods_impression", "goods_impression", "goods_click")
    return [
        {
            "insertId": f"{seed:08x}-{n:04x}-4e1b-9a3c-{seed * 7919 + n:012x}",
            "event": names[n % len(names)],
            "time": now - n,
            "page": "pages/goods/goods",
            "props": {"goodsId": f"01kac3v7m4e6t8n0x2r5w9y1b{n % 9}", "position": n}
            if names[n % len(names)] != "page_view"
            else {"seconds": n},
        }
        for n in range(count)
    ]


def intake() -> None:
    from moto import mock_aws

    from tests.support.cloud import LambdaContext, Shop, handler, http_event, token
    from wxcloud import firehose

    taken: list[bytes] = []

    def take(stream: str, records: Sequence[bytes]) -> list[bytes]:
        taken.extend(records)
        return []

    firehose.put = take
    print("| events a call | events/s | ms a call | bytes a line | gzip | USD per million |")
    print("|---:|---:|---:|---:|---:|---:|")
    with mock_aws():
        shop = Shop(None, None)
        main = handler("trackEvents")
        headers = {"authorization": f"Bearer {token('u1')}"}
        for batch in BATCHES:
            calls = [
                http_event("trackEvents", {"events": events(batch, n, shop.clock.now)}, headers)
                for n in range(CALLS)
            ]
            main(calls[0], LambdaContext())
            taken.clear()
            began = time.process_time()
            for call in calls:
                assert main(call, LambdaContext())["statusCode"] == 200
            seconds = (time.process_time() - began) / CALLS
            sent = sum(len(each) for each in taken) / (CALLS * batch)
            packed = len(gzip.compress(b"".join(taken))) / (CALLS * batch)
            cost = usd_per_million(batch, seconds, sent, packed)
            print(
                f"| {batch} | {batch / seconds:,.0f} | {seconds * 1000:.1f} | {sent:.0f} |"
                f" {packed:.0f} | {cost:.2f} |"
            )
        shop.close()


def usd_per_million(batch: int, seconds: float, line: float, packed: float) -> float:
    """One call is one record of Firehose, and takes Lambda this process's time and 5 ms more."""
    calls = 1_000_000 / batch
    record = -(-int(line * batch) // STEP) * STEP
    made = calls * (API + REQUESTS) / 1e6 + calls * (seconds + 0.005) * MEMORY_GB * GB_SECOND
    return made + calls * record / 1e9 * FIREHOSE + 1e6 * packed / 1e9 * STORED * 13


def write(connection: Any, folder: Path, count: int) -> int:
    """Events of `count / 20` people over a week, as Firehose writes them; the bytes on disk."""
    kinds = columns()
    texts = {name: "''" for name, kind in kinds.items() if kind == "VARCHAR" and name != "day"}
    made = texts | {
        "insertid": "substr(md5(i::VARCHAR), 1, 20)",
        "who": f"substr(md5((hash(i) % {max(1, count // 20)})::VARCHAR), 1, 16)",
        "event": "['page_view', 'goods_impression', 'goods_impression', 'goods_click', "
        "'add_to_cart', 'order_placed', 'order_paid'][1 + (hash(i + 7) % 7)::INT]",
        "goods": "'goods-' || (hash(i + 3) % 500)",
        "page": "'pages/goods/goods'",
        "source": "'client'",
        "at_ms": f"{DAY0} + (i * {DAYS * clock.DAY} // {count})",
        "received_ms": f"{DAY0} + (i * {DAYS * clock.DAY} // {count}) + 900",
        "fen": "(hash(i + 5) % 20000)::BIGINT",
        "quantity": "1",
        "props": """'{"position":' || (hash(i + 9) % 50) || '}'""",
    }
    chosen = ", ".join(f"{made[name]} AS {name}" for name in kinds if name != "day")
    for day in range(DAYS):
        into = folder / f"day={clock.day_of(DAY0 + day * clock.DAY)}"
        into.mkdir()
        first, last = count * day // DAYS, count * (day + 1) // DAYS
        connection.execute(
            f"COPY (SELECT {chosen} FROM range({first}, {last}) AS r(i))"
            f" TO '{into}/lines.json.gz' (FORMAT json, COMPRESSION gzip)"
        )
    return sum(path.stat().st_size for path in folder.rglob("*.gz"))


def funnels(count: int) -> None:
    import duckdb

    from shop.analytics import catalogue
    from shop.analytics.funnel import Funnel
    from shop.analytics.kinds import BUILT_IN
    from shop.analytics.steps import Step

    catalogue.all_kinds = lambda: dict(BUILT_IN)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        connection = duckdb.connect(config={"temp_directory": f"{scratch}/spill"})
        size = write(connection, folder, count)
        kinds = {name: kind for name, kind in columns().items() if name != "day"}
        listed = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
        connection.execute(
            f"CREATE VIEW lines AS SELECT * FROM read_json('{scratch}/*/*.gz', "
            f"format = 'newline_delimited', columns = {{{listed}}}, hive_partitioning = true, "
            "hive_types = {'day': 'VARCHAR'})"
        )
        print(f"\n{count:,} events: {size:,} bytes in S3, {size / count:.0f} an event")
        print(f"Athena: {size * 5 / 1e12:.4f} USD for a question over all of them")
        print("| question | seconds | bytes read |")
        print("|---|---:|---:|")
        names = ["goods_impression", "goods_click", "order_placed", "order_paid"]
        for steps, by in ((names[:2], ""), (names, ""), (names, "goodsId")):
            funnel = Funnel(
                steps=[Step(event=name) for name in steps],
                window=clock.DAY,
                since=DAY0,
                until=DAY0 + DAYS * clock.DAY,
                by=by,
            )
            began = time.perf_counter()
            names_of = [
                each[0] for each in connection.execute(funnel.sql(DAY0 + 9 * clock.DAY)).description
            ]
            rows: list[dict[str, str | None]] = [
                dict(zip(names_of, (str(v) for v in row), strict=True))
                for row in connection.fetchall()
            ]
            took = time.perf_counter() - began
            answer = funnel.answer(rows, DAY0 + 9 * clock.DAY)
            assert answer.steps and answer.steps[0].users > 0
            what = f"funnel of {len(steps)} steps" + (f" by {by}" if by else "")
            print(f"| {what} | {took:.1f} | {size:,} |")
            print(json.dumps([step.users for step in answer.steps]), file=sys.stderr)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main() -> int:
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    intake()
    funnels(int(sys.argv[1]) if sys.argv[1:] else EVENTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
