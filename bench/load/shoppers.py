"""The shoppers, for locust: they read the feed, join groups, order, pay and collect points.

`bench.load` runs this file in a virtual environment that has locust and nothing of the project. It
reads the plan from the file that LOAD_PLAN names, and writes what it has measured beside it.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any

from locust import FastHttpUser, between, events, task
from locust.env import Environment

PLAN_FILE = Path(os.environ["LOAD_PLAN"])
PLAN: dict[str, Any] = json.loads(PLAN_FILE.read_text())

# Answers that a shop gives on a busy day. They are no failures.
EXPECTED = {
    "ALREADY_COUNTED",
    "ALREADY_IN_GROUP",
    "GROUP_ENDED",
    "GROUP_EXPIRED",
    "GROUP_FULL",
    "GROUP_LIMIT",
    "NOT_UNPAID",
    "ORDER_PAID",
    "SOLD_OUT",
    "TOO_MANY_GROUPS",
    "TOO_MANY_SEATS",
    "TOO_MANY_UNPAID",
}
PAID_WITHIN_S = 15  # WeChat's notification takes a moment
PEOPLE = Counter[str]()
REFUSALS = Counter[str]()
FAILURES = Counter[str]()  # of all calls, also of those before the times count
OPEN_GROUPS: deque[str] = deque(maxlen=50)
calls = 0


class Shopper(FastHttpUser):
    """One user of the mini-program."""

    host = PLAN["api"]
    wait_time = between(0.05, 0.35)
    connection_timeout = network_timeout = 30.0

    def on_start(self) -> None:
        PEOPLE["shoppers"] += 1
        self.openid = f"{PLAN['run']}-{PEOPLE['shoppers']}"
        code = self.wechat("code", {"openid": self.openid})["code"]
        self.token = ""
        self.token = str(self.call("login", code=code)["token"])

    def call(self, function: str, /, **data: Any) -> Any:
        """The result of a function; None if it was refused, or if the call failed."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        with self.client.post(
            f"{PLAN['api']}/{function}",
            json=data,
            headers=headers,
            name=function,
            catch_response=True,
        ) as answer:
            if answer.status_code == 200:
                return answer.json()
            code = _code(answer)
            if code in EXPECTED:
                REFUSALS[f"{function} {code}"] += 1
                answer.success()
            else:
                answer.failure(f"{answer.status_code} {code}")
            return None

    def wechat(self, what: str, data: dict[str, Any]) -> Any:
        """What a phone does with WeChat. It is counted apart from the shop."""
        answer = self.client.post(f"{PLAN['sandbox']}/sandbox/{what}", json=data, name=f"({what})")
        return answer.json() if answer.status_code == 200 else None

    @task(8)
    def feed(self) -> None:
        page = self.call("listGoods", limit=10, category=PLAN["category"])
        if page and page["items"]:
            self.call("getGoods", goodsId=random.choice(page["items"])["goodsId"])

    @task(3)
    def group(self) -> None:
        """Join the group of somebody else, or open one, and pay for the seat if it costs money."""
        if OPEN_GROUPS and random.random() < 0.75:
            group = self.call("joinGroup", groupId=random.choice(OPEN_GROUPS))
        else:
            group = self.call("createGroup", goodsId=random.choice(PLAN["groups"]))
            if group:
                OPEN_GROUPS.append(group["groupId"])
        if group and group.get("orderId"):
            self.pay(group["orderId"])

    @task(4)
    def order(self) -> None:
        """Order something. Most orders are paid, some are cancelled, the rest is left alone."""
        items = [{"skuId": random.choice(PLAN["skus"]), "quantity": random.choice([1, 1, 2])}]
        placed = self.call("placeOrder", items=items)
        if not placed:
            return
        what = random.random()
        if what < 0.8:
            self.pay(placed["orderId"])
        elif what < 0.95:
            self.call("cancelOrder", orderId=placed["orderId"])

    @task(2)
    def points(self) -> None:
        self.call("updateScore", action="daily_checkin")
        self.call("getScore")

    def pay(self, order_id: str) -> None:
        """Confirm in WeChat, and ask until the shop knows of it, as the client does."""
        if self.wechat("pay", {"out_trade_no": order_id}) is None:
            return
        deadline = time.monotonic() + PAID_WITHIN_S
        while time.monotonic() < deadline:
            order = self.call("getOrder", orderId=order_id)
            if order and order["status"] != "PENDING":
                return
            time.sleep(0.3)


def _code(answer: Any) -> str:
    try:
        return str(answer.json()["errCode"])
    except (ValueError, KeyError, TypeError):
        return "no errCode"


@events.request.add_listener
def _count(name: str, exception: Exception | None, **_: Any) -> None:
    """Count, and stop all when there were so many calls, whatever the time is."""
    global calls
    calls += 1
    if exception is not None:
        FAILURES[f"{name} {exception}"] += 1
    if calls == PLAN["calls"] and ENVIRONMENT:
        ENVIRONMENT[0].runner.quit()


ENVIRONMENT: list[Any] = []


@events.init.add_listener
def _remember(environment: Environment, **_: Any) -> None:
    ENVIRONMENT.append(environment)


@events.quitting.add_listener
def _write(environment: Environment, **_: Any) -> None:
    """What was measured, for `bench.load`."""
    stats = environment.stats
    rows = [
        {
            "name": entry.name,
            "calls": entry.num_requests,
            "p50": entry.get_response_time_percentile(0.5),
            "p99": entry.get_response_time_percentile(0.99),
        }
        for entry in stats.entries.values()
    ]
    measured = {
        "calls": calls,
        "seconds": (stats.total.last_request_timestamp or 0) - (stats.total.start_time or 0),
        "rows": rows,
        "failures": dict(FAILURES),
        "refusals": dict(REFUSALS),
    }
    PLAN_FILE.with_name("measured.json").write_text(json.dumps(measured))
