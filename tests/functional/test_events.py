"""Table streams: typed events, and handlers that are isolated from each other."""

from __future__ import annotations

import json

import pytest

from tests.support.cloud import LambdaContext, Shop, sqs_event
from wxcloud.errors import Code
from wxcloud.events import Change, Event, Retry, names, stream
from wxcloud.queues import Queue

FINAL = Code("TEST_FINAL", 409, "It can never be done.")
LATER = Code("TEST_LATER", 503, "Not now.")
done: list[tuple[str, str]] = []
failing: set[str] = set()


class Arrived(Event, frozen=True, tag=True):
    name: str


class Left(Event, frozen=True, tag=True):
    name: str


def decode(change: Change) -> list[Event]:
    name = change.keys["openid"]["S"]
    if name == "poison":
        raise KeyError("this record cannot be decoded")
    return [Arrived(name=name, at=change.at)] if change.old is None else [Left(name=name)]


def greet(event: Arrived) -> None:
    act("greet", event.name)


def count(event: Arrived) -> None:
    act("count", event.name)


def wave(event: Left) -> None:
    act("wave", event.name)


def act(what: str, name: str) -> None:
    if what in failing:
        raise {"greet": KeyError("bug"), "wave": LATER()}.get(what, FINAL())
    done.append((what, name))


@pytest.fixture
def on_change(shop: Shop):
    shop.set(TEST_QUEUE_URL=shop.queues["notice"])
    done.clear()
    failing.clear()
    handlers = {Arrived: [greet, count], Left: [wave]}
    return stream(decode, handlers, Queue("TEST_QUEUE_URL", Retry))


def records(*names: str, left: bool = False) -> dict:
    image = {name: {"openid": {"S": name}} for name in names}
    return {
        "Records": [
            {
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "SequenceNumber": f"{n}",
                    "ApproximateCreationDateTime": 1_795_305_600,
                    "NewImage": image[name],
                    **({"OldImage": image[name]} if left else {}),
                },
            }
            for n, name in enumerate(names)
        ]
    }


NO_FAILURES = {"batchItemFailures": []}


def test_each_event_goes_to_its_handlers_in_order(on_change):
    assert on_change(records("mei"), LambdaContext()) == NO_FAILURES
    assert on_change(records("mei", left=True), LambdaContext()) == NO_FAILURES
    assert done == [("greet", "mei"), ("count", "mei"), ("wave", "mei")]


def test_a_failing_handler_does_not_stop_other_handlers_or_other_records(shop: Shop, on_change):
    failing.add("greet")
    assert on_change(records("mei", "an"), LambdaContext()) == NO_FAILURES
    assert done == [("count", "mei"), ("count", "an")]
    retries = shop.drain("notice")
    assert [(r["handler"].rpartition(".")[2], r["event"]) for r in retries] == [
        ("greet", "Arrived"),
        ("greet", "Arrived"),
    ]

    failing.clear()
    assert on_change(sqs_event(*retries), LambdaContext()) == NO_FAILURES
    assert done[2:] == [("greet", "mei"), ("greet", "an")]


def test_only_a_failing_retry_is_reported_and_goes_to_the_dead_letter_queue(shop: Shop, on_change):
    failing.add("greet")
    on_change(records("mei", "an"), LambdaContext())
    first, second = shop.drain("notice")
    failing.discard("greet")
    broken = {**second, "handler": "tests.nobody"}
    event = sqs_event(first, broken)
    outcome = on_change(event, LambdaContext())
    assert [f["itemIdentifier"] for f in outcome["batchItemFailures"]] == [
        event["Records"][1]["messageId"]
    ]
    assert ("greet", "mei") in done


def test_a_final_refusal_ends_a_handler_and_a_retryable_one_is_retried(shop: Shop, on_change):
    failing.update({"count", "wave"})
    assert on_change(records("mei"), LambdaContext()) == NO_FAILURES
    assert shop.drain("notice") == []
    assert on_change(records("mei", left=True), LambdaContext()) == NO_FAILURES
    assert [json.loads(json.dumps(r["data"]))["name"] for r in shop.drain("notice")] == ["mei"]


def test_a_record_that_cannot_be_decoded_is_reported_by_its_sequence_number(on_change):
    outcome = on_change(records("mei", "poison", "an"), LambdaContext())
    assert outcome == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert done == [("greet", "mei"), ("count", "mei")]


def test_a_record_is_reported_if_its_retry_cannot_be_sent(shop: Shop, on_change):
    failing.add("greet")
    shop.set(TEST_QUEUE_URL="http://127.0.0.1:1/nobody")
    outcome = on_change(records("mei"), LambdaContext())
    assert outcome == {"batchItemFailures": [{"itemIdentifier": "0"}]}


def test_the_names_of_handlers_can_be_listed():
    assert [name.rpartition(".")[2] for _, name in names({Arrived: [greet, count]})] == [
        "greet",
        "count",
    ]
