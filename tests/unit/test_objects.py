"""Our client of S3 sends what botocore sends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from wxcloud import objects
from wxcloud.awsjson import credentials, endpoint, retries
from wxcloud.awsjson.connection import Response

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
URLS = ["https://files.s3.cn-north-1.amazonaws.com.cn", "http://127.0.0.1:4566/files"]
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


class Answers:
    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.sent: list[bytes] = []

    def exchange(self, request: bytes) -> Response:
        self.sent.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def own(url: str, *answers: Response) -> tuple[Any, Answers]:
    with patch.dict("os.environ", {"AWS_DEFAULT_REGION": "cn-north-1"}):
        at = endpoint.at(url)
    assert at is not None
    made, pool = objects._Own(at), Answers(*(answers or (Response(200, {}, b""),)))
    made._sender._pool = pool  # type: ignore[assignment]
    made._sender._keys = lambda: credentials.Keys("key", "secret", "session")
    return made, pool


@settings(max_examples=100, deadline=None)
@given(
    url=st.sampled_from(URLS),
    key=texts | st.sampled_from(["a//b", "../a", "a/./b", "exports/订单 1.csv"]),
    body=st.binary(max_size=50),
)
def test_a_write_is_signed_as_botocore_signs_it(url: str, key: str, body: bytes) -> None:
    made, pool = own(url)
    with patch("time.time", AT.timestamp):
        made.do("PutObject", "PUT", key, body, "text/csv")
    head, _, sent_body = pool.sent[0].partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    method, target, _ = first.split(" ")
    parts = urlsplit(url)
    theirs = AWSRequest("PUT", f"{parts.scheme}://{parts.netloc}{target}", data=body)
    theirs.headers["content-type"] = "text/csv"
    signer = botocore.auth.S3SigV4Auth(Credentials("key", "secret", "session"), "s3", "cn-north-1")
    with patch.object(botocore.auth, "get_current_datetime", lambda: AT):
        signer.add_auth(theirs)
    assert (method, sent_body, headers["host"]) == ("PUT", body, parts.netloc)
    assert headers["x-amz-content-sha256"] == theirs.headers["X-Amz-Content-SHA256"]
    assert headers["authorization"] == theirs.headers["Authorization"]


def test_an_error_is_a_client_error_with_its_code() -> None:
    body = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>"
    made, pool = own(URLS[0], Response(404, {}, body))
    with pytest.raises(ClientError) as caught:
        made.do("GetObject", "GET", "a")
    assert caught.value.response["Error"] == {"Code": "NoSuchKey", "Message": "none"}
    assert len(pool.sent) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_sent_three_times(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    made, pool = own(URLS[0], Response(status, {}, b""))
    with pytest.raises(ClientError) as caught:
        made.do("DeleteObject", "DELETE", "a")
    assert caught.value.response["Error"]["Code"] == str(status)
    assert len(pool.sent) == retries.MAX_ATTEMPTS
    made, pool = own(URLS[0], Response(status, {}, b""), Response(204, {}, b""))
    made.do("DeleteObject", "DELETE", "a")
    assert len(pool.sent) == 2
