"""The drill of docs/production.md: orders are lost and brought back, on the local stack."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from local.client import Shopper, Wechat, read_stack, until
from local.shop_environment import enter
from tools.restore import client, restore

pytestmark = pytest.mark.local


@pytest.fixture
def tables() -> Iterator[tuple[Any, str, str]]:
    """The store, the table of orders, and the name of the one that is restored from it."""
    stack = read_stack()
    enter(stack)
    dynamodb = client()
    orders = f"{stack['stack']}-orders"
    restored = f"{orders}-restored-{uuid.uuid4().hex[:8]}"
    yield dynamodb, orders, restored
    dynamodb.delete_table(TableName=restored)


def lose(dynamodb: Any, table: str, order_id: str) -> int:
    """Delete all items of an order, as a wrong script would; how many there were."""
    items = dynamodb.scan(TableName=table)["Items"]
    lost = [{name: item[name] for name in ("pk", "sk")} for item in items if order_id in str(item)]
    for key in lost:
        dynamodb.delete_item(TableName=table, Key=key)
    return len(lost)


def test_lost_orders_are_brought_back_and_nothing_newer_is_overwritten(
    tables: tuple[Any, str, str],
) -> None:
    dynamodb, orders, restored = tables
    stack = read_stack()
    buyer = Shopper(stack, f"drill-{uuid.uuid4().hex[:8]}")
    buyer.login()
    items = [{"skuId": "goods-demo-1", "quantity": 1}]
    lost, kept = (buyer.call("placeOrder", items=items)["orderId"] for _ in range(2))
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=orders, TargetTableName=restored, UseLatestRestorableTime=True
    )
    dynamodb.get_waiter("table_exists").wait(TableName=restored)
    Wechat(stack).pay(kept)
    assert until(lambda: buyer.call("getOrder", orderId=kept)["status"] == "PAID")
    gone = lose(dynamodb, orders, lost)
    assert [each["orderId"] for each in buyer.call("listOrders")["items"]] == [kept]

    assert restore(dynamodb, restored, orders, write=False)["missing"] >= gone
    written = restore(dynamodb, restored, orders, write=True)
    assert written["missing"] >= gone and written["different"] >= 1, "the paid order is newer"
    assert restore(dynamodb, restored, orders, write=True)["missing"] == 0

    assert buyer.call("getOrder", orderId=kept)["status"] == "PAID"
    assert buyer.call("getOrder", orderId=lost)["status"] == "PENDING"
    Wechat(stack).pay(lost)
    assert until(lambda: buyer.call("getOrder", orderId=lost)["status"] == "PAID")
