"""The parts of our own client, each against botocore's rules."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.config
import botocore.session
import pytest
from botocore.exceptions import NoCredentialsError
from botocore.retries import standard
from hypothesis import given
from hypothesis import strategies as st

from wxcloud import aws
from wxcloud.awsjson import calls, client, credentials, endpoint, messages, retries
from wxcloud.awsjson.connection import Response
from wxcloud.awsjson.endpoint import Endpoint
from wxcloud.awsjson.protocols import PROTOCOLS

SERVICES = ("dynamodb", "sqs", "firehose", "secretsmanager", "scheduler")


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine counts."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")


# --- where a service answers ------------------------------------------------------------------


def botocores(service: str, session: Any) -> str:
    config = botocore.config.Config(account_id_endpoint_mode="disabled")
    return str(session.create_client(service, config=config).meta.endpoint_url)


@pytest.mark.parametrize("service", SERVICES)
def test_every_region_has_botocores_endpoint(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = botocore.session.get_session()
    regions = [
        *session.get_available_regions(service, "aws"),
        *session.get_available_regions(service, "aws-cn"),
    ]
    assert {"us-east-1", "ap-east-1", "cn-north-1", "cn-northwest-1"} <= set(regions)
    resolver = session.get_component("endpoint_resolver")
    for region in regions:
        monkeypatch.setenv("AWS_DEFAULT_REGION", region)
        found = endpoint.find(service)
        assert found is not None, region
        assert (found.tls, found.port, found.path, found.region) == (True, 443, "/", region)
        assert found.authority == resolver.construct_endpoint(service, region)["hostname"]
    for region in ("us-west-2", "cn-north-1"):  # and by the rules that clients use today
        monkeypatch.setenv("AWS_DEFAULT_REGION", region)
        assert getattr(endpoint.find(service), "url", "") == botocores(service, session)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"AWS_DEFAULT_REGION": "us-gov-west-1"},
        {"AWS_DEFAULT_REGION": "us-iso-east-1"},
        {"AWS_DEFAULT_REGION": "eusc-de-east-1"},
        {"AWS_DEFAULT_REGION": "us-east-1", "AWS_USE_FIPS_ENDPOINT": "true"},
        {"AWS_DEFAULT_REGION": "us-east-1", "AWS_USE_DUALSTACK_ENDPOINT": "true"},
        {"AWS_DEFAULT_REGION": "us-east-1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
        {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": "ftp://nowhere"},
        {"AWS_DEFAULT_REGION": "us-east-1", "HTTPS_PROXY": "http://proxy:3128"},
    ],
)
def test_what_only_botocore_knows_is_left_to_it(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert endpoint.find("dynamodb") is None


def test_a_host_without_the_proxy_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    assert endpoint.find("sqs") is not None
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://10.0.0.1:4566")
    assert endpoint.find("sqs") is None


def test_a_services_own_url_comes_before_that_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:1/all")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "https://store.example:8443")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://[::1]:80")
    found = {service: endpoint.find(service) for service in SERVICES}
    session = botocore.session.get_session()
    for service, at in found.items():
        assert at is not None
        assert at.url == botocores(service, session)
    assert found["dynamodb"] == Endpoint(
        "https://store.example:8443", "store.example", 8443, True, "/", "us-east-1"
    )
    assert found["sqs"] == Endpoint(
        "http://localhost:1/all", "localhost", 1, False, "/all", "us-east-1"
    )
    assert found["secretsmanager"] is not None
    assert found["secretsmanager"].authority == "[::1]"


@pytest.mark.parametrize("region", ["us-west-2", "ap-east-1", "cn-north-1"])
def test_a_bucket_has_botocores_host(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    config = botocore.config.Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    s3 = botocore.session.get_session().create_client("s3", config=config)
    url = s3.generate_presigned_url("get_object", {"Bucket": "files-1", "Key": "a"})
    found = endpoint.of_bucket("files-1")
    assert found is not None
    assert f"{found.url}/a" == url.partition("?")[0]
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/")
    found = endpoint.of_bucket("files-1")
    assert found is not None
    assert (found.authority, found.path) == ("127.0.0.1:4566", "/files-1")


# --- what signs ---------------------------------------------------------------------------------


def test_lambdas_keys_are_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    assert credentials.source()() == credentials.Keys("key", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    keys = credentials.source()()
    assert keys == credentials.Keys("key", "secret", "token")
    assert "secret" not in repr(keys) and "token" not in repr(keys)


def test_without_keys_it_is_botocores_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    aws.reset()
    found = endpoint.find("dynamodb")
    assert found is not None
    with pytest.raises(NoCredentialsError):
        client.Client("dynamodb", found).list_tables()
    aws.reset()


def test_keys_that_expire_are_renewed_before_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a container's are: botocore asks again ten minutes before the end."""
    from botocore.credentials import RefreshableCredentials

    given = 0

    def renew() -> dict[str, str]:
        nonlocal given
        given += 1
        ends = datetime.now(UTC) + timedelta(minutes=5 if given < 3 else 60)
        return {
            "access_key": f"key-{given}",
            "secret_key": "secret",
            "token": "token",
            "expiry_time": ends.isoformat(),
        }

    held: Any = RefreshableCredentials.create_from_metadata(renew(), renew, "test")
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", "2030-01-01T00:00:00Z")
    monkeypatch.setattr(
        aws, "_session", type("Session", (), {"get_credentials": lambda self: held})()
    )
    read = credentials.source()
    assert [read().access_key for _ in range(4)] == ["key-2", "key-3", "key-3", "key-3"]


