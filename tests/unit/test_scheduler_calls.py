"""Our client of EventBridge Scheduler sends what botocore sends, and understands its answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import botocore.auth
import botocore.session
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from wxcloud import aws
from wxcloud.awsjson import client, endpoint
from wxcloud.awsjson.connection import Response

REGION, AT = "us-east-1", datetime(2026, 11, 26, 12, tzinfo=UTC)
SCHEDULE: dict[str, Any] = {
    "Name": "group-g1",
    "GroupName": "timers",
    "ScheduleExpression": "at(2026-11-26T12:00:00)",
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "ActionAfterCompletion": "DELETE",
    "ClientToken": "t" * 64,
    "Target": {
        "Arn": "arn:aws:lambda:us-east-1:000000000000:function:expireGroup",
        "RoleArn": "arn:aws:iam::000000000000:role/timers",
        "Input": '{"groupId": "红茶"}',
        "RetryPolicy": {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600},
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:000000000000:dead"},
    },
}
ONE: dict[str, Any] = {"Name": "group-g1", "GroupName": "timers"}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("CreateSchedule", SCHEDULE),
    ("UpdateSchedule", SCHEDULE),
    ("DeleteSchedule", {**ONE, "ClientToken": "token"}),
    ("DeleteSchedule", {"Name": "a.b_c-d", "ClientToken": "token"}),
    ("GetSchedule", ONE),
    ("GetSchedule", {"Name": "a", "GroupName": None}),
]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("STORE_CLIENT", "")
    for name in ("AWS_ENDPOINT_URL", "AWS_LAMBDA_FUNCTION_NAME", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def model() -> Any:
    """One session: it reads the model, which is slow."""
    session = botocore.session.get_session()
    session.set_credentials("key", "secret", "session")
    return session


@pytest.fixture(scope="module")
def theirs_for_all(model: Any) -> tuple[Any, list[Any]]:
    return botocores(model)


class Answers:
    """Connections that give these answers, and keep what was sent."""

    longest_s = 0.0

    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.sent: list[bytes] = []

    def exchange(self, request: bytes) -> Response:
        self.sent.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def own(*answers: Response) -> tuple[Any, Answers]:
    at = endpoint.find("scheduler")
    assert at is not None
    made = client.Client("scheduler", at)
    pool = Answers(*(answers or (Response(200, {}, b"{}"),)))
    made._pool, made._sleep = pool, lambda seconds: None  # type: ignore[assignment]
    return made, pool


def botocores(session: Any, *answers: Response) -> tuple[Any, list[Any]]:
    retries: Any = {"mode": "standard", "total_max_attempts": 3}
    config = Config(retries=retries, parameter_validation=False)
    made = session.create_client("scheduler", region_name=REGION, config=config)
    left, sent = list(answers) or [Response(200, {}, b"{}")], list[Any]()

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request)
        given = left.pop(0) if len(left) > 1 else left[0]
        raw = type("Raw", (), {"stream": lambda self: iter([given.body])})()
        headers: Any = dict(given.headers)
        return AWSResponse(request.url, given.status, headers, raw)

    made.meta.events.register("before-send", answer)
    return made, sent


def read(request: bytes) -> tuple[str, str, dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, version = first.split(" ")
    assert version == "HTTP/1.1"
    return method, target, dict(line.split(": ", 1) for line in lines), body


@pytest.mark.parametrize(("operation", "params"), CALLS)
def test_a_request_is_botocores(model: Any, operation: str, params: dict[str, Any]) -> None:
    compare(own(), botocores(model), operation, params)


def compare(ours: Any, theirs: Any, operation: str, params: dict[str, Any]) -> None:
    """Both send the same; but for spaces in the JSON, so botocore signs its request once more with
    the body of ours."""
    with patch("time.time", AT.timestamp):
        ours[0]._make_api_call(operation, params)
    theirs[0]._make_api_call(operation, params)
    sent = theirs[1][-1]
    method, target, headers, body = read(ours[1].sent[-1])
    url = urlsplit(sent.url)
    assert method == sent.method
    assert target.partition("?")[0] == url.path
    assert parse_qs(target.partition("?")[2]) == parse_qs(url.query)
    assert headers["host"] == url.netloc
    assert headers["content-length"] == str(len(body))
    assert (json.loads(body) if body else None) == json.loads(sent.body or b"null")
    assert headers.get("content-type", "") == _text(sent.headers.get("content-type", ""))

    expected = AWSRequest(method, sent.url, data=body)
    if body:
        expected.headers["content-type"] = headers["content-type"]
    signer = botocore.auth.SigV4Auth(Credentials("key", "secret", "session"), "scheduler", REGION)
    with patch.object(botocore.auth, "get_current_datetime", lambda: AT):
        signer.add_auth(expected)
    names = ("authorization", "x-amz-date", "x-amz-security-token")
    assert [headers[name] for name in names] == [expected.headers[name] for name in names]
    assert _signed(headers["authorization"]) == _signed(_text(sent.headers["authorization"]))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _signed(authorization: str) -> str:
    """The names of the signed headers."""
    return authorization.partition("SignedHeaders=")[2].partition(",")[0]


names = st.text("abcXYZ019-_.", min_size=1, max_size=64)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(name=names, group=texts, token=texts)
def test_odd_values_are_signed_as_botocore_signs_them(
    theirs_for_all: tuple[Any, list[Any]], name: str, group: str, token: str
) -> None:
    """Groups and tokens have no such characters; but it is the service that must say so."""
    params = {"Name": name, "GroupName": group, "ClientToken": token}
    compare(own(), theirs_for_all, "DeleteSchedule", params)


def test_a_call_without_a_token_gets_one_that_all_attempts_share() -> None:
    throttled = Response(429, {"x-amzn-errortype": "ThrottlingException"}, b'{"Message": "slow"}')
    ours, pool = own(throttled, throttled, Response(200, {}, b"{}"))
    answer = ours.create_schedule(**{k: v for k, v in SCHEDULE.items() if k != "ClientToken"})
    tokens = {json.loads(read(each)[3])["ClientToken"] for each in pool.sent}
    assert (len(pool.sent), len(tokens)) == (3, 1)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2


ERRORS = {
    "in the header": Response(
        409,
        {"x-amzn-errortype": "ConflictException", "x-amzn-requestid": "r1"},
        b'{"Message": "is there"}',
    ),
    "in the header, with an address": Response(
        404,
        {"x-amzn-errortype": "ResourceNotFoundException:http://internal.amazon.com/coral/"},
        b'{"Message": "none"}',
    ),
    "in the body": Response(409, {}, b'{"__type": "aws#ConflictException", "message": "there"}'),
    "as a code": Response(404, {}, b'{"code": "ResourceNotFoundException", "message": "none"}'),
    "throttled": Response(429, {"x-amzn-errortype": "ThrottlingException"}, b'{"Message": "slow"}'),
    "broken": Response(500, {"x-amzn-errortype": "InternalServerException"}, b'{"Message": "no"}'),
    "a proxy's": Response(503, {}, b"<html><body>busy</body></html>"),
    "without a body": Response(503, {}, b""),
    "quota": Response(
        402, {"x-amzn-errortype": "ServiceQuotaExceededException"}, b'{"Message": "q"}'
    ),
    "invalid": Response(400, {"x-amzn-errortype": "ValidationException"}, b'{"Message": "bad"}'),
    "denied": Response(403, {"x-amzn-errortype": "AccessDeniedException"}, b'{"Message": "no"}'),
    "nothing known": Response(418, {}, b'{"message": "tea"}'),
}


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize(("operation", "params"), [CALLS[0], CALLS[2]])
def test_an_error_is_botocores(
    model: Any, operation: str, params: dict[str, Any], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    ours, pool = own(ERRORS[kind])
    theirs, sent = botocores(model, ERRORS[kind])
    seen = []
    for made in (ours, theirs):
        with pytest.raises(ClientError) as caught:
            made._make_api_call(operation, params)
        response: Any = caught.value.response
        metadata = {k: v for k, v in response["ResponseMetadata"].items() if k != "HostId"}
        seen.append((str(caught.value), response["Error"], metadata))
    assert seen[0] == seen[1]
    assert len(pool.sent) == len(sent) == (3 if kind in REPEATED else 1)


REPEATED = ("throttled", "broken", "a proxy's", "without a body")


def test_an_operation_that_is_not_known_says_so() -> None:
    with pytest.raises(AttributeError, match="ListSchedules"):
        own()[0].list_schedules()


def test_the_setting_puts_botocore_back(monkeypatch: pytest.MonkeyPatch) -> None:
    aws.reset()
    assert isinstance(aws.client("scheduler"), client.Client)
    aws.reset()
    monkeypatch.setenv("STORE_CLIENT", "botocore")
    assert not isinstance(aws.client("scheduler"), client.Client)
    aws.reset()
