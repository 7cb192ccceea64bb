"""API Gateway's HTTP API events, payload format 2.0: read the request, make the answer.

Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST, BODY_TOO_LARGE, UNAUTHENTICATED, Refusal
from wxcloud.session import verify

MAX_BYTES = 64 * 1024
_INF = float("inf")
_JSON = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A webhook's request, with the raw body as it was signed."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


def is_http(event: Mapping[str, Any]) -> bool:
    return event.get("version") == "2.0" and "http" in event.get("requestContext", {})


def read(event: Mapping[str, Any]) -> HttpRequest:
    return HttpRequest(
        method=event["requestContext"]["http"]["method"],
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        body=body_of(event),
    )


def body_of(event: Mapping[str, Any]) -> bytes:
    """The body's bytes; BODY_TOO_LARGE before it is parsed if there are too many."""
    text: str = event.get("body") or ""
    if len(text) > MAX_BYTES * 4 // 3 + 4:
        raise BODY_TOO_LARGE()
    try:
        body = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else None
        body = text.encode() if body is None else body
    except (binascii.Error, UnicodeEncodeError):
        raise BAD_REQUEST("The body is not text.") from None
    if len(body) > MAX_BYTES:
        raise BODY_TOO_LARGE()
    return body


def parse(body: bytes, kind: type[T]) -> T:
    """The body as `kind`; BAD_REQUEST names the field whose shape, type or bounds are wrong."""
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _explain(str(error)) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        field = _invalid_field(body)
        raise BAD_REQUEST(
            f"{field}: This is not a JSON value." if field else "The body is not valid JSON.",
            field=field,
        ) from None


def convert(data: object, kind: type[T]) -> T:
    """The same, for data that is parsed already."""
    try:
        return msgspec.convert(data, type=kind)
    except msgspec.ValidationError as error:
        raise _explain(str(error)) from None


def _invalid_field(body: bytes) -> str:
    """The field with a value that JSON does not have, but Python's parser takes: NaN, Infinity,
    half of a surrogate pair. Empty if the body is invalid in another way."""
    import json  # only an invalid body needs it

    try:
        data = json.loads(body)
        for name, value in data.items():
            odd = isinstance(value, float) and (value != value or value in (_INF, -_INF))
            if odd or (isinstance(value, str) and value != value.encode(errors="replace").decode()):
                return str(name)[:80]
    except (ValueError, AttributeError, RecursionError):
        pass
    return ""


_NAMED = re.compile(r"(?:missing required|unknown) field `([^`]*)`")
_AT = re.compile(r" - at (?:`key` in )?`\$\.?([^`]*)`$")


def _explain(text: str) -> Refusal:
    """A refusal made of msgspec's message, with the field's path: `skus[0].price`."""
    at = _AT.search(text)
    path = at.group(1) if at else ""
    named = _NAMED.search(text)
    field = ".".join(part for part in (path, named.group(1) if named else "") if part)[:80]
    reason = _AT.sub("", text)
    if "matching regex" in reason:
        reason = "It has characters that are not allowed here."
    return BAD_REQUEST(f"{field}: {reason}"[:200] if field else reason[:200], field=field)


def session_of(event: Mapping[str, Any]) -> WXContext:
    """The caller whom `Authorization: Bearer <session>` proves; a guest if the header is absent."""
    headers = event.get("headers") or {}
    sent = headers.get("authorization") or headers.get("Authorization")
    request_id = event["requestContext"].get("requestId", "")
    address = event["requestContext"]["http"].get("sourceIp", "")
    if not sent:
        return WXContext(REQUEST_ID=request_id, CLIENTIP=address)
    scheme, _, token = sent.partition(" ")
    if scheme.lower() != "bearer":
        raise UNAUTHENTICATED()
    claims = verify(token.strip())
    return WXContext(
        OPENID=claims.o,
        APPID=claims.a,
        UNIONID=claims.u,
        ROLES=frozenset(claims.r),
        REQUEST_ID=request_id,
        CLIENTIP=address,
    )


def answer(status: int, result: object) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": _JSON,
        "body": msgspec.json.encode(result).decode(),
        "isBase64Encoded": False,
    }


def text(status: int, body: str, kind: str = "text/plain; charset=utf-8") -> dict[str, Any]:
    """A webhook's answer in plain text."""
    return {"statusCode": status, "headers": {"content-type": kind}, "body": body}
