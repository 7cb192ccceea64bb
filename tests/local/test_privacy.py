"""An erased user on the deployed stack: tables, queues, the bucket and the logs are searched.

The sandbox, which is WeChat here, knows its users and is not searched.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from local.client import Refused, Shopper, Wechat, read_stack, until
from local.stack.aws import client

pytestmark = pytest.mark.local

SKU = "goods-demo-1"
PLAIN = "goods-demo-2"


class Traces:
    """Searches the stack for values."""

    def __init__(self, stack: dict[str, Any], wanted: dict[str, str]) -> None:
        self.stack, self.wanted = stack, wanted
        self.since = time.time_ns() // 1_000_000 - 1000

    def aws(self, service: str) -> Any:
        return client(self.stack["endpoint"], service)

    def found(self) -> set[tuple[str, str]]:
        """(what, where)."""
        places: list[Callable[[], Iterator[tuple[str, str]]]]
        places = [self._tables, self._queues, self._files, self._logs, self._timers]
        return {
            (what, where)
            for place in places
            for where, text in place()
            for what, value in self.wanted.items()
            if value in text or json.dumps(value)[1:-1] in text
        }

    def _tables(self) -> Iterator[tuple[str, str]]:
        scans = self.aws("dynamodb").get_paginator("scan")
        for name, table in self.stack["tables"].items():
            for page in scans.paginate(TableName=table, ConsistentRead=True):
                for item in page["Items"]:
                    yield f"table {name}", json.dumps(item, ensure_ascii=False, default=str)

    def _queues(self) -> Iterator[tuple[str, str]]:
        sqs = self.aws("sqs")
        for url in sqs.list_queues().get("QueueUrls", []):
            name = url.rsplit("/", 1)[1]
            got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
            for message in got.get("Messages", []):
                yield f"queue {name}", message["Body"]

    def _files(self) -> Iterator[tuple[str, str]]:
        s3 = self.aws("s3")
        for bucket in s3.list_buckets()["Buckets"]:
            for found in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
                if found["Size"] < 1_000_000 and "exports/" in found["Key"]:
                    with suppress(s3.exceptions.NoSuchKey):  # deleted since it was listed
                        body = s3.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read()
                        yield f"file {found['Key']}", body.decode("utf-8", "replace")

    def _logs(self) -> Iterator[tuple[str, str]]:
        logs = self.aws("logs")
        for group in logs.describe_log_groups()["logGroups"]:
            name = group["logGroupName"]
            pages = logs.get_paginator("filter_log_events")
            for page in pages.paginate(logGroupName=name, startTime=self.since):
                for event in page["events"]:
                    yield f"log {name}", event["message"]

    def _timers(self) -> Iterator[tuple[str, str]]:
        scheduler = self.aws("scheduler")
        for page in scheduler.get_paginator("list_schedules").paginate():
            for found in page["Schedules"]:
                timer = scheduler.get_schedule(Name=found["Name"], GroupName=found["GroupName"])
                yield f"timer {found['Name']}", json.dumps(timer["Target"], ensure_ascii=False)


class Life:
    """A user of the deployed stack who does what leaves traces."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.run = uuid.uuid4().hex[:10]
        self.stack, self.wechat = stack, Wechat(stack)
        self.openid = f"oErased-{self.run}"
        self.user, self.operator = Shopper(stack, self.openid), Shopper(stack, "operator-1")
        self.friend = Shopper(stack, f"friend-{self.run}")
        for person in (self.user, self.operator, self.friend):
            person.login()
        self.secrets = {
            "openid": self.openid,
            "name": f"欧阳{self.run}",
            "phone": f"139{int(self.run, 16) % 10**8:08d}",
            "detail": f"龙眠路{self.run}号",
            "remark": f"放鞋柜{self.run}",
            "message": f"我住在龙眠路哪{self.run}天送到",
            "reason": f"罐子裂了{self.run}",
        }

    def live(self) -> str:
        """An order that is completed, with an after-sale; a free group; points; a message."""
        address = {
            "userName": self.secrets["name"],
            "telNumber": self.secrets["phone"],
            "detailInfo": self.secrets["detail"],
            "provinceName": "浙江省",
            "cityName": "杭州市",
            "countyName": "西湖区",
        }
        where = self.user.call("saveAddress", **address)["addressId"]
        items = [{"skuId": PLAIN, "quantity": 1}]
        placed = self.user.call(
            "placeOrder", items=items, addressId=where, remark=self.secrets["remark"]
        )
        order_id = str(placed["orderId"])
        self.wechat.pay(order_id)
        self._until(order_id, "PAID")
        parcel = {"carrier": "ZTO", "trackingNumber": f"7{self.run}"}
        self.operator.call("shipOrder", orderId=order_id, **parcel)
        until(lambda: self._confirmed(order_id))
        until(lambda: self._received(order_id))
        asked = self.user.call(
            "askAfterSale", orderId=order_id, kind="refund", amount=1, reason=self.secrets["reason"]
        )
        self.user.call("withdrawAfterSale", afterSaleId=asked["afterSaleId"])
        group = self.friend.call("createGroup", goodsId=SKU)
        self.user.call("joinGroup", groupId=group["groupId"])
        self.user.call("leaveGroup", groupId=group["groupId"])
        self.user.call("updateScore", action="daily_checkin")
        share = self.friend.call("createShare", goodsId=SKU)
        self.user.call("resolveShare", code=share["code"])
        self.user.call("createShare", goodsId=SKU)
        self.wechat.ask(self.openid, self.secrets["message"])
        assert self.user.call("exportMyData")["url"]
        return order_id

    def _confirmed(self, order_id: str) -> bool:
        try:
            self.wechat.confirm_receipt(order_id)
        except Refused:
            return False  # WeChat does not know of the parcel yet
        return True

    def _received(self, order_id: str) -> bool:
        try:
            self.user.call("confirmReceipt", orderId=order_id)
        except Refused:
            return False
        return True

    def _until(self, order_id: str, status: str) -> None:
        until(lambda: self.user.call("getOrder", orderId=order_id)["status"] == status)


def test_nothing_of_an_erased_user_is_left_on_the_stack() -> None:
    stack = read_stack()
    life = Life(stack)
    traces = Traces(stack, life.secrets)
    order_id = life.live()
    before = traces.found()
    assert {what for what, _ in before} >= life.secrets.keys() - {"message"}, "the search works"
    assert any(where.startswith("file exports/mine/") for _, where in before)
    assert not any(where.startswith("log") for _, where in before)

    assert life.user.call("eraseMe")["state"] == "ERASING"

    def is_refused() -> bool:
        try:
            life.user.call("listOrders")
        except Refused as refused:
            return "UNAUTHENTICATED" in str(refused)
        return False

    until(is_refused, 40)
    until(lambda: not traces.found(), 180)
    kept = life.operator.call("getOrder", orderId=order_id)
    assert kept["status"] == "COMPLETED" and "address" not in kept
    life.user.login()
    assert life.user.call("listOrders")["items"] == []
