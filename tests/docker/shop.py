"""The local shop from beside: its tables, timers and users' phones; and this process as part of it,
so that its own words make the state that an event begins with."""

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
    """What a test may look at, and make room in, on the local stack."""

    def __init__(self, stack: dict[str, Any]) -> None:
        from wxcloud import aws

        self.stack = stack
        self.wechat = Wechat(stack)
        self.dynamodb, self.scheduler = aws.client("dynamodb"), aws.client("scheduler")
        self.functions = aws.client("lambda")

    def rows(self, table: str, **key: Any) -> list[dict[str, Any]]:
        """The items under a key, which may be the hash key alone, as plain Python."""
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
        """Delete the items under a key, so that the event finds none."""
        pack, name = TypeSerializer().serialize, self._table(table)
        schema = self.dynamodb.describe_table(TableName=name)["Table"]["KeySchema"]
        for row in self.rows(table, **key):
            full = {part["AttributeName"]: row[part["AttributeName"]] for part in schema}
            packed = {part: pack(value) for part, value in full.items()}
            self.dynamodb.delete_item(TableName=name, Key=packed)

    def timer(self, name: str) -> dict[str, Any] | None:
        """The one-time schedule of that name, if it is set."""
        try:
            found: dict[str, Any] = self.scheduler.get_schedule(
                Name=name, GroupName=os.environ["SCHEDULE_GROUP"]
            )
        except self.scheduler.exceptions.ResourceNotFoundException:
            return None
        return found

    def messages(self, openid: str, kind: str) -> list[dict[str, Any]]:
        """What WeChat has brought to a user: `subscribe` or `custom` messages, the oldest first."""
        return [message for message in self.wechat.messages(openid) if message["kind"] == kind]

    def wechat_order(self, order_id: str) -> dict[str, Any]:
        """WeChat Pay's own record of an order."""
        url = f"{self.wechat.url}/sandbox/orders?out_trade_no={order_id}"
        (order,) = request(url)["orders"]
        return dict(order)

    @contextmanager
    def without(self, function: str) -> Iterator[None]:
        """The local stack's own function gets nothing from its queue or stream meanwhile, so that
        what happens is done by the container. Afterwards it catches up."""
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
        """Somebody who watches a live: their socket."""
        shopper = Shopper(self.stack, "viewer-1")
        shopper.login()
        with shopper.watch(live_id) as socket:
            yield socket

    def _table(self, name: str) -> str:
        return str(self.stack["tables"][name])


def token(openid: str) -> str:
    """A session of the local shop, with the roles that the seed has given."""
    from wxcloud import session, users

    return session.issue(openid, roles=users.roles_of(openid))


@contextmanager
def entered() -> Iterator[LocalShop]:
    """The local shop, and in here this process has the settings of its functions."""
    stack = _stack()
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


def _stack() -> dict[str, Any]:
    engine = processes.find(ENGINE)
    if engine is None or not STACK_FILE.exists() or not CONTAINER_FILE.exists():
        pytest.fail("The local stack is not up: make sam-local starts it.", pytrace=False)
    if engine.host == "127.0.0.1":
        pytest.fail(
            "Containers cannot reach the local stack: BIND_HOST=0.0.0.0 make up", pytrace=False
        )
    stack: dict[str, Any] = json.loads(STACK_FILE.read_text())
    return stack


def _settings() -> dict[str, str]:
    """All that any function has in its environment, seen from this machine."""
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
