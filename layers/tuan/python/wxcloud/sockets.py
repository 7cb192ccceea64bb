"""WebSocket connections, from the server's side: posting to a client through API Gateway.

Source: API Gateway Developer Guide, "Use @connections commands in your backend service"; 410 is a
connection that is closed, or not open yet.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import aws
from wxcloud.log import logger
from wxcloud.settings import settings


class Posted(Enum):
    """What came of a post. FAILED is worth another try."""

    DONE = "done"
    GONE = "gone"
    FAILED = "failed"


def _endpoint() -> Any:
    url = settings().need("websocket_endpoint")
    return aws.client("apigatewaymanagementapi", endpoint_url=url)


def warm_up() -> None:
    """Make the client now, so that the first post need not wait for it."""
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
