"""Analytics: 300 visits of a day through the API, and what they tell the operator."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local.client import until
from local.day.cast import Cast, Step, expect
from local.stack.places import STATE

VISITS = 300
SEED = 20261122
HOUR, MINUTE = 3_600_000, 60_000
STEPS = ["page_view", "goods_impression", "goods_click", "add_to_cart"]
GOES_ON = [0.9, 0.45, 0.35]  # to the next step
GOODS = ["goods-demo-1", "goods-demo-2", "goods-demo-3"]


def visits(run: str, now: int) -> list[list[dict[str, Any]]]:
    """The events of each visit: always the same, but for their times and ids. All are over."""
    chance = random.Random(SEED)
    made = []
    for number in range(VISITS):
        at = now - 2 * HOUR - chance.randrange(10 * HOUR)
        goods, events = chance.choice(GOODS), []
        for step, name in enumerate(STEPS):
            event = {"insertId": f"{run}-{number}-{step}", "event": name, "time": at}
            events.append(event if name == "page_view" else event | {"props": {"goodsId": goods}})
            at += chance.randrange(5_000, 4 * MINUTE)
            if step < len(GOES_ON) and chance.random() > GOES_ON[step]:
                break
        made.append(events)
    return made


def visit(cast: Cast) -> str:
    run, now = cast.mei.openid.rpartition("-")[2], int(time.time() * 1000)
    people = visits(run, now)

    def send(number: int) -> int:
        guest = cast.shopper(f"guest{number}")  # without a session
        answer = guest.call(
            "trackEvents", events=people[number], anonymousId=f"visitor-{run}-{number:06d}"
        )
        return int(answer["accepted"])

    with ThreadPoolExecutor(8) as pool:
        taken = sum(pool.map(send, range(len(people))))
    expect(taken == sum(map(len, people)), "all events taken")
    cast.notes["visits"], cast.notes["visited"] = people, now
    return f"{taken} events of {VISITS} guests"


def funnel(cast: Cast) -> str:
    people, now = cast.notes["visits"], cast.notes["visited"]

    def asked() -> dict[str, Any]:
        """The answer, when all events have arrived; those of earlier runs are in it too."""
        answer = cast.operator.call(
            "analyzeFunnel",
            steps=[{"event": name} for name in STEPS],
            window="1h",
            format="svg",
            **{"from": now - 12 * HOUR, "to": now},
        )
        while answer["state"] in ("WAITING", "RUNNING"):
            time.sleep(1)
            query = {"queryId": answer["queryId"], "format": "svg"}
            answer = cast.operator.call("getAnalysis", **query)
        users = [step["users"] for step in answer.get("steps", [])]
        ours = [sum(len(events) > k for events in people) for k in range(len(STEPS))]
        return answer if users and all(n >= m for n, m in zip(users, ours, strict=True)) else {}

    answer = until(asked, 60)
    expect(answer, "as many users in each step as there were visits")
    cast.notes["funnel"] = answer
    told = [f"{each['users']} ({each['rate']:.0%})" for each in answer["steps"]]
    return " → ".join(told)


def picture(cast: Cast) -> str:
    path = STATE / "funnel.svg"
    path.write_text(cast.notes["funnel"]["svg"])
    return str(path)


STEPS_OF_THE_DAY: list[Step] = [
    ("300 visits, a call each", visit),
    ("A funnel of four steps", funnel),
    ("Its picture", picture),
]
