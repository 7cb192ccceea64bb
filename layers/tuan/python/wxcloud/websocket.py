"""WebSockets: the handler of API Gateway's routes, and posting to a connection.

Source: API Gateway Developer Guide, "Working with routes for WebSocket APIs" and "Use @connections
commands in your backend service": 410 means that a connection is closed, or not open yet.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import aws
from wxcloud.invocation import Event, Handler, invocation
from wxcloud.log import logger
from wxcloud.settings import Setting

WEBSOCKET_ENDPOINT = Setting("WEBSOCKET_ENDPOINT")


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


class Posted(Enum):
    """What came of a post. FAILED is worth another attempt."""

    DONE = "done"
    GONE = "gone"
    FAILED = "failed"


def _endpoint() -> Any:
    return aws.client("apigatewaymanagementapi", endpoint_url=WEBSOCKET_ENDPOINT.need())


def warm_up() -> None:
    """Make the client now, so that the first post does not wait for it."""
    _endpoint()


def post(connection_id: str, payload: bytes) -> Posted:
    """Send a text message, of 32 KB at most, to one connection."""
    try:
        _endpoint().post_to_connection(ConnectionId=connection_id, Data=payload)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 410:
            return Posted.GONE
        logger.warning("post failed", extra={"why": error.response["Error"]["Code"]})
        return Posted.FAILED
    except BotoCoreError as error:
        logger.warning("post failed", extra={"why": type(error).__name__})
        return Posted.FAILED
    return Posted.DONE
