"""Alerts and reminders under real concurrency, and the units that they cost."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.alerts import pace, sending
from shop.alerts.model import Alert
from tests.support import orders
from tests.support.alerts import alert, send
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.orders import OPERATOR
from wxcloud import clock

SOON = "template-pay-soon"


@pytest.fixture
def moving(engine: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop whose clock moves when a sender waits for its turn."""
    monkeypatch.setattr(pace, "_sleep", lambda ms: engine.clock.advance(ms))
    yield engine


def test_alerts_delivered_to_two_senders_at_once_are_told_once(moving: Shop) -> None:
    chance = random.Random(3)
    alerts = [alert(f"e{n}", line=f"第 {n} 单。") for n in range(60)] * 3
    chance.shuffle(alerts)
    batches = [alerts[at : at + 12] for at in range(0, len(alerts), 12)]
    with ThreadPoolExecutor(2) as pool:
        while batches:
            batches = [failed for failed in pool.map(lambda b: send(*b), batches) if failed]
    text = "\n".join(moving.sandbox.chat())
    for n in range(60):
        assert text.count(f"第 {n} 单。") == 1
    assert sum(map(int, re.findall(r"新订单 (\d+) 笔", text))) == 60
    sent = [each["at"] for each in moving.sandbox.get("/sandbox/robot")["messages"]]
    assert all(sum(at <= x < at + clock.MINUTE for x in sent) <= 20 for at in sent)


def test_units_of_a_message(moving: Shop) -> None:
    """Two writes for each alert, and two for each message: its turn, and the note of the robot."""
    many = [Alert("newOrder", f"e{n}", "红茶") for n in range(10)]
    with moving.units() as used:
        assert sending.tell(many) == []
    assert (used.write, used.read) == (22, 1)
    with moving.units() as used:
        assert sending.tell(many) == []
    assert (used.write, used.read) == (0, 1)


def test_a_reminder_raced_with_a_payment_or_a_cancel_many_times(engine: Shop) -> None:
    """Either the reminder was claimed while the order was unpaid, or it is not sent. Once the order
    is paid or closed, no attempt sends it."""
    keys = {"thing1": "{goods}", "character_string2": "{orderId}"}
    engine.sandbox.post("/sandbox/templates", {SOON: sorted(keys)})
    form = {"notice": "paySoon", "templateId": SOON, "data": keys}
    assert call("saveNotice", form, "operator-1", OPERATOR).ok
    orders.save_goods(1000)
    rounds = 40
    made = [str(orders.place(f"u{n}")["orderId"]) for n in range(rounds)]
    engine.clock.advance(12 * clock.MINUTE)
    for order_id in made:
        handler("closeOrder")(sqs_event({"orderId": order_id}), LambdaContext())
    notices = {each["facts"]["orderId"]: each for each in engine.drain("notice")}
    assert notices.keys() == set(made)

    def end(n: int) -> None:
        if n % 2:
            orders.pay(engine, made[n])
        else:
            assert call("cancelOrder", {"orderId": made[n]}, f"u{n}").ok

    def remind(n: int) -> None:
        handler("sendNotice")(sqs_event(notices[made[n]]), LambdaContext())

    with ThreadPoolExecutor(4) as pool:
        for n in range(rounds):
            works: list[Any] = [pool.submit(end, n), pool.submit(remind, n)]
            random.Random(n).shuffle(works)
            for work in works:
                work.result()
    before = len(engine.sandbox.get("/sandbox/messages")["messages"])
    for n in range(rounds):
        remind(n)
    told = engine.sandbox.get("/sandbox/messages")["messages"]
    assert len(told) == before, "an order that is paid or closed is never reminded of"
    for n in range(rounds):
        mine = [message for message in told if message["openid"] == f"u{n}"]
        claims = [i for i in engine.items("notices") if i["pk"] == f"user#u{n}"]
        assert len(mine) == len(claims) <= 1
        assert orders.get_order(made[n])["status"] == ("PAID" if n % 2 else "CLOSED")
