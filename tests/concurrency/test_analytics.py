"""Analytics on the local AWS: units, races, and events from the door through Firehose, S3, Glue and
Athena to the answer."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.analytics import delivery, visitors
from shop.analytics.visitors import pseudonym
from tests.support import orders
from tests.support.analytics import kept, once, open_athena
from tests.support.cloud import Answer, Shop, call
from wxcloud import clock

OPERATOR = ("operator",)


@pytest.fixture
def athena(engine: Shop) -> Shop:
    """The local Firehose writes what arrives under the day of this machine's clock."""
    engine.clock.set(time.time_ns() // 1_000_000)
    open_athena(engine)
    return engine


def track(openid: str, number: int = 0, *names: str, at: int | None = None) -> Answer:
    at = clock.now() if at is None else at
    events = [
        {"insertId": f"{number}-{k}", "event": name, "time": at + k}
        for k, name in enumerate(names or ("page_view",))
    ]
    return call("trackEvents", {"events": events}, openid)


def ask(name: str, **data: Any) -> Answer:
    now = clock.now()
    period = {"from": now - clock.DAY, "to": now + clock.DAY}
    answer = call(name, {**period, **data}, "boss", OPERATOR)
    while answer.ok and answer["state"] in ("WAITING", "RUNNING"):
        answer = call("getAnalysis", {"queryId": answer["queryId"]}, "boss", OPERATOR)
    assert answer.ok and answer["state"] == "DONE", answer
    return answer


def test_from_the_door_to_the_answer_and_repeats_count_once(athena: Shop) -> None:
    steps = [{"event": "page_view"}, {"event": "share"}]
    for n in range(6):
        for _ in range(3):
            assert track(f"u{n}", n, *["page_view", "share"][: n % 2 + 1])["accepted"]
    athena.clock.advance(clock.HOUR)
    answer = ask("analyzeFunnel", steps=steps, window="30m")
    assert [step["users"] for step in answer["steps"]] == [6, 3] and answer["unfinished"] == 0
    hostile = [{"event": "page_view", "where": {"page": "'; DROP TABLE lines --"}}, steps[1]]
    assert [s["users"] for s in ask("analyzeFunnel", steps=hostile)["steps"]] == [0, 0]
    days = ask("analyzeRetention", first=steps[0], **{"return": steps[1]})["cohorts"]
    assert sum(each["users"] for each in days) == 6


def test_an_answer_without_any_events(athena: Shop) -> None:
    assert ask("analyzeGoods")["totals"]["fen"] == 0
    assert ask("analyzeShares")["items"] == []


def test_units(engine: Shop) -> None:
    """docs/data-model.md has these numbers."""
    track("u0")  # the catalogue is read
    with engine.units() as used:
        track("u1")
    assert (used.write, used.read) == (1, 1.0), "a new user: the salt, and no last share"
    with engine.units() as used:
        track("u1", 1)
    assert (used.write, used.read) == (0, 0)
    visitors.reset()
    with engine.units() as used:
        track("u1", 2)
    assert (used.write, used.read) == (0, 0.5)


def test_units_of_a_question(athena: Shop) -> None:
    ask("analyzeShares")
    with athena.units() as used:
        ask("analyzeShares")
    assert used.write == 3 and used.read <= 1.5


def test_many_at_once_make_one_salt_of_a_user(engine: Shop) -> None:
    def one(_: int) -> str:
        visitors.reset()
        return pseudonym("u1")

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(one, range(64)))) == 1


def test_batches_at_once_lose_nothing(engine: Shop) -> None:
    """What the local Firehose does not take in time is on the queue."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: track(f"u{n % 8}", n % 24), range(96)))
    assert all(answer["accepted"] == 1 for answer in answers)
    delivery.reset()
    assert engine.run_queue("tracking", "deliverEvents") == []
    assert len(once(kept(engine))) == 24


def test_an_order_is_paid_while_firehose_is_away(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Orders do not wait for analytics."""
    from tests.support.groups import Streams

    engine.set(EVENTS_STREAM="no-such-stream")
    orders.save_goods(10)
    order_id = orders.place("u1")["orderId"]
    orders.pay(engine, order_id)
    Streams(engine).deliver_all()
    assert orders.get_order(order_id)["status"] == "PAID"
    assert len(engine.drain("tracking")) >= 2
