"""Clients of the local AWS, with the rights of its root user."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3

from local.stack.places import CREDENTIALS, REGION


@cache
def client(endpoint: str, service: str) -> Any:
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
