"""Files: objects in the stack's own bucket.

Clients get forms and URLs that are signed with the function's own credentials: S3 checks the
signature and all that was signed, and what the function's role allows. They are signed here,
without a client of S3, which costs a tenth of a second to make; only `put`, `get` and `delete` need
one. Keys that begin with `public/` are served to everybody.

Times in forms and URLs are real times, also where the shop's clock is moved: S3 goes by its own.

Source: Amazon S3 API Reference, "Browser-based uploads using POST (AWS Signature Version 4)" and
"Authenticating requests: using query parameters".
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from botocore.auth import S3SigV4PostAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest

from wxcloud import aws
from wxcloud.settings import Setting

FILES_BUCKET = Setting("FILES_BUCKET")  # the bucket's name
FILES_URL = Setting("FILES_URL")  # where S3 takes requests for the bucket
FILES_SERVED_AT = Setting("FILES_SERVED_AT")  # where everybody reads what is public
PUBLIC = "public/"
_SERVICE = "s3"


def upload_form(
    key: str, content_type: str, max_bytes: int, *, seconds: int, cache_control: str
) -> dict[str, str]:
    """The fields of a form that puts one file under this key: POST them to FILES_URL as
    multipart/form-data, and the field `file` last. S3 refuses another key or type, an empty file, a
    file of more bytes, and a form that is older than so many seconds."""
    fixed = {"key": key, "Content-Type": content_type, "Cache-Control": cache_control}
    ends = datetime.now(UTC) + timedelta(seconds=seconds)
    conditions: list[Any] = [{name: value} for name, value in fixed.items()]
    conditions += [{"bucket": FILES_BUCKET.need()}, ["content-length-range", 1, max_bytes]]
    request = AWSRequest("POST", FILES_URL.need())
    request.context["s3-presign-post-fields"] = dict(fixed)
    request.context["s3-presign-post-policy"] = {
        "expiration": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conditions": conditions,
    }
    S3SigV4PostAuth(aws.credentials(), _SERVICE, aws.region()).add_auth(request)
    fields: dict[str, str] = request.context["s3-presign-post-fields"]
    return fields


def put(key: str, body: bytes, content_type: str = "application/octet-stream") -> None:
    """Write a file; one that is there under this key is replaced."""
    aws.client("s3").put_object(
        Bucket=FILES_BUCKET.need(), Key=key, Body=body, ContentType=content_type
    )


def get(key: str) -> bytes:
    """The file under this key."""
    answer = aws.client("s3").get_object(Bucket=FILES_BUCKET.need(), Key=key)
    body: bytes = answer["Body"].read()
    return body


def delete(key: str) -> None:
    """Remove the file under this key. One that is not there is no error."""
    aws.client("s3").delete_object(Bucket=FILES_BUCKET.need(), Key=key)


def download_url(key: str, seconds: int, *, filename: str = "") -> str:
    """A URL by which its holder reads this file for so many seconds; with a `filename`, a browser
    saves the file under that name."""
    query = {}
    if filename:
        saved_as = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        query = {"response-content-disposition": saved_as}
    url = f"{FILES_URL.need()}/{quote(key)}"
    request = AWSRequest("GET", f"{url}?{urlencode(query, quote_via=quote)}" if query else url)
    S3SigV4QueryAuth(aws.credentials(), _SERVICE, aws.region(), expires=seconds).add_auth(request)
    return str(request.url)


def public_url(key: str) -> str:
    """The URL by which everybody reads this file; its key begins with PUBLIC."""
    return f"{FILES_SERVED_AT.need()}/{quote(key)}"
