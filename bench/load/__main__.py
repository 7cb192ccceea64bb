"""Load on the local stack for some time; then the invariants, whatever has happened.

    python -m bench.load [--seconds 120] [--users 16] [--calls 100000] [--budget 0.5]

Exit code 0: the invariants hold, and the failures are within the budget (% of the calls). Only a
stack on this machine (127.0.0.1) gets load. `make load` installs locust into a virtual environment
of its own and runs this.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from boto3.dynamodb.types import TypeDeserializer

from bench.load import invariants
from bench.load.invariants import Bought
from local.client import Shopper, Wechat, read_stack
from tests.support.group_items import groups_in
from tests.support.points import check_accounts

ROOT = Path(__file__).resolve().parents[2]
LOCUST = ROOT / ".venv-load/bin/locust"
FOLDER = ROOT / ".local/load"
MOST_SECONDS, MOST_USERS, MOST_CALLS = 600, 100, 200_000
SETTLED_WITHIN_S = 300  # the streams of the local AWS are behind at the end of a run
SPAWN_RATE = 2  # shoppers a second; the times count from when all are there
SKUS, UNITS = 4, 150  # few enough that some sell out


def main() -> int:
    parser = argparse.ArgumentParser(description="Load, then the invariants.")
    parser.add_argument("--seconds", type=int, default=120, help=f"at most {MOST_SECONDS}")
    parser.add_argument("--users", type=int, default=16, help=f"at once, at most {MOST_USERS}")
    parser.add_argument("--calls", type=int, default=100_000, help=f"at most {MOST_CALLS}")
    parser.add_argument("--budget", type=float, default=0.5, help="failures, in %% of the calls")
    asked = parser.parse_args()
    stack = read_stack()
    for url in (stack["api"], stack["sandbox"], stack["endpoint"]):
        if urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            print(f"{url} is not on this machine: load is for the local stack only.")
            return 2
    run = f"load-{uuid.uuid4().hex[:6]}"
    operator = Shopper(stack, "operator-1")
    operator.login()
    goods = save_goods(operator, run)
    try:
        measured = run_locust(
            {
                "api": stack["api"],
                "sandbox": stack["sandbox"],
                "run": run,
                "calls": min(asked.calls, MOST_CALLS),
                **goods,
            },
            seconds=min(asked.seconds, MOST_SECONDS),
            users=min(asked.users, MOST_USERS),
        )
        failed = report(measured)
        wrong = settled(stack, operator, run, goods)
    finally:
        save_goods(operator, run, hidden=True)
    for line in wrong.lines:
        print(f"  ✗ {line}")
    if not wrong.lines:
        print(f"  ✓ units, seats, money, points and states are as they must be: {wrong.looked_at}")
    within = failed <= asked.budget / 100
    mark = "✓" if within else "✗"
    print(f"  {mark} {failed:.2%} of the calls failed; the budget is {asked.budget} %")
    return 0 if within and not wrong.lines else 1


def save_goods(operator: Shopper, run: str, *, hidden: bool = False) -> dict[str, Any]:
    """The goods of the run: some to order, one for free groups, one for groups that pay."""
    common = {"cover": "https://img.example.com/load.jpg", "category": run, "hidden": hidden}
    names = [f"{run}-goods-{number}" for number in range(SKUS)]
    for rank, name in enumerate(names):
        operator.call(
            "saveGoods",
            goodsId=name,
            title=name,
            price=990,
            rank=rank,
            stock=UNITS,
            shards=4,
            **common,
        )
    groups = {f"{run}-free": 0, f"{run}-paid": 590}
    for name, price in groups.items():
        operator.call(
            "saveGoods",
            goodsId=name,
            title=name,
            price=990,
            rank=0,
            stock=100_000,
            group={"size": 3, "hours": 1, "price": price},
            **common,
        )
    return {"skus": names, "groups": list(groups), "category": run}


def run_locust(plan: dict[str, Any], *, seconds: int, users: int) -> dict[str, Any]:
    """Run bench/load/shoppers.py. What it has measured."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    plan_file, measured = FOLDER / "plan.json", FOLDER / "measured.json"
    plan_file.write_text(json.dumps(plan))
    measured.unlink(missing_ok=True)
    print(f"  {users} shoppers for {seconds} s, at most {plan['calls']} calls", flush=True)
    command = [LOCUST, "--locustfile", ROOT / "bench/load/shoppers.py", "--headless"]
    command += ["--users", str(users), "--spawn-rate", str(SPAWN_RATE)]
    command += ["--run-time", f"{seconds + users // SPAWN_RATE}s", "--stop-timeout", "20"]
    command += ["--reset-stats", "--exit-code-on-error", "0", "--only-summary"]
    with (FOLDER / "locust.log").open("w") as log:
        ended = subprocess.run(
            [str(part) for part in command],
            env={**os.environ, "LOAD_PLAN": str(plan_file)},
            stdout=log,
            stderr=log,
            check=False,
            timeout=seconds + 120,
        )
    if ended.returncode or not measured.exists():
        raise SystemExit(f"locust failed with {ended.returncode}: see {FOLDER / 'locust.log'}")
    found: dict[str, Any] = json.loads(measured.read_text())
    return found


