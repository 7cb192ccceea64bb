"""What can never be processed ends in the dead letters, and the shard goes on."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from shop.points import earning
from shop.points.rules import RuleItem
from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.event_source import QueueSource, StreamSource
from tests.support.orders import OPERATOR, SKU
from wxcloud.errors import BUSY
from wxcloud.transaction import commit_one, put


def rule(**fields: Any) -> Any:
    return call("saveScoreRule", fields, "op", OPERATOR)


@pytest.mark.parametrize("action", ["purchase", "invite", "redeem"])
@pytest.mark.parametrize("per", ["day", "goods_day", "goods", "once"])
def test_a_rule_under_whose_key_no_refund_finds_the_points_is_refused(
    shop: Shop, action: str, per: str
):
    refused = rule(action=action, per=per)
    assert (refused.status, refused["field"]) == (400, "per")
    assert rule(action=action, per="event").ok


def test_a_streak_of_check_ins_has_one_check_in_a_day(shop: Shop):
    refused = rule(action="daily_checkin", per="goods_day")
    assert (refused.status, refused["field"]) == (400, "per")


def saved_long_ago(action: str) -> None:
    item = RuleItem.of_action(action)
    item.points, item.per, item.savedAt, item.savedBy = 20, "day", 1, "op"
    commit_one(put(item, otherwise=BUSY))


def test_a_rule_that_was_saved_before_poisons_no_part_refund(shop: Shop):
    saved_long_ago("purchase")
    stream, retries = sources(shop)
    orders.save_goods()
    order_id = orders.place(quantity=2)["orderId"]
    orders.pay(shop, order_id)
    second = orders.place(quantity=2)["orderId"]
    orders.pay(shop, second)
    form = {"orderId": order_id, "reason": "x", "items": [{"skuId": SKU, "quantity": 1}]}
    assert call("refundOrder", form, "op", OPERATOR).ok
    stream.deliver(shop.stream_records("orders"))
    retries.deliver()
    assert (stream.dead, retries.dead) == ([], [])
    assert call("getScore")["score"] == 40, "each order counts"


def sources(shop: Shop) -> tuple[StreamSource, QueueSource]:
    return StreamSource("onOrderChange"), QueueSource(shop, "order_event", "onOrderChange")


def paid_orders(shop: Shop, number: int) -> list[dict[str, Any]]:
    orders.save_goods(stock=100)
    for n in range(number):
        order_id = orders.place(f"u{n}")["orderId"]
        orders.pay(shop, order_id)
    return shop.stream_records("orders")


def test_a_record_that_cannot_be_read_is_a_dead_letter_and_the_others_are_processed(shop: Shop):
    records = paid_orders(shop, 3)
    poison = copy.deepcopy(records[-1])
    poison["dynamodb"]["NewImage"]["lines"] = {"S": "not JSON"}
    poison["dynamodb"]["SequenceNumber"] = "0000poison"
    records.insert(1, poison)
    stream, retries = sources(shop)
    stream.deliver(records)
    retries.deliver()
    assert stream.dead == []
    (letter,) = retries.dead
    assert letter["data"]["SequenceNumber"] == "0000poison", "the letter has all of the record"
    assert [call("getScore", {}, f"u{n}")["score"] for n in range(3)] == [20, 20, 20]


def test_if_not_even_the_queue_takes_it_the_record_is_given_up_after_its_retries(shop: Shop):
    records = paid_orders(shop, 3)
    poison = copy.deepcopy(records[-1])
    poison["dynamodb"]["NewImage"]["lines"] = {"S": "not JSON"}
    poison["dynamodb"]["SequenceNumber"] = "0000poison"
    records.insert(1, poison)
    stream = StreamSource("onOrderChange")
    shop.set(ORDER_EVENT_QUEUE_URL="http://127.0.0.1:1/nobody")
    stream.deliver(records)
    assert [each["dynamodb"]["SequenceNumber"] for each in stream.dead] == ["0000poison"]
    assert [call("getScore", {}, f"u{n}")["score"] for n in range(3)] == [20, 20, 20]


def test_a_handler_that_always_fails_is_a_dead_letter_after_five_attempts(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    attempts: list[str] = []
    earn = earning.earn

    def fails(openid: str, *arguments: Any) -> Any:
        attempts.append(openid)
        if openid == "u1":
            raise KeyError("a bug")
        return earn(openid, *arguments)

    monkeypatch.setattr(earning, "earn", fails)
    stream, retries = sources(shop)
    stream.deliver(paid_orders(shop, 3))
    retries.deliver()
    assert stream.dead == []
    (letter,) = retries.dead
    assert letter["handler"] == "shop.checkout.points_of_orders.earn_purchase"
    assert attempts.count("u1") == 1 + retries.receives
    assert [call("getScore", {}, f"u{n}")["score"] for n in range(3)] == [20, 0, 20]
