"""Files: objects in the stack's own bucket.

Clients get forms and URLs that are signed with the function's own credentials: S3 checks the
signature and all that was signed, and what the function's role allows. `wxcloud.objects` reads and
writes files.

Times in forms and URLs are real times, also where the shop's clock is moved: S3 goes by its own.

Source: Amazon S3 API Reference, "Browser-based uploads using POST (AWS Signature Version 4)" and
"Authenticating requests: using query parameters".
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from wxcloud import aws, objects
from wxcloud.awsjson import credentials, sigv4
from wxcloud.objects import FILES_BUCKET
from wxcloud.settings import Setting

FILES_URL = Setting("FILES_URL")  # where S3 takes requests for the bucket
FILES_SERVED_AT = Setting("FILES_SERVED_AT")  # where everybody reads what is public
PUBLIC = "public/"
_TIMESTAMP = "%Y%m%dT%H%M%SZ"
_S3, _UNSIGNED = "s3", "UNSIGNED-PAYLOAD"
_PORTS = {"http": ":80", "https": ":443"}


def upload_form(
    key: str, content_type: str, max_bytes: int, *, seconds: int, cache_control: str
) -> dict[str, str]:
    """The fields of a form that puts one file under this key: POST them to FILES_URL as
    multipart/form-data, and the field `file` last. S3 refuses another key or type, an empty file, a
    file of more bytes, and a form that is older than so many seconds."""
    keys, region, now = credentials.source()(), aws.region(), datetime.now(UTC)
    at = now.strftime(_TIMESTAMP)
    fields = {
        "key": key,
        "Content-Type": content_type,
        "Cache-Control": cache_control,
        "x-amz-algorithm": sigv4.ALGORITHM,
        "x-amz-credential": f"{keys.access_key}/{sigv4.scope(at, region, _S3)}",
        "x-amz-date": at,
    }
    if keys.token:
        fields["x-amz-security-token"] = keys.token
    conditions: list[Any] = [{name: value} for name, value in fields.items()]
    conditions += [{"bucket": FILES_BUCKET.need()}, ["content-length-range", 1, max_bytes]]
    ends = (now + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    policy = msgspec.json.encode({"expiration": ends, "conditions": conditions})
    fields["policy"] = b64encode(policy).decode()
    key_of_day = sigv4.signing_key(keys.secret_key, at[:8], region, _S3)
    fields["x-amz-signature"] = sigv4.sign(key_of_day, fields["policy"])
    return fields


def put(key: str, body: bytes, content_type: str = "application/octet-stream") -> None:
    """Write a file; one that is there under this key is replaced."""
    objects.put(key, body, content_type)


def get(key: str) -> bytes:
    """The file under this key."""
    return objects.get(key)


def delete(key: str) -> None:
    """Remove the file under this key. One that is not there is no error."""
    objects.delete(key)


def download_url(key: str, seconds: int, *, filename: str = "") -> str:
    """A URL by which its holder reads this file for so many seconds; with a `filename`, a browser
    saves the file under that name."""
    keys, region = credentials.source()(), aws.region()
    at = datetime.now(UTC).strftime(_TIMESTAMP)
    scope = sigv4.scope(at, region, _S3)
    query = {}
    if filename:
        saved_as = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        query["response-content-disposition"] = saved_as
    query |= {
        "X-Amz-Algorithm": sigv4.ALGORITHM,
        "X-Amz-Credential": f"{keys.access_key}/{scope}",
        "X-Amz-Date": at,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    if keys.token:
        query["X-Amz-Security-Token"] = keys.token
    url = f"{FILES_URL.need()}/{quote(key)}"
    parts, asked = urlsplit(url), urlencode(query, quote_via=quote, safe="-_.~")
    host = parts.netloc.removesuffix(_PORTS.get(parts.scheme, ""))
    canonical, _ = sigv4.canonical_text("GET", parts.path, asked, {"host": host}, _UNSIGNED)
    key_of_day = sigv4.signing_key(keys.secret_key, at[:8], region, _S3)
    signature = sigv4.sign(key_of_day, sigv4.string_to_sign(canonical, at, scope))
    return f"{url}?{asked}&X-Amz-Signature={signature}"


def public_url(key: str) -> str:
    """The URL by which everybody reads this file; its key begins with PUBLIC."""
    return f"{FILES_SERVED_AT.need()}/{quote(key)}"
