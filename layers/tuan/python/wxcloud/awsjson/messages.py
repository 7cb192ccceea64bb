"""Answers of AWS's JSON protocols, as botocore gives them.

Binary values are bytes in Python and base64 in JSON. Times in answers stay numbers: nothing here
reads one.

Source: Smithy, "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol" and "AWS restJson1 protocol";
DynamoDB API Reference, AttributeValue; SQS Developer Guide, "AWS JSON protocol"
(x-amzn-query-error).
"""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import msgspec

from wxcloud.awsjson.connection import Response
from wxcloud.awsjson.protocols import Protocol

Answer = dict[str, Any]


def decode(protocol: Protocol, response: Response) -> tuple[Answer, str | None]:
    """The answer with its ResponseMetadata; and the code of its error, None if it is none."""
    is_error = response.status >= 300
    answer = _parse(response, is_error)
    code = _describe_error(protocol, answer, response) if is_error else None
    if protocol.service == "dynamodb":
        if b'"B"' in response.body or b'"BS"' in response.body:
            answer = _with_bytes(answer)
    elif isinstance(answer.get("SecretBinary"), str):
        answer["SecretBinary"] = b64decode(answer["SecretBinary"])
    metadata: Answer = {"HTTPStatusCode": response.status, "HTTPHeaders": dict(response.headers)}
    if "x-amzn-requestid" in response.headers:
        metadata["RequestId"] = response.headers["x-amzn-requestid"]
    answer["ResponseMetadata"] = metadata
    return answer, code


class NotJson(Exception):
    """A success whose body is not a JSON object: it is not the service that has answered."""


def _parse(response: Response, is_error: bool) -> Answer:
    if not response.body:
        return {}
    try:
        parsed = msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeError):
        parsed = None
    if isinstance(parsed, dict):
        return parsed
    if is_error:
        return {"message": response.body.decode(errors="replace")}
    raise NotJson(f"the answer is not a JSON object: {response.body[:80]!r}")


def _describe_error(protocol: Protocol, answer: Answer, response: Response) -> str:
    """Add `Error` to the answer as botocore does. Its other fields stay: DynamoDB gives the old
    item or the reasons of a cancelled transaction. REST JSON may name the error in a header."""
    kind = answer.pop("__type", None)
    if protocol.routes:
        named = answer.get("code", answer.get("Code", kind))
        kind = response.headers.get("x-amzn-errortype", named)
    message: Any = answer.get("message", answer.get("Message", ""))
    body = response.body.strip()
    if response.status >= 500 and (not body or body.startswith(b"<html>")):  # a proxy's
        answer.clear()
        kind, message = str(response.status), _REASONS.get(response.status, "")
    code = str(response.status if kind is None else kind)
    code = code.split(":", 1)[0].rsplit("#", 1)[-1]
    error: dict[str, str] = {"Message": message, "Code": code}
    query_error = response.headers.get("x-amzn-query-error", "").split(";")
    if len(query_error) == 2 and query_error[0]:
        error["QueryErrorCode"] = code
        error["Code"], error["Type"] = query_error
    answer["Error"] = error
    return error["Code"]


_REASONS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def _with_bytes(value: Any) -> Any:
    """The same with DynamoDB's binary values as bytes: {"B": "…"} and {"BS": ["…"]}. Nothing else
    in its answers has that shape: the values of an item are objects, and never text."""
    if isinstance(value, dict):
        if len(value) == 1:
            ((name, inner),) = value.items()
            if name == "B" and isinstance(inner, str):
                return {"B": b64decode(inner)}
            if name == "BS" and isinstance(inner, list) and all(isinstance(b, str) for b in inner):
                return {"BS": [b64decode(each) for each in inner]}
        return {name: _with_bytes(inner) for name, inner in value.items()}
    return [_with_bytes(each) for each in value] if isinstance(value, list) else value
