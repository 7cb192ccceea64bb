"""The drill of docs/production.md: orders are lost and brought back, on the local stack."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from local.client import Shopper, Wechat, read_stack, until
from local.invoke import invoke
from local.shop_environment import enter
from tools.restore import client, restore

pytestmark = [pytest.mark.local, pytest.mark.timeout(600)]

LATE = 40 * 60_000  # ms: longer than an order waits for its payment, and reconcile with it


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


@pytest.fixture
def wechat() -> Iterator[Wechat]:
    made = Wechat(read_stack())
    yield made
    made.move_clock(0)


def test_lost_orders_are_brought_back_and_nothing_newer_is_overwritten(
    tables: tuple[Any, str, str], wechat: Wechat
) -> None:
    """Four orders are placed, and one of them is paid. The table is restored to a new one. Two more
    are paid. Then three are lost. One of those was paid after the backup, so that only WeChat Pay
    and the stock know: the reconciliation finds it."""
    dynamodb, orders, restored = tables
    buyer = Shopper(read_stack(), f"drill-{uuid.uuid4().hex[:8]}")
    operator = Shopper(read_stack(), "operator-1")
    buyer.login()

    def stock() -> dict[str, int]:
        operator.login()
        found: dict[str, int] = operator.call("getStock", skuId="goods-demo-5")
        return found

    def drift(order_id: str) -> tuple[str, str] | None:
        operator.login()
        found = {each["orderId"]: each for each in operator.call("listDrift")["items"]}
        return (found[order_id]["what"], found[order_id]["theirs"]) if order_id in found else None

    def status(order_id: str) -> str:
        buyer.login()
        return str(buyer.call("getOrder", orderId=order_id)["status"])

    def pay(order_id: str) -> None:
        wechat.pay(order_id)
        assert until(lambda: status(order_id) == "PAID")

    held, sold = stock()["held"], stock()["sold"]
    items = [{"skuId": "goods-demo-5", "quantity": 1}]
    unpaid, paid, kept, paid_later = (
        buyer.call("placeOrder", items=items)["orderId"] for _ in range(4)
    )
    pay(paid)
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=orders, TargetTableName=restored, UseLatestRestorableTime=True
    )
    dynamodb.get_waiter("table_exists").wait(TableName=restored)
    pay(kept)
    pay(paid_later)
    gone = sum(lose(dynamodb, orders, each) for each in (unpaid, paid, paid_later))
    assert [each["orderId"] for each in buyer.call("listOrders")["items"]] == [kept]

    assert restore(dynamodb, restored, orders, write=False)["missing"] >= gone
    written = restore(dynamodb, restored, orders, write=True)
    assert written["missing"] >= gone and written["different"] >= 1, "the kept order is newer"
    assert restore(dynamodb, restored, orders, write=True)["missing"] == 0

    assert [status(each) for each in (unpaid, paid, kept)] == ["PENDING", "PAID", "PAID"]
    pay(unpaid)
    # The stock has counted the units of `paid_later` as sold: nothing is held for it any more, so
    # its payment cannot be taken a second time. (It might take the units of another order.)
    assert stock()["held"] == held
    wechat.move_clock(LATE)
    invoke(read_stack(), "reconcile", {})
    assert drift(paid_later) == ("unanswered", "STOCK_BROKEN") and status(paid_later) == "PENDING"
    dynamodb.update_item(
        TableName=read_stack()["tables"]["stock"],
        Key={"pk": {"S": "sku#goods-demo-5"}, "sk": {"S": "stock"}},
        UpdateExpression="ADD held :more, sold :less",
        ExpressionAttributeValues={":more": {"N": "1"}, ":less": {"N": "-1"}},
    )
    invoke(read_stack(), "reconcile", {})
    assert status(paid_later) == "PAID"
    assert drift(paid_later) == ("left open", "SUCCESS")
    assert [drift(each) for each in (unpaid, paid, kept)] == [None] * 3
    assert (stock()["held"], stock()["sold"]) == (held, sold + 4)
