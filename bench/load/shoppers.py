"""The shoppers, as Locust plays them. It runs in an environment of its own (requirements/load.in).

Each shopper logs in, and then does one thing after the other: looks at the feed, buys, opens or
joins a group, checks in. A refusal that the shop gives on purpose (sold out, the group is full) is
an answer, not a failure; so is that of a second check-in. Any other refusal, and each 5xx, is a
failure.
"""

from __future__ import annotations

import itertools
import json
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

from locust import HttpUser, constant_pacing, events, task

SANDBOX = os.environ["LOAD_SANDBOX"]
RUN = os.environ["LOAD_RUN"]  # part of every openid and goodsId of this run
PACE_S = float(os.environ["LOAD_PACE_S"])  # from the start of one task to that of the next

GOODS = [f"load-{RUN}-{n}" for n in range(3)]
GROUP_GOODS = f"load-{RUN}-group"

ON_PURPOSE = {
    "SOLD_OUT",
    "GROUP_FULL",
    "GROUP_EXPIRED",
    "ALREADY_IN_GROUP",
    "TOO_MANY_GROUPS",
    "TOO_MANY_UNPAID",
    "TOO_MANY_SEATS",
    "ALREADY_COUNTED",
    "LIMIT_REACHED",
}
_numbers = itertools.count(1)
_refused: Counter[str] = Counter()


class Shopper(HttpUser):
    wait_time = constant_pacing(PACE_S)

    def on_start(self) -> None:
        self.openid = f"load-{RUN}-{next(_numbers)}"
        self.headers: dict[str, str] = {}
        code = self._wechat("code", openid=self.openid)["code"]
        answer = self._call("login", code=code)
        self.headers = {"authorization": f"Bearer {answer['token']}"}

    @task(10)
    def look(self) -> None:
        """Two pages of the feed, and the page of goods."""
        cursor = self._call("listGoods", limit=5).get("cursor")
        if cursor:
            self._call("listGoods", limit=5, cursor=cursor)
        self._call("getGoods", goodsId=random.choice(GOODS))

    @task(5)
    def buy(self) -> None:
        items = [{"skuId": random.choice(GOODS), "quantity": random.randint(1, 2)}]
        self._finish(self._call("placeOrder", items=items))

    @task(3)
    def buy_in_a_group(self) -> None:
        """Join a group that waits for a member, or open one."""
        groups = self._call("listOpenGroups", goodsId=GROUP_GOODS).get("items") or []
        if groups and random.random() < 0.8:
            group = random.choice(groups)["groupId"]
            self._finish(self._call("joinGroup", groupId=group))
            self._call("getGroup", groupId=group)
        else:
            self._finish(self._call("createGroup", goodsId=GROUP_GOODS))

    @task(2)
    def collect_points(self) -> None:
        self._call("updateScore", action="daily_checkin")
        self._call("getScore")

    def _finish(self, order: dict[str, Any]) -> None:
        """Most buyers pay, some cancel, some leave."""
        order_id = order.get("orderId")
        if not order_id:
            return
        chance = random.random()
        if chance < 0.8:
            self._wechat("pay", out_trade_no=order_id)
            self._call("getOrder", orderId=order_id)
        elif chance < 0.9:
            self._call("cancelOrder", orderId=order_id)

    def _call(self, name: str, /, **data: Any) -> dict[str, Any]:
        """Call a cloud function. The answer; {} if it was refused."""
        with self.client.post(
            f"/{name}", json=data, headers=self.headers, name=name, catch_response=True
        ) as answer:
            try:
                body = answer.json()
            except ValueError:
                body = {}
            if answer.status_code == 200:
                answer.success()
                return dict(body)
            code = body.get("errCode") or f"HTTP {answer.status_code}"
            _refused[f"{name}: {code}"] += 1
            if code in ON_PURPOSE:
                answer.success()
            else:
                answer.failure(code)
        return {}

    def _wechat(self, what: str, **data: Any) -> dict[str, Any]:
        """What the user does in WeChat. It is not the shop's, so it is not measured."""
        url = f"{SANDBOX}/sandbox/{what}"
        with self.client.post(url, json=data, name=f"(WeChat) {what}", catch_response=True) as done:
            done.success()
            return dict(done.json()) if done.status_code == 200 else {}


@events.quitting.add_listener
def note_refusals(**_: Any) -> None:
    """How often each function has refused, and with which code."""
    Path(os.environ["LOAD_REFUSALS"]).write_text(json.dumps(_refused))