# --- which errors are retried ---------------------------------------------------------------------


def test_the_codes_and_statuses_are_botocores() -> None:
    theirs = {
        *standard.ThrottledRetryableChecker._THROTTLED_ERROR_CODES,
        *standard.TransientRetryableChecker._TRANSIENT_ERROR_CODES,
    }
    loader = botocore.session.get_session().get_component("data_loader")
    for service in SERVICES:
        shapes = loader.load_service_model(service, "service-2")["shapes"]
        theirs |= {name for name, shape in shapes.items() if "retryable" in shape}
    assert theirs == retries.RETRYABLE
    statuses = standard.TransientRetryableChecker._TRANSIENT_STATUS_CODES
    assert list(retries._STATUSES) == statuses
    assert all(retries.is_retryable_answer(status, None) for status in statuses)
    assert not retries.is_retryable_answer(400, "ValidationException")


def test_waits_grow_and_differ() -> None:
    for attempt, most in ((1, 1), (2, 2), (3, 4), (9, 20)):
        waits = [retries.delay_s(attempt) for _ in range(2000)]
        assert 0 <= min(waits) < most * 0.01
        assert most * 0.99 < max(waits) <= most


def test_the_quota_is_botocores() -> None:
    costs = standard.RetryQuotaChecker
    assert (retries._COST, retries._COST_OF_TIMEOUT, retries._GAIN) == (
        costs._RETRY_COST,
        costs._TIMEOUT_RETRY_REQUEST,
        costs._NO_RETRY_INCREMENT,
    )
    quota = retries.Quota()
    assert quota.left == standard.quota.RetryQuota.INITIAL_CAPACITY


