"""Reminders of a sale that thousands asked for, through crashes and two senders at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from shop.sales import reminders
from tests.support import orders
from tests.support.alerts import watch
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.desk import save_items
from tests.support.orders import OPERATOR
from wxcloud import clock

TEMPLATE = "template-sale"


def test_2500_subscribers_are_told_once_each(engine: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.sandbox.post("/sandbox/templates", {TEMPLATE: ["thing1"]})
    form = {"notice": "saleBegins", "templateId": TEMPLATE, "data": {"thing1": "{goods}"}}
    assert call("saveNotice", form, "operator-1", OPERATOR).ok
    orders.save_goods(100)
    start = engine.clock.now + clock.HOUR
    sale = orders.save_sale(engine, startAt=start, endAt=start + clock.HOUR)
    people = [f"fan-{number}" for number in range(2500)]
    save_items(engine, [reminder(sale, openid) for openid in people])
    note, notes = reminders._note, Counter[str]()

    def crash_sometimes(*arguments: Any) -> None:
        notes["all"] += 1
        if notes["all"] % 3 == 0:
            raise RuntimeError("the process stops here")
        note(*arguments)

    monkeypatch.setattr(reminders, "_note", crash_sometimes)
    engine.clock.advance(clock.HOUR + 2 * clock.SECOND)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(8):
            list(pool.map(look, range(2)))
    notices = engine.drain("notice")
    assert {each["openid"] for each in notices} == set(people)
    assert len({each["event"] for each in notices}) == 1
    assert len(notices) > 2500, "pages were sent again"
    # A user's notices are one message, because they have one key. To send all takes minutes: here
    # are those of 200 users, most of whom have several.
    often = Counter(each["openid"] for each in notices)
    some = [openid for openid, _ in often.most_common(200)]
    assert often[some[0]] > 1
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, (each for each in notices if each["openid"] in set(some))))
    told = engine.sandbox.get("/sandbox/messages")["messages"]
    assert Counter(message["openid"] for message in told) == dict.fromkeys(some, 1)


def reminder(sale: str, openid: str) -> reminders.SaleReminder:
    item = reminders.SaleReminder.key(sale, openid)
    item.at, item.ttl = clock.now(), (clock.now() + clock.DAY) // clock.SECOND
    return item


def look(_: int) -> None:
    with suppress(RuntimeError):
        watch()


def send(notice: Any) -> None:
    while handler("sendNotice")(sqs_event(notice), LambdaContext())["batchItemFailures"]:
        pass
