"""Operations as HTTP requests, before they are signed: their method, path, query, headers and body.

AWS JSON puts the operation into a header and all parameters into the body. REST JSON (EventBridge
Scheduler) puts the operation into the method and the path, and some parameters into the path and
the query.

Source: Smithy, "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol" and "AWS restJson1 protocol".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from wxcloud.awsjson.protocols import Protocol, with_token
from wxcloud.value import Value

_SAFE = "-._~"


class AwsCall(Value):
    """`query` is as it is sent, without the question mark."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


def make(protocol: Protocol, base: str, operation: str, params: Mapping[str, Any]) -> AwsCall:
    """The call of an operation at an endpoint whose path is `base`. All attempts send the same, so
    they have the same token."""
    params = with_token(protocol, operation, params)
    if protocol.routes:
        return _rest(protocol, base, operation, params)
    headers = {
        "content-type": protocol.content_type,
        "x-amz-target": f"{protocol.prefix}.{operation}",
    }
    return AwsCall("POST", base, "", headers, msgspec.json.encode(params))


def _rest(protocol: Protocol, base: str, operation: str, params: Mapping[str, Any]) -> AwsCall:
    route = protocol.routes.get(operation)
    if route is None:
        raise AttributeError(f"{operation} of {protocol.service} is not known here")
    path, query, body = base.rstrip("/") + route.path, [], {}
    for name, value in params.items():
        if f"{{{name}}}" in route.path:
            path = path.replace(f"{{{name}}}", quote(value, safe=_SAFE))
        elif name in route.query:
            query.append(f"{route.query[name]}={quote(value, safe=_SAFE)}")
        else:
            body[name] = value
    if not body:
        return AwsCall(route.method, path, "&".join(query), {}, b"")
    headers = {"content-type": protocol.content_type}
    return AwsCall(route.method, path, "&".join(query), headers, msgspec.json.encode(body))
