"""WebSockets: the handler of API Gateway's routes. `wxcloud.posts` posts to connections.

Source: API Gateway Developer Guide, "Working with routes for WebSocket APIs".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from wxcloud.invocation import Event, Handler, invocation


class SocketEvent(msgspec.Struct, frozen=True):
    """A WebSocket event: `kind` is CONNECT, DISCONNECT or MESSAGE. Only a CONNECT has a query and
    headers (with names in lower case)."""

    kind: str
    connection_id: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


def socket(main: Callable[[SocketEvent], Any]) -> Handler:
    """A function behind API Gateway's WebSocket routes. A refused $connect closes the socket. The
    sender of a message gets the result, or the refusal, as the body of an answer with status 200.
    """

    def handler(event: Event, context: Any = None) -> Any:
        about = event["requestContext"]
        told = SocketEvent(
            kind=about["eventType"],
            connection_id=about["connectionId"],
            query=event.get("queryStringParameters") or {},
            headers={k.lower(): v for k, v in (event.get("headers") or {}).items()},
            body=event.get("body") or "",
        )
        with invocation(event, context, by_http=True) as call:
            result = main(told)
            call.result = {} if result is None else result
        answer = call.answer()
        refused = 400 <= answer["statusCode"] < 500
        return answer | {"statusCode": 200} if refused and told.kind == "MESSAGE" else answer

    handler.main = main  # type: ignore[attr-defined]
    return handler