def test_idempotency_tokens_are_those_of_the_services_models() -> None:
    loader = botocore.session.get_session().get_component("data_loader")
    for service, protocol in PROTOCOLS.items():
        model = loader.load_service_model(service, "service-2")
        found = {}
        for operation, about in model["operations"].items():
            shape = model["shapes"].get(about.get("input", {}).get("shape"), {})
            for name, member in shape.get("members", {}).items():
                wanted = "ClientToken" if protocol.routes else "ClientRequestToken"
                if member.get("idempotencyToken") and name == wanted:
                    found[operation] = name
        metadata = model["metadata"]
        assert metadata.get("signingName", metadata["endpointPrefix"]) == protocol.service
        if protocol.routes:  # of these, a few operations are known
            assert protocol.tokens.items() == {
                (name, token) for name, token in found.items() if name in protocol.routes
            }
            assert metadata["protocol"] == "rest-json"
            continue
        assert found == protocol.tokens
        assert metadata["targetPrefix"] == protocol.prefix
        assert f"application/x-amz-json-{metadata['jsonVersion']}" == protocol.content_type


def test_routes_are_those_of_the_services_models() -> None:
    loader = botocore.session.get_session().get_component("data_loader")
    model = loader.load_service_model("scheduler", "service-2")
    for operation, route in PROTOCOLS["scheduler"].routes.items():
        about = model["operations"][operation]
        assert (about["http"]["method"], about["http"]["requestUri"]) == (route.method, route.path)
        members = model["shapes"][about["input"]["shape"]]["members"]
        where = {
            name: (each.get("location"), each.get("locationName")) for name, each in members.items()
        }
        assert where.pop("Name") == ("uri", "Name")
        assert route.query.items() >= {
            (name, place[1]) for name, place in where.items() if place[0] == "querystring"
        }
        assert all(place[0] in (None, "querystring") for place in where.values())


# --- values -----------------------------------------------------------------------------------

binaries = st.binary(max_size=20).map(lambda value: {"B": value})
sets = st.lists(st.binary(max_size=8), min_size=1, max_size=3).map(lambda values: {"BS": values})
scalars = st.one_of(
    binaries,
    sets,
    st.text(max_size=5).map(lambda value: {"S": value}),
    st.integers().map(lambda value: {"N": str(value)}),
    st.booleans().map(lambda value: {"BOOL": value}),
    st.just({"NULL": True}),
    st.lists(st.text(max_size=3), min_size=1, max_size=3).map(lambda values: {"SS": values}),
)
keys = st.sampled_from(["B", "BS", "M", "L", "S", "name"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.dictionaries(keys, inner, max_size=3).map(lambda value: {"M": value}),
        st.lists(inner, max_size=3).map(lambda value: {"L": value}),
    ),
    max_leaves=12,
)


@given(item=st.dictionaries(keys, values, min_size=1, max_size=3))
def test_binary_values_come_back_as_they_were_sent(item: dict[str, Any]) -> None:
    """Also under names that are those of types."""
    protocol = PROTOCOLS["dynamodb"]
    for answer in ({"Item": item}, {"Responses": {"B": [item], "BS": [item]}}):
        sent = calls.make(protocol, "/", "PutItem", answer).body
        read, code = messages.decode(protocol, Response(200, {}, sent))
        del read["ResponseMetadata"]
        assert (read, code) == (answer, None)


def test_a_secret_of_bytes_is_bytes() -> None:
    body = b'{"SecretBinary": "' + base64.b64encode(b"\0secret") + b'"}'
    protocol = PROTOCOLS["secretsmanager"]
    read, _ = messages.decode(protocol, Response(200, {}, body))
    assert read["SecretBinary"] == b"\0secret"


def test_a_success_that_is_no_json_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    protocol = PROTOCOLS["sqs"]
    for body in (b"<html>", b"[1]", b'"text"'):
        with pytest.raises(messages.NotJson):
            messages.decode(protocol, Response(200, {}, body))


def test_an_error_of_sqs_has_its_older_name() -> None:
    body = b'{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "gone"}'
    headers = {"x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender"}
    read, code = messages.decode(PROTOCOLS["sqs"], Response(400, headers, body))
    assert code == "AWS.SimpleQueueService.NonExistentQueue"
    assert read["Error"] == {
        "Message": "gone",
        "Code": code,
        "QueryErrorCode": "QueueDoesNotExist",
        "Type": "Sender",
    }
