"""Analytics: 300 visits of a day through the API, two versions of a page for 360 users, and what
they tell the operator."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local.client import until
from local.day.cast import Cast, Step, expect
from local.stack.places import STATE

VISITS = 300
USERS = 360  # of an experiment: no verdict below 150 for a version
SEED = 20261122
HOUR, MINUTE = 3_600_000, 60_000
STEPS = ["page_view", "goods_impression", "goods_click", "add_to_cart"]
GOES_ON = [0.9, 0.45, 0.35]  # to the next step
CARTS = {"v1": 0.25, "v2": 0.5}  # how many users of a version put goods into the cart
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


def plan(cast: Cast) -> str:
    run, now = cast.mei.openid.rpartition("-")[2], int(time.time() * 1000)
    cast.notes["experiment"] = f"page-{run}"
    cast.operator.call(
        "saveExperiment",
        key=cast.notes["experiment"],
        variants=[{"name": "v1", "weight": 1}, {"name": "v2", "weight": 1}],
        metrics=[{"name": "carts", "event": "add_to_cart", "windowHours": 1}],
        start=now - 1000,
        stop=now + 14 * 24 * HOUR,
        minimumEffect=0.2,
    )
    return "v1 and v2, each for half of the users"


def compare(cast: Cast) -> str:
    """Users of v2 put goods into the cart more often: 50 % of them instead of 25 %."""
    key, run = cast.notes["experiment"], cast.mei.openid.rpartition("-")[2]
    chances = random.Random(SEED)
    luck = [chances.random() for _ in range(USERS)]

    def see(number: int) -> str:
        user = cast.shopper(f"visitor{number}")
        user.login()
        variant = str(user.call("getPageVersion", experiment=key)["variant"])
        if luck[number] < CARTS[variant]:
            about = {"event": "add_to_cart", "props": {"goodsId": GOODS[0]}}
            event = {"insertId": f"{run}-cart-{number}", "time": int(time.time() * 1000), **about}
            user.call("trackEvents", events=[event])
        return variant

    with ThreadPoolExecutor(8) as pool:
        seen = Counter(pool.map(see, range(USERS)))
    cast.notes["seen"] = seen
    return ", ".join(f"{name}: {users} users" for name, users in sorted(seen.items()))


def judge(cast: Cast) -> str:
    """Four days later: before, every experiment is too young for a verdict."""
    seen = cast.notes["seen"]
    cast.wechat.move_clock(4 * 24 * HOUR)
    cast.operator.login()
    try:
        answer = until(lambda: _shown(cast, seen), 90)
    finally:
        cast.wechat.move_clock(0)
        cast.operator.login()
    expect(answer, "all users of both versions")
    path = STATE / "experiment.svg"
    path.write_text(answer["svg"])
    return f"{answer['words']} {path}"


def _shown(cast: Cast, seen: Mapping[str, int]) -> dict[str, Any]:
    """What the experiment has shown, when all of its users have arrived."""
    answer = cast.operator.call("analyzeExperiment", experiment=cast.notes["experiment"])
    while answer["state"] in ("WAITING", "RUNNING"):
        time.sleep(1)
        answer = cast.operator.call("getAnalysis", queryId=answer["queryId"], format="svg")
    users = {arm["name"]: arm["users"] for arm in answer.get("arms", [])}
    if users != dict(seen):
        return {}
    shown: dict[str, Any] = cast.operator.call(
        "getAnalysis", queryId=answer["queryId"], format="svg"
    )
    return shown


STEPS_OF_THE_DAY: list[Step] = [
    ("300 visits, a call each", visit),
    ("a funnel of four steps", funnel),
    ("its picture", picture),
    ("the operator plans an experiment", plan),
    ("360 users see one version each", compare),
]
LATER: list[Step] = [("what to do now, and a picture", judge)]