def report(measured: dict[str, Any]) -> float:
    """Print what was measured. The part of the calls of the shop that failed."""
    shop = [row for row in measured["rows"] if not row["name"].startswith("(")]
    shop.sort(key=lambda row: -row["calls"])
    seconds = measured["seconds"] or 1
    print(f"\n  {'function':<14} {'calls':>7} {'per s':>7} {'p50 ms':>7} {'p99 ms':>7}")
    for row in shop:
        rate = row["calls"] / seconds
        times = f"{row['p50']:>7.0f} {row['p99']:>7.0f}"
        print(f"  {row['name']:<14} {row['calls']:>7} {rate:>7.1f} {times}")
    calls = sum(row["calls"] for row in shop)
    print(f"  {'all':<14} {calls:>7} {calls / seconds:>7.1f}")
    print("\n  refused as on a busy day: " + (_list(measured["refusals"]) or "nothing"))
    if measured["failures"]:
        print("  failed: " + _list(measured["failures"]))
    return float(sum(measured["failures"].values()) / max(measured["calls"], 1))


def _list(times: dict[str, int]) -> str:
    return ", ".join(
        f"{n} × {what}" for what, n in sorted(times.items(), key=lambda each: -each[1])
    )


class Tables:
    """The tables of the stack, as the helpers of tests read them."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack = stack

    def items(self, table: str) -> list[dict[str, Any]]:
        """All items of a table, as plain Python values."""
        store = boto3.client(
            "dynamodb",
            endpoint_url=self.stack["endpoint"],
            region_name=self.stack["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the local AWS takes any
        )
        read, name = TypeDeserializer().deserialize, self.stack["tables"][table]
        pages = store.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
        return [
            {key: read(value) for key, value in item.items()}
            for page in pages
            for item in page["Items"]
        ]


@dataclass(frozen=True)
class Wrong:
    """What is not as it must be, one line each, and how much was looked at."""

    lines: list[str]
    looked_at: str


def settled(stack: dict[str, Any], operator: Shopper, run: str, goods: dict[str, Any]) -> Wrong:
    """What is wrong when all has settled: what the last calls have begun may still go on."""
    started = time.monotonic()
    while True:
        wrong = violations(stack, operator, run, goods)
        passed = time.monotonic() - started
        if not wrong.lines or passed > SETTLED_WITHIN_S:
            print(f"\n  settled {passed:.0f} s after the last call")
            return wrong
        time.sleep(3)


def violations(stack: dict[str, Any], operator: Shopper, run: str, goods: dict[str, Any]) -> Wrong:
    """What is not as it must be, of everything that the run has touched."""
    tables, wechat = Tables(stack), Wechat(stack)
    ours = [
        item["orderId"]
        for item in tables.items("orders")
        if str(item.get("buyer", "")).startswith(f"{run}-")
    ]

    def bought(order_id: str) -> Bought:
        return Bought(operator.call("getOrder", orderId=order_id), wechat.payments(order_id))

    with ThreadPoolExecutor(8) as pool:
        all_bought = list(pool.map(bought, ours))
    skus = [*goods["skus"], *goods["groups"]]
    stock = {sku: operator.call("getStock", skuId=sku) for sku in skus}
    groups = [each for each in groups_in(tables) if each["goodsId"] in goods["groups"]]
    lines = invariants.units(stock, all_bought) + invariants.seats(groups)
    lines += invariants.money(all_bought) + invariants.states(all_bought)
    try:
        ledgers = check_accounts(tables)
        lines += invariants.purchases(ledgers, all_bought)
    except AssertionError as error:
        ledgers = {}
        lines.append(f"an account of points: {error}")
    looked_at = f"{len(all_bought)} orders, {len(groups)} groups, {len(ledgers)} accounts"
    return Wrong(lines, looked_at)


if __name__ == "__main__":
    sys.exit(main())
