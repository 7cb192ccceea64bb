"""python -m bench.load: two minutes of many shoppers on the local stack (`make load`).

    USERS=20 SECONDS=120 PACE=1 make load

Locust plays the shoppers (bench/load/shoppers.py). Then the clock of the shop is moved until all
orders have ended, and the invariants are checked (bench/load/invariants.py). The exit code is 1 if
one of them does not hold, or if more calls failed than the error budget allows.

The load is for this machine only: the addresses are those of .local/stack.json.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from bench.load import invariants
from bench.load.tables import Tables
from local.client import Shopper, Wechat, read_stack, until

ROOT = Path(__file__).resolve().parents[2]
LOCUST = ROOT / ".local" / "load" / "bin" / "locust"
ERROR_BUDGET = 0.001  # of all calls
MOST_USERS, MOST_SECONDS = 200, 600
MINUTE = 60_000


def main() -> int:
    users = min(MOST_USERS, int(os.environ.get("USERS") or 20))
    seconds = min(MOST_SECONDS, int(os.environ.get("SECONDS") or 120))
    pace = float(os.environ.get("PACE") or 1)
    stack, run = read_stack(), uuid.uuid4().hex[:8]
    open_the_shop(stack, run)
    print(f"  {users} shoppers for {seconds} s, each begins something every {pace:g} s", flush=True)
    calls, refusals = play(stack, run, users, seconds, pace)
    failed = show(calls, refusals, seconds)
    return check(stack, run, failed)


def open_the_shop(stack: dict[str, Any], run: str) -> None:
    """Goods of this run: two of which there is enough, one that is sold out, one for groups."""
    operator = Shopper(stack, "operator-1")
    operator.login()
    form = {"cover": "https://img.example.com/load.jpg", "category": "load", "rank": 900_000}
    for n, units in enumerate((100_000, 100_000, 50)):
        goods_id = f"load-{run}-{n}"
        operator.call(
            "saveGoods", **form, goodsId=goods_id, title=goods_id, price=990, stock=units, shards=4
        )
    goods_id = f"load-{run}-group"
    group = {"size": 3, "hours": 24, "price": 690}
    operator.call(
        "saveGoods", **form, goodsId=goods_id, title=goods_id, price=990, stock=100_000, group=group
    )


def play(
    stack: dict[str, Any], run: str, users: int, seconds: int, pace: float
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """What Locust has measured: an object per kind of call; and how often each was refused."""
    with tempfile.TemporaryDirectory() as folder:
        report, refusals = Path(folder) / "report", Path(folder) / "refusals.json"
        command = [str(LOCUST), "--locustfile", str(ROOT / "bench" / "load" / "shoppers.py")]
        command += ["--headless", "--host", stack["api"], "--users", str(users)]
        command += ["--spawn-rate", str(max(1, users // 10)), "--run-time", f"{seconds}s"]
        command += ["--stop-timeout", "30", "--only-summary", "--loglevel", "ERROR"]
        command += ["--json-file", str(report), "--exit-code-on-error", "0"]
        settings = {"LOAD_SANDBOX": stack["sandbox"], "LOAD_RUN": run, "LOAD_PACE_S": str(pace)}
        settings["LOAD_REFUSALS"] = str(refusals)
        subprocess.run(
            command,
            env={**os.environ, **settings},
            check=True,
            timeout=seconds + 120,
            stdout=subprocess.DEVNULL,
        )
        calls = json.loads(report.with_suffix(".json").read_text())
        refused = json.loads(refusals.read_text())
    return [call for call in calls if not call["name"].startswith("(WeChat)")], refused


def show(calls: list[dict[str, Any]], refusals: dict[str, int], seconds: int) -> float:
    """Print a line per function, and one per kind of refusal. Returns the share of calls that
    failed."""
    print(f"\n  {'function':<16}{'calls':>7}{'failed':>8}{'p50 ms':>9}{'p99 ms':>9}")
    for call in sorted(calls, key=lambda call: -int(call["num_requests"])):
        times = call["response_times"]
        print(
            f"  {call['name']:<16}{call['num_requests']:>7}{call['num_failures']:>8}"
            f"{percentile(times, 0.5):>9.0f}{percentile(times, 0.99):>9.0f}"
        )
    for what, number in sorted(refusals.items()):
        print(f"  refused: {what}, {number} times")
    total = sum(call["num_requests"] for call in calls)
    failed = sum(call["num_failures"] for call in calls)
    print(f"\n  {total / seconds:.1f} calls per second; {failed} of {total} failed")
    return failed / total if total else 1.0


def percentile(times: dict[str, int], share: float) -> float:
    """Of a histogram: milliseconds → how many calls took them."""
    left = share * sum(times.values())
    for took, number in sorted((float(took), number) for took, number in times.items()):
        left -= number
        if left <= 0:
            return took
    return 0.0


def check(stack: dict[str, Any], run: str, failed: float) -> int:
    """Let all orders end, then look at what must hold."""
    tables, wechat = Tables(stack), Wechat(stack)
    wechat.move_clock(20 * MINUTE)  # unpaid orders are closed
    try:

        def all_ended() -> bool:
            orders = invariants.orders_of(tables, run)
            return bool(orders) and all(o["status"] in invariants.ENDED for o in orders)

        until(all_ended, seconds=180)
        until(lambda: not invariants.stock(tables, run), seconds=60)
    finally:
        wechat.move_clock(0)
    orders = invariants.orders_of(tables, run)
    found = {
        "stock": invariants.stock(tables, run),
        "money": invariants.money(tables, run, wechat),
        "groups": invariants.groups(tables, run),
        "points": invariants.points(tables, run),
    }
    print(f"\n  {len(orders)} orders, {sum(o['status'] in invariants.BOUGHT for o in orders)} paid")
    for name, wrong in found.items():
        print(
            f"  {'✗' if wrong else '✓'} {name}" + "".join(f"\n      {each}" for each in wrong[:10])
        )
    within = failed <= ERROR_BUDGET
    print(f"  {'✓' if within else '✗'} error budget: {failed:.2%} of {ERROR_BUDGET:.2%}")
    return 0 if within and not any(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
