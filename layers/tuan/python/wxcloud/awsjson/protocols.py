"""The services: how each names its operations and makes them idempotent.

Source: the service models of botocore, with which tests/unit/test_awsjson.py compares this.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from msgspec import field

from wxcloud.value import Value


class Route(Value):
    """An operation of REST JSON. Parameters named in `path` go there, those of `query` into the
    query by the names that it says, and all others into the body."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)


class Protocol(Value):
    """One service: its name in hosts and signatures, the prefix of its operations' names, the type
    of its bodies, the parameters that make an operation idempotent, and the routes of REST JSON,
    which AWS JSON has not."""

    service: str
    prefix: str
    content_type: str
    tokens: Mapping[str, str]
    routes: Mapping[str, Route] = field(default_factory=dict)


_SCHEDULE = "/schedules/{Name}"
_IN_QUERY = {"GroupName": "groupName", "ClientToken": "clientToken"}

_CLOUDWATCH = Protocol(
    "monitoring", "GraniteServiceVersion20100801", "application/x-amz-json-1.0", {}
)
PROTOCOLS = {
    "cloudwatch": _CLOUDWATCH,  # the one service that botocore calls by another name
} | {
    protocol.service: protocol
    for protocol in (
        Protocol(
            "dynamodb",
            "DynamoDB_20120810",
            "application/x-amz-json-1.0",
            {
                "TransactWriteItems": "ClientRequestToken",
                "ExecuteTransaction": "ClientRequestToken",
            },
        ),
        Protocol("sqs", "AmazonSQS", "application/x-amz-json-1.0", {}),
        Protocol("firehose", "Firehose_20150804", "application/x-amz-json-1.1", {}),
        Protocol(
            "secretsmanager",
            "secretsmanager",
            "application/x-amz-json-1.1",
            dict.fromkeys(
                ("CreateSecret", "PutSecretValue", "RotateSecret", "UpdateSecret"),
                "ClientRequestToken",
            ),
        ),
        Protocol(
            "scheduler",
            "",
            "application/json",
            dict.fromkeys(("CreateSchedule", "UpdateSchedule", "DeleteSchedule"), "ClientToken"),
            {
                "CreateSchedule": Route("POST", _SCHEDULE),
                "UpdateSchedule": Route("PUT", _SCHEDULE),
                "DeleteSchedule": Route("DELETE", _SCHEDULE, _IN_QUERY),
                "GetSchedule": Route("GET", _SCHEDULE, _IN_QUERY),
            },
        ),
    )
}


def with_token(protocol: Protocol, operation: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters without those that are None, and with an idempotency token where the operation
    takes one and the caller gives none."""
    token = protocol.tokens.get(operation)
    if token is not None and params.get(token) is None:
        params = {**params, token: str(uuid.uuid4())}
    if None in params.values():
        params = {name: value for name, value in params.items() if value is not None}
    return params
