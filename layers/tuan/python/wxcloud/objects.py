"""Objects of the stack's own bucket: write, read, delete, with a client of our own. botocore's is
used where only it knows how to reach S3, and with the setting `STORE_CLIENT=botocore`.

Source: Amazon S3 API Reference, PutObject, GetObject, DeleteObject, "Error responses" (XML with a
Code and a Message) and "Authenticating requests: using the Authorization header" (the body's hash
is a header of its own).
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from wxcloud import aws
from wxcloud.awsjson import endpoint
from wxcloud.awsjson.calls import AwsCall
from wxcloud.awsjson.endpoint import Endpoint
from wxcloud.awsjson.sender import Sender
from wxcloud.settings import STORE_CLIENT, Setting

FILES_BUCKET = Setting("FILES_BUCKET")  # the bucket's name


def put(key: str, body: bytes, content_type: str) -> None:
    """Write an object; one that is there under this key is replaced."""
    if (own := _own()) is None:
        aws.client("s3").put_object(
            Bucket=FILES_BUCKET.need(), Key=key, Body=body, ContentType=content_type
        )
    else:
        own.do("PutObject", "PUT", key, body, content_type)


def get(key: str) -> bytes:
    """The object under this key. ClientError with the code NoSuchKey if there is none."""
    if (own := _own()) is not None:
        return own.do("GetObject", "GET", key)
    answer = aws.client("s3").get_object(Bucket=FILES_BUCKET.need(), Key=key)
    body: bytes = answer["Body"].read()
    return body


def delete(key: str) -> None:
    """Remove the object under this key. One that is not there is no error."""
    if (own := _own()) is None:
        aws.client("s3").delete_object(Bucket=FILES_BUCKET.need(), Key=key)
    else:
        own.do("DeleteObject", "DELETE", key)


class _Own:
    def __init__(self, at: Endpoint) -> None:
        self._base, self._sender = at.path.rstrip("/"), Sender(at, "s3")

    def do(
        self, operation: str, method: str, key: str, body: bytes = b"", content_type: str = ""
    ) -> bytes:
        """Carry out the operation. The answer's body, or ClientError as botocore's."""
        headers = {"x-amz-content-sha256": sha256(body).hexdigest()}
        if content_type:
            headers["content-type"] = content_type
        path = f"{self._base}/{quote(key, safe='/-._~')}"
        answer = self._sender.send(AwsCall(method, path, "", headers, body))
        if answer.status < 300:
            return answer.body
        error = {
            "Code": _tag("Code", answer.body) or str(answer.status),
            "Message": _tag("Message", answer.body),
        }
        about: dict[str, Any] = {
            "HTTPStatusCode": answer.status,
            "HTTPHeaders": dict(answer.headers),
        }
        raise ClientError({"Error": error, "ResponseMetadata": about}, operation)  # type: ignore[typeddict-item]


def _tag(name: str, body: bytes) -> str:
    found = re.search(rf"<{name}>([^<]*)</{name}>", body.decode(errors="replace"))
    return found[1] if found else ""


def _own() -> _Own | None:
    if STORE_CLIENT.get() == "botocore":
        return None
    at = endpoint.of_bucket(FILES_BUCKET.need())
    return None if at is None else _at(at)


@cache
def _at(at: Endpoint) -> _Own:
    return _Own(at)
