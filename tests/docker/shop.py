"""Access to the local stack: its tables, timers and users' messages. This process gets the settings
of the stack's functions, so that the shop's own code creates the state that an event needs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from local.client import STACK_FILE, Shopper, Wechat, request
from local.stack import processes
from local.stack.description import CONTAINER_HOST
from local.stack.places import CONTAINER_FILE
from local.stack.services import ENGINE


class LocalShop:
    """Reads and prepares data on the local stack."""

    def __init__(self, stack: dict[str, Any]) -> None:
        from wxcloud import aws

        self.stack = stack
        self.wechat = Wechat(stack)
        self.dynamodb = aws.botocore_client("dynamodb")
        self.scheduler = aws.botocore_client("scheduler")
        self.functions = aws.client("lambda")

    def rows(self, table: str, **key: Any) -> list[dict[str, Any]]:
        """The items with that key (the hash key alone is enough), as plain Python values."""
        pack, unpack = TypeSerializer().serialize, TypeDeserializer().deserialize
        pages = self.dynamodb.get_paginator("query").paginate(
            TableName=self._table(table),
            ConsistentRead=True,
            KeyConditionExpression=" AND ".join(f"#{name} = :{name}" for name in key),
            ExpressionAttributeNames={f"#{name}": name for name in key},
            ExpressionAttributeValues={f":{name}": pack(value) for name, value in key.items()},
        )
        return [
            {name: unpack(value) for name, value in item.items()}
            for page in pages
            for item in page["Items"]
        ]

    def row(self, table: str, **key: Any) -> dict[str, Any] | None:
        return next(iter(self.rows(table, **key)), None)

    def forget(self, table: str, **key: Any) -> None:
        """Delete the items with that key, so that the event finds none."""
        pack, name = TypeSerializer().serialize, self._table(table)
        schema = self.dynamodb.describe_table(TableName=name)["Table"]["KeySchema"]
        for row in self.rows(table, **key):
            full = {part["AttributeName"]: row[part["AttributeName"]] for part in schema}
            packed = {part: pack(value) for part, value in full.items()}
            self.dynamodb.delete_item(TableName=name, Key=packed)

    def timer(self, name: str) -> dict[str, Any] | None:
        """The one-time schedule with that name, or None."""
        try:
            found: dict[str, Any] = self.scheduler.get_schedule(
                Name=name, GroupName=os.environ["SCHEDULE_GROUP"]
            )
        except self.scheduler.exceptions.ResourceNotFoundException:
            return None
        return found

    def messages(self, openid: str, kind: str) -> list[dict[str, Any]]:
        """The messages that WeChat delivered to a user (`subscribe` or `custom`), oldest first."""
        return [message for message in self.wechat.messages(openid) if message["kind"] == kind]

    def wechat_order(self, order_id: str) -> dict[str, Any]:
        """WeChat Pay's record of an order."""
        url = f"{self.wechat.url}/sandbox/orders?out_trade_no={order_id}"
        (order,) = request(url)["orders"]
        return dict(order)

    @contextmanager
    def without(self, function: str) -> Iterator[None]:
        """Stop the queues and streams of the function on the local stack: only the container
        processes the event. Afterwards the function processes what has accumulated."""
        sources = self.functions.list_event_source_mappings(
            FunctionName=self.stack["functions"][function]
        )["EventSourceMappings"]
        self._switch(sources, on=False)
        try:
            yield
        finally:
            self._switch(sources, on=True)

    def _switch(self, sources: list[dict[str, Any]], *, on: bool) -> None:
        for source in sources:
            self.functions.update_event_source_mapping(UUID=source["UUID"], Enabled=on)

    @contextmanager
    def viewer(self, live_id: str) -> Iterator[Any]:
        """The socket of a viewer in a live room."""
        shopper = Shopper(self.stack, "viewer-1")
        shopper.login()
        with shopper.watch(live_id) as socket:
            yield socket

    def _table(self, name: str) -> str:
        return str(self.stack["tables"][name])


def token(openid: str) -> str:
    """A session token of the local stack, with the roles of the demo data."""
    from wxcloud import session, users

    return session.issue(openid, roles=users.roles_of(openid))


@contextmanager
def connect(*, containers: bool = True) -> Iterator[LocalShop]:
    """Give this process the settings of the local stack's functions. Yields the shop. With
    `containers`, it fails if containers cannot reach the stack."""
    stack = _stack(containers)
    before = dict(os.environ)
    os.environ.update(_settings())
    _reset()
    try:
        from wxcloud import clock

        clock.sync()
        yield LocalShop(stack)
    finally:
        os.environ.clear()
        os.environ.update(before)
        _reset()


def _stack(containers: bool) -> dict[str, Any]:
    engine = processes.find(ENGINE)
    if engine is None or not STACK_FILE.exists() or not CONTAINER_FILE.exists():
        pytest.fail("The local stack is not up: make sam-local starts it.", pytrace=False)
    if containers and engine.host == "127.0.0.1":
        pytest.fail(
            "Containers cannot reach the local stack: BIND_HOST=0.0.0.0 make up", pytrace=False
        )
    stack: dict[str, Any] = json.loads(STACK_FILE.read_text())
    return stack


def _settings() -> dict[str, str]:
    """The environment variables of all functions, with hosts as seen from this machine."""
    settings: dict[str, str] = {}
    for environment in json.loads(CONTAINER_FILE.read_text()).values():
        settings |= environment
    here = {name: value.replace(CONTAINER_HOST, "127.0.0.1") for name, value in settings.items()}
    return here | {"POWERTOOLS_LOG_LEVEL": "CRITICAL"}


def _reset() -> None:
    from wxcloud import aws, clock, secrets_manager
    from wxcloud.wechat import token as wechat_token

    for part in (aws, secrets_manager, wechat_token):
        part.reset()
    clock.set_clock(None)
