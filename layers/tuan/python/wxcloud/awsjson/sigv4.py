"""AWS Signature Version 4, without I/O: the `Authorization` header of one request.

Source: AWS IAM User Guide, "Create a signed AWS API request". AWS's published test vectors and
botocore check it (tests/unit/test_sigv4.py, tests/properties/test_sigv4.py).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

ALGORITHM = "AWS4-HMAC-SHA256"


def authorization(
    request: str,
    signed_headers: str,
    *,
    access_key: str,
    secret_key: str,
    timestamp: str,
    region: str,
    service: str,
) -> str:
    """The value of the `Authorization` header of a canonical request and the names in it.
    `timestamp` is the request's `x-amz-date`: 20150830T123600Z."""
    within = scope(timestamp, region, service)
    key = signing_key(secret_key, timestamp[:8], region, service)
    signature = sign(key, string_to_sign(request, timestamp, within))
    return (
        f"{ALGORITHM} Credential={access_key}/{within},"
        f" SignedHeaders={signed_headers}, Signature={signature}"
    )


def scope(timestamp: str, region: str, service: str) -> str:
    """What a signature is valid for: a day, a region, a service."""
    return f"{timestamp[:8]}/{region}/{service}/aws4_request"


def sign(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


def string_to_sign(request: str, timestamp: str, scope: str) -> str:
    return f"{ALGORITHM}\n{timestamp}\n{scope}\n{sha256(request.encode()).hexdigest()}"


@lru_cache(maxsize=32)
def signing_key(secret_key: str, date: str, region: str, service: str) -> bytes:
    """The key of one day: it is derived once and kept."""
    key = f"AWS4{secret_key}".encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def canonical_request(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
) -> tuple[str, str]:
    """The text that is hashed and signed, and the names of the signed headers: all of `headers`,
    whose names are in lower case. `path` is as it was typed, `query` as it is sent."""
    return canonical_text(method, canonical_path(path), query, headers, sha256(body).hexdigest())


def canonical_text(
    method: str, path: str, query: str, headers: Mapping[str, str], body_hash: str
) -> tuple[str, str]:
    """The same of a path that is canonical already, and of a body's hash."""
    names = sorted(headers)
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in names)
    signed = ";".join(names)
    text = "\n".join(
        (
            method,
            path,
            canonical_query(query),
            lines,
            signed,
            body_hash,
        )
    )
    return text, signed


def canonical_path(path: str) -> str:
    """Without empty, `.` and `..` segments, and percent-encoded."""
    if path == "/":
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    end = "/" if kept and path.endswith("/") else ""
    return quote(f"/{'/'.join(kept)}{end}", safe="/~")


def canonical_query(query: str) -> str:
    """Sorted by name, then by value, and percent-encoded in one way."""
    if not query:
        return ""
    pairs = (pair.partition("=") for pair in query.split("&"))
    encoded = sorted((_encode(name), _encode(value)) for name, _, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)


def _encode(text: str) -> str:
    return quote(unquote(text), safe="-_.~")
