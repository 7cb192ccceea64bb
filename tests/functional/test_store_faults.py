"""What the store's client makes of faults, against botocore's in the same trouble, and how often a
write took effect."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ChecksumError, ClientError
from pynamodb.attributes import UnicodeAttribute

from tests.support.cloud import LambdaContext, http_event
from tests.support.hostile import Hostile
from tests.support.tls import make_certificate, serving
from wxcloud import aws, time_left, transaction
from wxcloud.awsjson import pool
from wxcloud.context import WXContext
from wxcloud.errors import BUSY
from wxcloud.fields import Request
from wxcloud.function import cloud_function
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import commit, put

ADD = (
    "UpdateItem",
    {
        "TableName": "counters",
        "Key": {"pk": {"S": "counter"}},
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValues": "ALL_NEW",
    },
)
CONDITIONAL = (
    "UpdateItem",
    {
        **ADD[1],
        "ConditionExpression": "attribute_not_exists(n)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    },
)
TRANSACTION = (
    "TransactWriteItems",
    {"TransactItems": [{"Update": {k: v for k, v in ADD[1].items() if k != "ReturnValues"}}]},
)
WRITES = {"add": ADD, "conditional": CONDITIONAL, "transaction": TRANSACTION}

# Faults after which the request may have been carried out, and others.
LOST = ["cut-after", "cut-in-status", "cut-in-headers", "cut-in-body", "silent", "silent-in-body"]
LOST += ["wrong-crc"]
# Where we differ, and the tests of it: botocore takes half the headers for an answer, believes a
# third answer with a wrong sum, and repeats a replicated write only where the model names it.
DIFFERENT = {
    ("cut-in-headers", 1),
    ("cut-in-headers", 5),
    ("wrong-crc", 5),
}
NOT_DONE = ["cut-before", "reset-before", "noise", "html", "empty", "500", "502", "503", "504"]
NOT_DONE += ["throttled", "no-capacity", "request-limit", "in-progress", "replicated"]
REFUSED = ["expired-token", "bad-token", "denied", "no-table", "invalid", "conflict", "cancelled"]
REFUSED += ["text"]
WELL = ["ok", "slow", "chunked", "closes-when-idle", "says-close", "two-answers"]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """The hostile server. Clients do not wait before a retry, and not long for an answer."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setattr(pool, "READ_S", 0.3)
    monkeypatch.setenv("STORE_CLIENT", "")  # also where the other tests run with botocore
    with Hostile() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield server


