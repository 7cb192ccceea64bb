"""Notices under real concurrency: one message per user and event, one consent per message."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.cloud import LambdaContext, call, handler, sqs_event
from tests.support.notices import examples

TEMPLATE = "template-success"


@pytest.fixture
def shop(engine):
    """A shop on ministack whose notice groupSuccess has a template."""
    engine.sandbox.post("/sandbox/templates", {TEMPLATE: ["thing1"]})
    data = {"notice": "groupSuccess", "templateId": TEMPLATE, "data": {"thing1": "{goods}"}}
    assert call("saveNotice", data, roles=("operator",)).ok
    return engine


def notice(openid="u1", event="groupSuccess#g1"):
    facts = examples("groupSuccess")
    return {"notice": "groupSuccess", "openid": openid, "event": event, "facts": facts}


def send(message):
    answer = handler("sendNotice")(sqs_event(message), LambdaContext())
    return not answer["batchItemFailures"]


def deliver(pool, messages):
    """Send all messages at once, then the failed ones again until none fails, as a queue does."""
    while messages:
        done = list(pool.map(send, messages))
        messages = [message for message, well in zip(messages, done, strict=True) if not well]


def received(shop, openid):
    return len(shop.sandbox.messages(openid))


def credits(shop):
    (left,) = [i["credits"] for i in shop.items("notices") if i["sk"].startswith("consent#")]
    return left


def test_one_message_delivered_32_times_at_once_is_sent_once_for_one_consent(shop):
    for _ in range(5):
        call("allowNotice", {"results": {TEMPLATE: "accept"}})

    with ThreadPoolExecutor(16) as pool:
        deliver(pool, [notice()] * 32)

    assert received(shop, "u1") == 1
    assert credits(shop) == 4


def test_32_events_at_once_spend_no_more_consents_than_there_are(shop):
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: call("allowNotice", {"results": {TEMPLATE: "accept"}}), range(5)))
        assert credits(shop) == 5

        deliver(pool, [notice(event=f"event-{i}") for i in range(32)])

    assert received(shop, "u1") == 5
    assert credits(shop) == 0


def test_records_delivered_twice_and_out_of_order_in_parallel_give_one_message_per_member(shop):
    goods = {
        "goodsId": "tea",
        "title": "明前龙井 250g",
        "cover": "https://cdn.example.com/tea.jpg",
        "price": 9900,
        "category": "tea",
        "rank": 1,
        "stock": 100,
        "group": {"size": 5, "hours": 24, "price": 0},
    }
    assert call("saveGoods", goods, roles=("operator",)).ok
    group = call("createGroup", {"goodsId": "tea"}, openid="leader").body
    members = ["leader", *(f"friend-{i}" for i in range(4))]
    with ThreadPoolExecutor(16) as pool:
        for friend in members[1:]:
            pool.submit(call, "joinGroup", {"groupId": group["groupId"]}, friend)
    records = shop.stream_records("groups") * 2
    random.Random(3).shuffle(records)

    with ThreadPoolExecutor(16) as pool:
        follow = handler("onGroupChange")
        list(pool.map(lambda one: follow({"Records": [one]}, LambdaContext()), records))
        messages = shop.drain("notice")
        assert Counter(m["openid"] for m in messages) == dict.fromkeys(members, 2)
        deliver(pool, messages * 2)

    assert {openid: received(shop, openid) for openid in members} == dict.fromkeys(members, 1)


def test_a_notice_costs_one_transaction_and_one_write(shop):
    call("allowNotice", {"results": {TEMPLATE: "accept"}})
    send(notice("u2"))  # templates and the access token are cached now

    with shop.units() as used:
        send(notice("u1"))
    assert used.calls == ["TransactWriteItems", "UpdateItem"]
    assert (used.read, used.write) == (0, 5)
    with shop.units() as used:
        send(notice("u1"))  # a repeat
    assert used.calls == ["TransactWriteItems"]
