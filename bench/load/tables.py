"""The items of the local stack's tables, read directly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local.stack.aws import client


class Tables:
    def __init__(self, stack: dict[str, Any]) -> None:
        self._store = client(stack["endpoint"], "dynamodb")
        self._prefix = stack["stack"]

    def items(self, table: str) -> list[dict[str, Any]]:
        """All items of a table. Numbers are int."""
        pages = self._store.get_paginator("scan").paginate(TableName=f"{self._prefix}-{table}")
        read = TypeDeserializer().deserialize
        return [
            {name: _plain(read(value)) for name, value in item.items()}
            for page in pages
            for item in page["Items"]
        ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