@pytest.fixture
def tls_store(store: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """The same over TLS. Both clients trust its certificate."""
    certificate = make_certificate(tmp_path / "server.pem")
    trust(certificate, monkeypatch)
    with Hostile(tls=serving(certificate)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        yield server
    pool.tls_context.cache_clear()


def trust(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    pool.tls_context.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def _clients_of_others() -> Iterator[None]:
    """Leave no client behind that asks a server which is gone."""
    from tests.support import cloud

    cloud._use_endpoint("http://127.0.0.1:1")  # not moto
    yield
    aws.reset()


def client(which: str) -> Any:
    if which == "botocore":
        return aws.botocore_client("dynamodb")
    made = aws._own_client("dynamodb", None)
    assert made is not None
    return made


def outcome(which: Any, operation: str, params: dict[str, Any]) -> Any:
    """What the caller sees: the answer, or the error with what our code reads of it."""
    try:
        answer = dict(which._make_api_call(operation, dict(params)))
    except ClientError as error:
        response: Any = error.response
        seen = {k: response.get(k) for k in ("Error", "Item", "CancellationReasons")}
        metadata = dict(response["ResponseMetadata"])
        metadata.pop("RequestId", None)  # botocore leaves it out if a proxy has answered
        metadata["HTTPHeaders"] = {k: v for k, v in metadata["HTTPHeaders"].items() if k != "date"}
        return "ClientError", str(error), seen, metadata
    except BotoCoreError as error:
        return type(error).__name__, str(error)
    metadata = answer.pop("ResponseMetadata")
    return "answer", answer, metadata["RequestId"], metadata["RetryAttempts"]


def both(store: Hostile, faults: list[str], write: str) -> tuple[Any, Any]:
    """The outcome, the number of requests and of effects: ours, and botocore's."""
    seen = []
    for which in ("own", "botocore"):
        store.reset(faults)
        result = outcome(client(which), *WRITES[write])
        seen.append((result, len(store.asked), store.count))
    return seen[0], seen[1]


CASES = [(fault, times) for fault in [*NOT_DONE, *LOST] for times in (1, 5)]
CASES += [(fault, 1) for fault in [*WELL, *REFUSED]]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(("fault", "times"), [case for case in CASES if case not in DIFFERENT])
def test_after_faults_all_is_as_with_botocore(
    store: Hostile, fault: str, times: int, write: str
) -> None:
    is_transaction = write == "transaction"
    if (fault == "replicated" and is_transaction) or (fault == "cancelled" and not is_transaction):
        pytest.skip("botocore's model of this operation has no such error")
    ours, theirs = both(store, [fault] * times, write)
    assert ours == theirs
    if times > 1:
        assert ours[1] == 3  # attempts
    if fault in REFUSED:
        assert ours[1:] == (1, 0)
    if write != "add":  # what may be repeated never takes effect twice
        assert ours[2] <= 1


@pytest.mark.parametrize("fault", ["500", "html", "empty", "text", "cancelled"])
def test_an_error_names_its_request(store: Hostile, fault: str) -> None:
    store.reset([fault] * 3)
    with pytest.raises(ClientError) as refused:
        client("own")._make_api_call(*ADD)
    assert refused.value.response["ResponseMetadata"]["RequestId"] == "REQUEST-1"


def test_half_the_headers_are_no_answer(store: Hostile) -> None:
    """botocore takes the headers that came for all of them, and finds an empty answer."""
    ours, theirs = both(store, ["cut-in-headers"], "transaction")
    assert (ours[0][0], ours[1:]) == ("answer", (2, 1))
    assert theirs[1] == 1
    assert both(store, ["cut-in-headers"] * 3, "transaction")[0][0][0] == "ConnectionClosedError"


def test_a_replicated_write_in_conflict_is_repeated(store: Hostile) -> None:
    ours, _ = both(store, ["replicated"], "transaction")
    assert (ours[0][0], ours[1:]) == ("answer", (2, 1))


@pytest.mark.parametrize("fault", LOST)
def test_a_write_that_may_not_be_repeated_is_repeated_all_the_same(
    store: Hostile, fault: str
) -> None:
    """As by botocore. So no write of ours is like that: see tests/functional/test_repeats.py."""
    ours, _ = both(store, [fault], "add")
    assert ours[1:] == (2, 2)


@pytest.mark.parametrize("fault", LOST)
def test_a_conditional_write_that_is_repeated_finds_its_own_effect(
    store: Hostile, fault: str
) -> None:
    """The old item comes with the refusal, with its binary values."""
    (found, requests, effects), _ = both(store, [fault], "conditional")
    assert (requests, effects) == (2, 1)
    assert found[0] == "ClientError"
    assert found[2]["Error"]["Code"] == "ConditionalCheckFailedException"
    item = found[2]["Item"]
    assert (item["blob"], item["blobs"]) == ({"B": b"\x00\x01\x02"}, {"BS": [b"a", b"b"]})


@pytest.mark.parametrize("fault", [*LOST, "500", "in-progress"])
def test_all_attempts_of_a_transaction_have_one_token(store: Hostile, fault: str) -> None:
    store.reset([fault, fault])
    client("own")._make_api_call(*TRANSACTION)
    tokens = {asked.body["ClientRequestToken"] for asked in store.asked}
    assert (len(store.asked), len(tokens), store.count) == (3, 1, 1)
    client("own")._make_api_call(*TRANSACTION)
    assert store.asked[-1].body["ClientRequestToken"] not in tokens
    given = {**TRANSACTION[1], "ClientRequestToken": "given"}
    client("own")._make_api_call("TransactWriteItems", given)
    assert store.asked[-1].body["ClientRequestToken"] == "given"


def test_a_cancelled_transaction_says_why(store: Hostile) -> None:
    (found, _, _), _ = both(store, ["cancelled"], "transaction")
    reasons = found[2]["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == [
        "None",
        "ConditionalCheckFailed",
        "TransactionConflict",
    ]
    assert reasons[1]["Item"]["blob"] == {"B": b"\x00\x01\x02"}


def test_an_answer_that_is_wrong_three_times_is_not_believed(store: Hostile) -> None:
    """botocore gives back the third answer, whatever it says."""
    store.reset(["wrong-crc"] * 3)
    with pytest.raises(ChecksumError):
        client("own")._make_api_call(*CONDITIONAL)
    assert (len(store.asked), store.count) == (3, 1)


def test_a_connection_that_the_server_closed_costs_no_attempt(store: Hostile) -> None:
    own = client("own")
    store.reset(["closes-when-idle", "ok", "ok"])
    for n in range(3):
        assert outcome(own, *ADD)[3] == 0
        if n:
            store.close_connections()
        for _ in range(1000):  # until the end of the connection has come
            if all(idle.is_dropped() for idle, _ in own._pool._idle):
                break
            threading.Event().wait(0.005)
    assert (len(store.asked), store.count, store.connections) == (3, 3, 3)


def test_a_connection_that_was_idle_for_long_is_not_used_again(
    store: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be dead without any sign of it: an attempt would wait for the whole time-out."""
    own, now = client("own"), [1_000.0]
    monkeypatch.setattr(pool, "time", SimpleNamespace(time=lambda: now[0]))
    store.reset()
    for idle_s, connections in ((0, 1), (pool.IDLE_S - 1, 1), (pool.IDLE_S, 2)):
        now[0] += idle_s
        assert outcome(own, *ADD)[0] == "answer"
        assert store.connections == connections


@pytest.mark.parametrize("ahead_s", [-3600.0, 3600.0])
def test_a_wrong_clock_is_corrected_once(store: Hostile, ahead_s: float) -> None:
    """botocore fails until the machine's clock is right."""
    store.reset()
    store.ahead_s = ahead_s
    own = client("own")
    assert outcome(own, *ADD)[0] == "answer"
    assert outcome(own, *ADD)[0] == "answer"
    assert (len(store.asked), store.count) == (3, 2)
    refused = outcome(client("botocore"), *ADD)
    assert refused[2]["Error"]["Code"] == "InvalidSignatureException"
    store.ahead_s = 0.0  # the machine's clock has been set
    assert outcome(own, *ADD)[0] == "answer"


def test_threads_that_meet_a_wrong_clock_at_once_are_all_answered(store: Hostile) -> None:
    store.reset()
    store.ahead_s = 3600.0
    own = client("own")
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(lambda _: outcome(own, *ADD)[0], range(8)))
    assert seen == ["answer"] * 8
    assert store.count == 8


def test_no_attempt_begins_that_could_outlast_its_invocation(store: Hostile) -> None:
    """Lambda would end the process, and nobody would get an answer."""
    longest_s = pool.CONNECT_S + pool.READ_S
    for left_s, attempts in ((longest_s - 0.1, 1), (longest_s + 10, 3)):
        store.reset(["500"] * 3)
        context = SimpleNamespace(get_remaining_time_in_millis=lambda left_s=left_s: left_s * 1000)
        with time_left.of(context), time_left.of(None):
            assert outcome(client("own"), *ADD)[0] == "ClientError"
        assert len(store.asked) == attempts
    assert time_left.seconds() > 1e9


class Counter(Table):
    class Meta(TableMeta):
        name = "counters"

    pk = UnicodeAttribute(hash_key=True)


class Nothing(Request):
    pass


@cloud_function(Nothing, guests=True)
def read(data: Nothing, wx: WXContext) -> dict[str, Any]:
    return {"found": Counter.get("counter") is not None}


@cloud_function(Nothing, guests=True)
def write(data: Nothing, wx: WXContext) -> dict[str, Any]:
    commit(put(Counter(pk="counter"), otherwise=BUSY))
    return {}


BUSY_FAULTS = ["500", "503", "html", "empty", "throttled", "no-capacity", "cut-before", "silent"]


@pytest.mark.parametrize("handler", [read, write])
@pytest.mark.parametrize("fault", [*BUSY_FAULTS, "denied", "invalid"])
def test_the_caller_is_told_to_try_again_if_the_store_is_in_trouble(
    store: Hostile, handler: Any, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "DEADLINE_S", 0.2)
    aws.reset()
    store.reset([fault] * 2000)
    answer = handler(http_event("read", {}), LambdaContext("read"))
    expected = (503, "BUSY") if fault in BUSY_FAULTS else (500, "INTERNAL")
    assert (answer["statusCode"], json.loads(answer["body"])["errCode"]) == expected
    assert store.asked


def test_a_wrong_signature_is_no_matter_of_the_clock(store: Hostile) -> None:
    from tests.support import hostile

    hostile._ERRORS["bad-signature"] = (400, "InvalidSignatureException", {})
    ours, theirs = both(store, ["bad-signature"] * 3, "add")
    assert ours == theirs
    assert ours[1:] == (1, 0)


TLS_CASES = [("ok", 1), ("chunked", 1), ("says-close", 1), ("500", 1)]
TLS_CASES += [
    (fault, times) for fault in ("cut-before", "cut-in-body", "silent") for times in (1, 5)
]


@pytest.mark.parametrize(("fault", "times"), TLS_CASES)
def test_over_tls_all_is_as_with_botocore_too(tls_store: Hostile, fault: str, times: int) -> None:
    ours, theirs = both(tls_store, [fault] * times, "transaction")
    assert ours == theirs


def test_calls_over_tls_share_a_connection(tls_store: Hostile) -> None:
    own = client("own")
    for _ in range(3):
        assert outcome(own, *ADD)[0] == "answer"
    assert tls_store.connections == 1
    tls_store.close_connections()
    assert outcome(own, *ADD)[0] == "answer"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"], ids=["unknown", "of another host"])
def test_a_server_that_does_not_show_who_it_is_gets_nothing(
    tls_store: Hostile, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_certificate(tmp_path / "other.pem", address)
    trust(other, monkeypatch)
    if address != "127.0.0.1":
        tls_store.tls = serving(other)
    ours, theirs = both(tls_store, [], "add")
    assert (ours[0][0], theirs[0][0]) == ("SSLError", "SSLError")
    assert ours[1:] == theirs[1:] == (0, 0)


def test_nothing_listens(store: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    ours, theirs = (outcome(client(which), *ADD) for which in ("own", "botocore"))
    assert ours == theirs
    assert ours[0] == "EndpointConnectionError"


def test_retries_cost_from_a_quota_as_with_botocore(store: Hostile) -> None:
    """500 units: a retry costs 5, one of a time-out 10; a success gives back the last, or 1."""
    numbers = []
    for which in ("own", "botocore"):
        made = client(which)
        store.reset(["500"] * 400)
        results = [outcome(made, *ADD)[3] for _ in range(60)]
        asked = len(store.asked)
        store.faults.clear()
        well = [outcome(made, *ADD)[0] for _ in range(12)]
        store.faults.extend(["500"] * 20)
        numbers.append((results, asked, well, [outcome(made, *ADD)[3] for _ in range(5)]))
    ours, theirs = numbers
    assert ours[1:3] == theirs[1:3]
    assert [told(each) for each in ours[0]] == [told(each) for each in theirs[0]]
    assert [told(each) for each in ours[3]] == [told(each) for each in theirs[3]]
    assert any(each.get("RetryQuotaReached") for each in ours[0])


def told(metadata: dict[str, Any]) -> Any:
    return {
        k: metadata.get(k) for k in ("RetryAttempts", "MaxAttemptsReached", "RetryQuotaReached")
    }


def test_threads_share_the_connections_and_mix_up_no_answers(store: Hostile) -> None:
    own = client("own")
    store.reset(["ok", "cut-before", "wrong-crc", "500", "says-close", "two-answers"] * 10)

    def write(n: int) -> Any:
        return outcome(own, *TRANSACTION)[0]

    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(write, range(100)))
    answered = seen.count("answer")
    assert answered >= 90  # three bad answers in a row are possible
    assert answered <= store.count <= 100
    assert len(own._pool._idle) <= 8
