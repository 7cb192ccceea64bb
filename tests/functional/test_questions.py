"""Questions of operators, from events that came in through the door to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.analytics import Duck, athena_is_duck
from tests.support.cloud import START, Answer, Shop, call
from wxcloud import clock

OPERATOR = ("operator",)
TODAY = {"from": START - clock.DAY, "to": START + clock.DAY}


@pytest.fixture
def duck(shop: Shop) -> Iterator[Duck]:
    with athena_is_duck(shop) as duck:
        yield duck


def track(openid: str, *names: str, **more: Any) -> None:
    events = [
        {"insertId": f"{openid}-{n}", "event": name, "time": START - clock.HOUR + n, **more}
        for n, name in enumerate(names)
    ]
    assert call("trackEvents", {"events": events}, openid).body["rejected"] == []


def ask(name: str, **data: Any) -> Answer:
    return call(name, {**TODAY, **data}, "boss", OPERATOR)


def test_a_funnel_from_the_door_to_the_answer(shop: Shop, duck: Duck) -> None:
    for n in range(6):
        track(f"u{n}", *["page_view", "goods_click", "share"][: n % 3 + 1])
    steps = [{"event": "page_view"}, {"event": "goods_click"}, {"event": "share"}]
    answer = ask("analyzeFunnel", steps=steps, window="30m", format="svg")
    assert [step["users"] for step in answer["steps"]] == [6, 4, 2]
    assert [step["rate"] for step in answer["steps"]] == [1, 4 / 6, 2 / 6]
    assert answer["unfinished"] == 0 and answer["steps"][1]["medianMs"] == 1
    assert (answer["scannedBytes"], answer["usd"]) == (12_345_678, 0.000062)
    assert answer["svg"].startswith("<svg") and "浏览页面" in answer["svg"]
    again = call("getAnalysis", {"queryId": answer["queryId"]}, "boss", OPERATOR)
    assert again["steps"] == answer["steps"] and (again["state"], again["done"]) == ("DONE", 1)
