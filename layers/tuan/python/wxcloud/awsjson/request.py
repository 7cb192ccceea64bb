"""The bytes of a signed request: HTTP/1.1, signed with Signature Version 4."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from urllib.parse import quote

from wxcloud.awsjson import sigv4
from wxcloud.awsjson.calls import AwsCall
from wxcloud.awsjson.credentials import Keys
from wxcloud.awsjson.endpoint import Endpoint


def signed(
    at: Endpoint,
    call: AwsCall,
    *,
    service: str,
    keys: Keys,
    clock_s: float = 0.0,
) -> bytes:
    """The call as it is sent. Its time is the machine's and `clock_s`, also where the shop's clock
    is moved: AWS goes by its own."""
    timestamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + clock_s))
    sent = {**call.headers, "host": at.authority, "x-amz-date": timestamp}
    if keys.token:
        sent["x-amz-security-token"] = keys.token
    # S3 signs the path as it is sent, and wants the body's hash as a header.
    path = call.path if service == "s3" else sigv4.canonical_path(call.path)
    body_hash = call.headers.get("x-amz-content-sha256") or sha256(call.body).hexdigest()
    canonical, names = sigv4.canonical_text(call.method, path, call.query, sent, body_hash)
    sent["authorization"] = sigv4.authorization(
        canonical,
        names,
        access_key=keys.access_key,
        secret_key=keys.secret_key,
        timestamp=timestamp,
        region=at.region,
        service=service,
    )
    if trace := _trace():
        sent["x-amzn-trace-id"] = trace
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    target = f"{call.path}?{call.query}" if call.query else call.path
    head = (
        f"{call.method} {target} HTTP/1.1\r\n{lines}"
        "accept-encoding: identity\r\nuser-agent: tuan\r\n"
        f"content-length: {len(call.body)}\r\n\r\n"
    )
    return head.encode("latin-1") + call.body


def _trace() -> str | None:
    """The trace of this invocation, by which Lambda also finds functions that call each other in a
    circle. botocore sends it, too."""
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return None
    trace = os.environ.get("_X_AMZN_TRACE_ID")
    return quote(trace, safe="-=;:+&[]{}\"',") if trace else None
