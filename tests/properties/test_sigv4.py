"""Random requests are signed as botocore signs them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from wxcloud import posts
from wxcloud.awsjson import client, credentials, endpoint, request
from wxcloud.awsjson.calls import AwsCall

printable = st.characters(min_codepoint=33, max_codepoint=126)
words = st.text(printable, min_size=1, max_size=40)
times = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
regions = st.sampled_from(["us-east-1", "cn-north-1", "cn-northwest-1", "ap-southeast-1"])
services = st.sampled_from(["dynamodb", "sqs", "firehose", "secretsmanager"])
ends = st.sampled_from(["http://127.0.0.1:4566", "https://[::1]:8443", "http://localhost/a/b", ""])


@settings(max_examples=300, deadline=None)
@given(
    keys=st.builds(credentials.Keys, words, words, st.none() | words),
    service=services,
    region=regions,
    url=ends,
    operation=st.from_regex(r"[A-Z][A-Za-z]{2,30}", fullmatch=True),
    body=st.binary(max_size=300),
    at=times,
)
def test_a_request_is_signed_as_botocore_signs_it(
    keys: credentials.Keys,
    service: str,
    region: str,
    url: str,
    operation: str,
    body: bytes,
    at: datetime,
) -> None:
    environment = {"AWS_DEFAULT_REGION": region, "AWS_ENDPOINT_URL": url}
    with patch.dict("os.environ", environment), patch("time.time", at.timestamp):
        found = endpoint.find(service)
        assert found is not None
        own = client.Client(service, found)
        own._keys = lambda: keys
        headers = {"content-type": "application/json", "x-amz-target": operation}
        head, sent_body = sent(own._request(AwsCall("POST", found.path, "", headers, body)))
    assert sent_body == body

    expected = AWSRequest("POST", found.url, data=body)
    for name in ("content-type", "x-amz-target"):
        expected.headers[name] = head[name]
    theirs = Credentials(keys.access_key, keys.secret_key, keys.token)
    with patch.object(botocore.auth, "get_current_datetime", lambda: at):
        botocore.auth.SigV4Auth(theirs, service, region).add_auth(expected)
    assert head["authorization"] == expected.headers["Authorization"]
    assert head["x-amz-date"] == expected.headers["X-Amz-Date"]
    assert head.get("x-amz-security-token") == expected.headers.get("X-Amz-Security-Token")


def sent(request: bytes) -> tuple[dict[str, Any], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines), body


@settings(max_examples=300, deadline=None)
@given(
    keys=st.builds(credentials.Keys, words, words, st.none() | words),
    region=regions,
    url=st.sampled_from(
        [
            "http://127.0.0.1:4566/_aws/execute-api/a1/live",
            "https://a1.execute-api.cn-north-1.amazonaws.com.cn/live",
        ]
    ),
    connection=st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=1)
    | st.from_regex(r"[A-Za-z0-9_-]{12}=", fullmatch=True),
    body=st.binary(max_size=300),
    at=times,
)
def test_a_post_to_a_connection_is_signed_as_botocore_signs_it(
    keys: credentials.Keys, region: str, url: str, connection: str, body: bytes, at: datetime
) -> None:
    with patch.dict("os.environ", {"AWS_DEFAULT_REGION": region}):
        found = endpoint.at(url)
    assert found is not None
    path = posts.path_of(found, connection)
    with patch("time.time", at.timestamp):
        head, sent_body = sent(
            request.signed(
                found, AwsCall("POST", path, "", {}, body), service="execute-api", keys=keys
            )
        )
    assert sent_body == body
    theirs = AWSRequest("POST", f"{url.partition('/')[0]}//{found.authority}{path}", data=body)
    signer = Credentials(keys.access_key, keys.secret_key, keys.token)
    with patch.object(botocore.auth, "get_current_datetime", lambda: at):
        botocore.auth.SigV4Auth(signer, "execute-api", region).add_auth(theirs)
    assert head["authorization"] == theirs.headers["Authorization"]
