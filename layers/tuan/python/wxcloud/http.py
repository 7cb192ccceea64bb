"""API Gateway's HTTP API events, payload format 2.0: read the request, make the answer.

Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST, BODY_TOO_LARGE, UNAUTHENTICATED, Refusal
from wxcloud.fields import FieldError
from wxcloud.session import verify
from wxcloud.text import cut
from wxcloud.value import Value

MAX_BYTES = 64 * 1024
_AGENT_CHARS = 400  # of a User-Agent; longer ones are cut
_INF = float("inf")
_JSON = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}

T = TypeVar("T")


class HttpRequest(Value):
    """A webhook's request, with the raw body as it was signed."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    path: str = ""


def is_http(event: Mapping[str, Any]) -> bool:
    return event.get("version") == "2.0" and "http" in event.get("requestContext", {})


def read(event: Mapping[str, Any]) -> HttpRequest:
    return HttpRequest(
        method=event["requestContext"]["http"]["method"],
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        body=body_of(event),
        path=event.get("rawPath", ""),
    )


def body_of(event: Mapping[str, Any]) -> bytes:
    """The body's bytes; BODY_TOO_LARGE before it is parsed if there are too many."""
    text: str = event.get("body") or ""
    if len(text) > MAX_BYTES * 4 // 3 + 4:
        raise BODY_TOO_LARGE()
    try:
        body = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else None
        body = text.encode() if body is None else body
    except ValueError:  # no base64, or half of a surrogate pair
        raise BAD_REQUEST("The body is not text.") from None
    if len(body) > MAX_BYTES:
        raise BODY_TOO_LARGE()
    return body


def parse(body: bytes, kind: type[T]) -> T:
    """The body as `kind`; BAD_REQUEST names the field whose shape, type or bounds are wrong."""
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _explain(error) from None
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
        raise _explain(error) from None


def _invalid_field(body: bytes) -> str:
    """The field with a value that JSON does not have, but Python's parser takes: NaN, Infinity,
    half of a surrogate pair. Empty if the body is invalid in another way."""
    import json  # only an invalid body needs it

    try:
        data = json.loads(body)
        for name, value in data.items():
            odd = isinstance(value, float) and (value != value or value in (_INF, -_INF))
            if odd or (isinstance(value, str) and value != value.encode(errors="replace").decode()):
                return cut(str(name), 80).encode(errors="replace").decode()
    except (ValueError, AttributeError, RecursionError):
        pass
    return ""


_NAMED = re.compile(r"(?:missing required|unknown) field `([^`]*)`")
_AT = re.compile(r" - at (?:`key` in )?`\$\.?([^`]*)`$")


def _explain(error: msgspec.ValidationError) -> Refusal:
    """A refusal made of msgspec's message, with the field's path: `skus[0].price`."""
    text, cause = str(error), error.__cause__
    at = _AT.search(text)
    path = at.group(1) if at else ""
    named = _NAMED.search(text)
    name = cause.field if isinstance(cause, FieldError) else named.group(1) if named else ""
    field = cut(".".join(part for part in (path, name) if part), 80)
    reason = _AT.sub("", text)
    if "matching regex" in reason:
        reason = "It is blank, or has characters that are not allowed here."
    return BAD_REQUEST(cut(f"{field}: {reason}" if field else reason, 200), field=field)


def header(event: Mapping[str, Any], name: str) -> str:
    """A request's header, "" if it is absent. API Gateway gives the names in lower case,
    `sam local` may not."""
    headers = event.get("headers") or {}
    return str(headers.get(name) or headers.get(name.title()) or "")


def wants_english(event: Mapping[str, Any]) -> bool:
    """Whether `Accept-Language` prefers English to Chinese. Without the header, no."""
    weights = {"en": 0.0, "zh": 0.0}
    for language, weight in _LANGUAGE.findall(header(event, "accept-language").lower()):
        weights[language] = max(weights[language], float(weight or 1))
    return weights["en"] > weights["zh"]


_LANGUAGE = re.compile(
    r"(?<![a-z0-9-])(en|zh)(?:-[a-z0-9-]+)?(?![a-z0-9-])(?:\s*;\s*q=([01](?:\.[0-9]{0,3})?))?"
)


def session_of(event: Mapping[str, Any]) -> WXContext:
    """The caller whom `Authorization: Bearer <session>` proves; a guest if the header is absent."""
    sent = header(event, "authorization")
    english = wants_english(event)
    request_id = event["requestContext"].get("requestId", "")
    address = event["requestContext"]["http"].get("sourceIp", "")
    agent = header(event, "user-agent")[:_AGENT_CHARS]
    if not sent:
        return WXContext(REQUEST_ID=request_id, CLIENTIP=address, ENGLISH=english, USERAGENT=agent)
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
        ENGLISH=english,
        USERAGENT=agent,
        BROWSER=claims.c,
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
