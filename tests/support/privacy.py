"""A user who has done everything, and a search for what the shop knows of them."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.support import orders
from tests.support.addresses import save_address
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.groups import Streams, join, open_group, save_group_goods
from tests.support.live import call_socket
from tests.support.orders import OPERATOR, SKU
from wxcloud.log import logger

PERSON = "oErased_7f3Kq9ZtW2xLmN5pR8sV"
OP, AGENT = "operator-1", "agent-1"
SECRETS = {
    "openid": PERSON,
    "name": "欧阳静好",
    "phone": "13987654321",
    "detail": "龙眠路208弄3号",
    "remark": "请放在三楼鞋柜里",
    "contact": "139****4321",
    "message": "我住在龙眠路请问几点送到呀",
    "refund reason": "孩子不喜欢这个颜色",
    "after-sale reason": "罐子底部裂了一道缝",
    "withdrawn reason": "拍错了想换一罐大的",
}
ADDRESS = {
    "userName": SECRETS["name"],
    "telNumber": SECRETS["phone"],
    "detailInfo": SECRETS["detail"],
}
TEMPLATE = "template-shipped"


class NewRecords(Streams):
    """Reads each record of a stream once: a life has many."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.iterators: dict[str, str] = {}

    def new_records(self, table: str) -> list[dict[str, Any]]:
        client = self.shop.aws("dynamodbstreams")
        if table not in self.iterators:
            (about,) = client.list_streams(TableName=self.shop.tables[table])["Streams"]
            told = client.describe_stream(StreamArn=about["StreamArn"])["StreamDescription"]
            (shard,) = told["Shards"]
            self.iterators[table] = client.get_shard_iterator(
                StreamArn=about["StreamArn"],
                ShardId=shard["ShardId"],
                ShardIteratorType="TRIM_HORIZON",
            )["ShardIterator"]
        records: list[dict[str, Any]] = []
        while True:
            got = client.get_records(ShardIterator=self.iterators[table])
            self.iterators[table] = got["NextShardIterator"]
            if not got["Records"]:
                break
            records += got["Records"]
        for record in records:
            at = record["dynamodb"].get("ApproximateCreationDateTime")
            if hasattr(at, "timestamp"):
                record["dynamodb"]["ApproximateCreationDateTime"] = at.timestamp()
        return records


class Life:
    """What a user does in a shop in this process, and what the shop then does by itself."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.streams = shop, NewRecords(shop)
        self.kept: list[str] = []  # ids of orders

    def __call__(self, name: str, who: str = PERSON, /, **data: Any) -> Any:
        roles = {OP: OPERATOR, AGENT: ("agent",)}.get(who, ())
        answer = call(name, data, who, roles)
        assert answer.ok, (name, answer)
        return answer.body

    def deliver(self) -> None:
        self.streams.deliver_all()
        self.shop.run_queue("notice", "sendNotice")
        self.shop.run_queue("support", "sendReply")

    def until(self, is_so: Any) -> None:
        until = time.monotonic() + 10
        while not is_so():
            assert time.monotonic() < until
            self.deliver()
            time.sleep(0.02)

    def live(self) -> None:
        """The whole life: goods, shares, orders, groups, refund, after-sale, talk, points."""
        self.sell()
        self.share()
        self.buy()
        self.group()
        self.refund()
        self.after_sale()
        self.talk()
        self.deliver()

    def sell(self) -> None:
        save_group_goods(2, limit=5)
        free = {"size": 2, "hours": 1, "price": 0, "limit": 3}
        orders.save_goods(50, price=0, sku="gift", group=free)
        form = {"notice": "orderShipped", "templateId": TEMPLATE, "page": "pages/index"}
        self.shop.sandbox.post("/sandbox/templates", {TEMPLATE: ["thing1", "time2"]})
        self("saveNotice", OP, data={"thing1": "{goods}", "time2": "{time}"}, **form)
        self("saveFaq", OP, faqId="f", question="几点开门？", keywords=["开门"], answer="九点。")

    def share(self) -> None:
        """The user comes by a friend's share, and gives away their own."""
        code = self("createShare", "friend", goodsId=SKU)["code"]
        self("resolveShare", code=code)
        mine = self("createShare", goodsId=SKU, channel="poster")["code"]
        self("resolveShare", "guest-of-user", code=mine)
        theirs = self.order("guest-of-user")
        self.ship(theirs, "guest-of-user")
        self("allowNotice", results={TEMPLATE: "accept"})
        self("updateScore", action="daily_checkin")

    def order(self, who: str = PERSON, **more: Any) -> str:
        placed = orders.place(who, **more)
        assert placed.ok, placed
        order_id = str(placed["orderId"])
        if placed["payment"] is not None:
            orders.pay(self.shop, order_id)
            self.deliver()
        return order_id

    def ship(self, order_id: str, who: str = PERSON) -> None:
        parcel = {"carrier": "SF", "trackingNumber": f"SF{order_id[-8:].upper()}"}
        parcel["contact"] = SECRETS["contact"] if who == PERSON else "138****0000"
        self("shipOrder", OP, orderId=order_id, parcels=[parcel])
        self.deliver()
        orders.confirm_in_wechat(self.shop, order_id)
        self("confirmReceipt", who, orderId=order_id)
        self.deliver()

    def buy(self) -> None:
        where = save_address(PERSON, **ADDRESS)
        sale = orders.save_sale(self.shop, limit=3)
        first = self.order(addressId=where, remark=SECRETS["remark"], saleId=sale)
        self.ship(first)
        second = self.order(addressId=where, points=0)
        other = save_address(PERSON, **ADDRESS | {"cityName": "佛山市"})
        headers = {"idempotency-key": "key-1"}
        data = {"orderId": second, "addressId": other}
        assert call("changeAddress", data, PERSON, headers=headers).ok
        self.ship(second)
        unpaid = orders.place(PERSON)["orderId"]
        self("cancelOrder", orderId=unpaid)
        self.kept += [first, second, unpaid]

    def group(self) -> None:
        group = open_group(self.shop, PERSON)
        self.deliver()
        joined = join(group, "friend")
        orders.pay(self.shop, joined["orderId"])
        self.deliver()
        self.ship(group["orderId"])
        free = call("createGroup", {"goodsId": "gift"}, "friend")
        assert join(free, PERSON).ok
        failed = call("createGroup", {"goodsId": "gift"}, PERSON)
        self("leaveGroup", groupId=failed["groupId"])
        self.deliver()
        self.kept.append(group["orderId"])

    def refund(self) -> None:
        order_id = self.order()
        self("refundOrder", orderId=order_id, reason=SECRETS["refund reason"])
        ask = {"orderId": order_id, "reason": SECRETS["refund reason"]}
        self("refundOrder", OP, **ask)
        self.until(lambda: orders.get_order(order_id)["status"] == "REFUNDED")
        self.kept.append(order_id)

    def after_sale(self) -> None:
        order_id = self.kept[0]
        ask = {"orderId": order_id, "kind": "refund", "reason": SECRETS["after-sale reason"]}
        asked = self("askAfterSale", amount=1, **ask)["afterSaleId"]
        self("decideAfterSale", OP, afterSaleId=asked, agree=True, note=SECRETS["name"])

        def is_refunded() -> bool:
            return bool(self("getAfterSale", afterSaleId=asked)["status"] == "REFUNDED")

        self.until(is_refunded)
        ask["reason"] = SECRETS["withdrawn reason"]
        withdrawn = self("askAfterSale", amount=1, **ask)["afterSaleId"]
        self("withdrawAfterSale", afterSaleId=withdrawn)

    def talk(self) -> None:
        pushed = {"openid": PERSON, "content": SECRETS["message"]}
        self.shop.sandbox.post("/sandbox/push", pushed)
        self.shop.run_queue("support", "sendReply")
        taken = self("takeConversation", AGENT, openid=PERSON)
        text = f"{SECRETS['name']}您好，马上为您查"
        form = {"openid": PERSON, "token": taken["token"], "replyId": "reply-1", "text": text}
        self("replyConversation", AGENT, **form)
        self.shop.sandbox.post("/sandbox/push", pushed)
        self.shop.run_queue("support", "sendReply")


