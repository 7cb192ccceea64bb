"""Posting to the connections of a WebSocket API, with a client of our own: a push to a large room
is as fast as its processes can sign and send, and botocore takes several times as much CPU for it.

Source: API Gateway Developer Guide, "Use @connections commands in your backend service": 410 means
that a connection is closed, or not open yet. "Amazon API Gateway quotas": all requests of an
account share one rate, and these count; 429 means that it is used up, or that the connection's
buffer is full.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import aws
from wxcloud.awsjson import endpoint
from wxcloud.awsjson.calls import AwsCall
from wxcloud.awsjson.endpoint import Endpoint
from wxcloud.awsjson.sender import Sender
from wxcloud.log import logger
from wxcloud.settings import STORE_CLIENT, Setting

WEBSOCKET_ENDPOINT = Setting("WEBSOCKET_ENDPOINT")

_GONE, _THROTTLED = 410, 429


class Posted(Enum):
    """What came of a post. FAILED is worth another attempt; THROTTLED is worth many: nothing is
    wrong but that too much is posted at once."""

    DONE = "done"
    GONE = "gone"
    FAILED = "failed"
    THROTTLED = "throttled"


def warm_up() -> None:
    """Make the client now, so that the first post does not wait for it."""
    _client(WEBSOCKET_ENDPOINT.need(), STORE_CLIENT.get())


def post(connection_id: str, payload: bytes) -> Posted:
    """Send a text message, of 32 KB at most, to one connection. What may pass is tried three times,
    so it may arrive twice. What is throttled is not: whoever posts to many decides how to wait."""
    try:
        client = _client(WEBSOCKET_ENDPOINT.need(), STORE_CLIENT.get())
        status, why = client.post(connection_id, payload)
    except BotoCoreError as error:
        status, why = 0, type(error).__name__
    if status == _GONE:
        return Posted.GONE
    if 200 <= status < 300:
        return Posted.DONE
    if status == _THROTTLED:
        return Posted.THROTTLED
    logger.warning("post failed", extra={"why": why})
    return Posted.FAILED


def path_of(at: Endpoint, connection_id: str) -> str:
    return f"{at.path.rstrip('/')}/@connections/{quote(connection_id, safe='-._~')}"


class _Own:
    """Safe for threads."""

    def __init__(self, at: Endpoint) -> None:
        self._at, self._sender = at, Sender(at, "execute-api")

    def post(self, connection_id: str, payload: bytes) -> tuple[int, str]:
        """The status, and why it is not 200. BotoCoreError if there is no answer."""
        path = path_of(self._at, connection_id)
        answer = self._sender.send(AwsCall("POST", path, "", {}, payload), repeats_throttled=False)
        kind = answer.headers.get("x-amzn-errortype", "")
        return answer.status, kind.partition(":")[0] or str(answer.status)


class _Throttled(Exception):
    """The way out of botocore's retries, which has no other for one status."""


def _leave_if_throttled(response: tuple[Any, Any] | None, **_: Any) -> None:
    if response is not None and response[0].status_code == _THROTTLED:
        raise _Throttled


class _Botocores:
    """Where only botocore knows how to reach the endpoint."""

    def __init__(self, url: str) -> None:
        self._client: Any = aws.client("apigatewaymanagementapi", endpoint_url=url)
        self._client.meta.events.register_first(
            "needs-retry.apigatewaymanagementapi", _leave_if_throttled, unique_id="throttled"
        )

    def post(self, connection_id: str, payload: bytes) -> tuple[int, str]:
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=payload)
        except _Throttled:
            return _THROTTLED, ""
        except ClientError as error:
            about = error.response
            return about["ResponseMetadata"]["HTTPStatusCode"], about["Error"]["Code"]
        return 200, ""


@cache
def _client(url: str, store_client: str) -> _Own | _Botocores:
    at = endpoint.at(url)
    return _Botocores(url) if at is None or store_client == "botocore" else _Own(at)