def watch_live(shop: Shop) -> None:
    """The user watches a live room."""
    from tests.support.cloud import token

    status, _ = call_socket("CONNECT", "c-1", query={"liveId": "live-1", "token": token(PERSON)})
    assert status == 200


def run_privacy(shop: Shop) -> int:
    """Do all work of the queue. Returns how many messages there were."""
    for count in range(200):
        messages = shop.drain("privacy")
        if not messages:
            return count
        for message in messages:
            outcome = handler("runPrivacyJob")(sqs_event(message), LambdaContext())
            assert outcome == {"batchItemFailures": []}
    raise AssertionError("the work does not end")


# --- the search ----------------------------------------------------------------------------------


def places(shop: Shop) -> Iterator[tuple[str, str]]:
    """(where, text) of all that is stored: items, messages, files, timers."""
    for table in shop.tables:
        for item in shop.items(table):
            yield f"table {table}", json.dumps(item, ensure_ascii=False, default=str)
    for queue, bodies in messages(shop).items():
        for body in bodies:
            yield f"queue {queue}", body
    s3, bucket = shop.aws("s3"), shop.prefix + "files"
    for found in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        body = s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read()
        yield f"file {found['Key']}", body.decode("utf-8")
    scheduler, group = shop.aws("scheduler"), shop.prefix + "timers"
    for found in scheduler.list_schedules(GroupName=group)["Schedules"]:
        timer = scheduler.get_schedule(Name=found["Name"], GroupName=group)
        yield f"timer {found['Name']}", json.dumps(timer["Target"], ensure_ascii=False)


def messages(shop: Shop) -> dict[str, list[str]]:
    """The messages of all queues; they stay there."""
    sqs = shop.aws("sqs")
    found: dict[str, list[str]] = {}
    for name, url in shop.queues.items():
        found[name] = []
        while got := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=300
        ).get("Messages"):
            found[name] += [message["Body"] for message in got]
    return found


def traces(stored: Iterator[tuple[str, str]], wanted: Mapping[str, str]) -> set[tuple[str, str]]:
    """(what, where) of all values that are found. JSON in JSON escapes what is not ASCII."""
    found = set()
    for where, text in stored:
        for what, value in wanted.items():
            escaped = json.dumps(value)[1:-1]
            if value in text or escaped in text or escaped.replace("\\", "\\\\") in text:
                found.add((what, where))
    return found


@contextmanager
def logged() -> Iterator[list[str]]:
    """The lines that are logged meanwhile."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logger.registered_formatter.format(record))

    keep, level = Keep(), logger.log_level
    logger.addHandler(keep)
    logger.setLevel("DEBUG")
    try:
        yield lines
    finally:
        logger._logger.removeHandler(keep)
        logger.setLevel(level)
