"""What WeChat's message push tells besides messages: receipts; and csReply invoked directly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, direct, handler, webhook
from tests.support.service import answer_in_wechat

PARCEL = {"carrier": "ZTO", "trackingNumber": "ZT1234567890"}


@pytest.fixture
def shipped(shop: Shop) -> str:
    """An order that was paid and shipped, as WeChat knows too."""
    orders.save_goods()
    order_id = str(orders.place()["orderId"])
    orders.pay(shop, order_id)
    assert call("shipOrder", {"orderId": order_id, **PARCEL}, "op", ("operator",)).ok
    orders.OrderStream(shop).deliver_all()
    assert len(orders.payments(shop, order_id)[0]["shipments"]) == 1
    return order_id


def receipt(shop: Shop, order_id: str, **more: Any) -> dict[str, Any]:
    pushed = dict(shop.sandbox.post("/sandbox/receipt", {"out_trade_no": order_id, **more}))
    assert (pushed["status"], pushed["body"]) == (200, "success")
    return pushed


def status(order_id: str) -> str:
    return str(orders.get_order(order_id)["status"])


@pytest.mark.parametrize("method", ["manual", "auto"])
def test_a_receipt_that_is_confirmed_in_wechat_completes_the_order_once(
    shop: Shop, shipped: str, method: str
) -> None:
    receipt(shop, shipped, shipped=True)
    assert status(shipped) == "SHIPPED", "WeChat only tells that it was shipped"
    receipt(shop, shipped, method=method, times=3)
    assert status(shipped) == "COMPLETED"
    history = [entry["what"] for entry in orders.get_order(shipped)["history"]]
    assert history.count("COMPLETED") == 1
    assert orders.get_order(shipped)["history"][-1]["by"] == "wechat"
    assert shop.drain("support") == [], "nobody wrote to customer service"
    assert call("confirmReceipt", {"orderId": shipped})["status"] == "COMPLETED"
    receipt(shop, shipped)
    assert [entry["what"] for entry in orders.get_order(shipped)["history"]] == history


def event(shop: Shop, **fields: Any) -> dict[str, Any]:
    told = {
        "ToUserName": "gh_1",
        "FromUserName": "wechat",
        "CreateTime": shop.clock.now // 1000,
        "MsgType": "event",
        "Event": "trade_manage_order_settlement",
        "confirm_receive_time": shop.clock.now // 1000,
        "confirm_receive_method": 1,
    }
    return told | fields


def test_a_receipt_of_another_payment_or_of_no_order_changes_nothing(
    shop: Shop, shipped: str
) -> None:
    mine = orders.payments(shop, shipped)[0]["transaction_id"]
    for fields in (
        {},
        {"merchant_trade_no": shipped},
        {"merchant_trade_no": shipped, "transaction_id": "4200000000"},
        {"merchant_trade_no": "x" * 4000, "transaction_id": mine},
        {"merchant_trade_no": "0" * 26, "transaction_id": mine},
        {"merchant_trade_no": None, "transaction_id": mine},
        {"merchant_trade_no": [shipped], "transaction_id": mine},
        *(
            {"merchant_trade_no": shipped, "transaction_id": mine, "confirm_receive_time": time}
            for time in (0, "0", "", None, "soon", -1, {})
        ),
    ):
        assert direct("csReply", event(shop, **fields)) == "success", fields
    assert status(shipped) == "SHIPPED"
    settled = {"merchant_trade_no": shipped, "transaction_id": mine}
    assert direct("csReply", event(shop, **settled, confirm_receive_time="1795305600")) == "success"
    assert status(shipped) == "COMPLETED"


def test_a_receipt_of_an_order_that_is_not_shipped_changes_nothing(shop: Shop) -> None:
    orders.save_goods()
    order_id = str(orders.place()["orderId"])
    orders.pay(shop, order_id)
    told = {
        "merchant_trade_no": order_id,
        "transaction_id": orders.payments(shop, order_id)[0]["transaction_id"],
    }
    assert direct("csReply", event(shop, **told)) == "success"
    assert status(order_id) == "PAID"


def test_a_forged_receipt_is_refused(shop: Shop, shipped: str) -> None:
    mine = orders.payments(shop, shipped)[0]["transaction_id"]
    told = event(shop, merchant_trade_no=shipped, transaction_id=mine)
    assert webhook("csReply", json.dumps(told))[0] == 403
    assert status(shipped) == "SHIPPED"


# --- direct invocation ---------------------------------------------------------------------------


def message(shop: Shop, text: str, **more: Any) -> dict[str, Any]:
    """What a cloud function of CloudBase gets from message push."""
    return {
        "FromUserName": "o1",
        "ToUserName": "gh_1",
        "CreateTime": shop.clock.now // 1000,
        "MsgType": "text",
        "Content": text,
        "MsgId": "49d72d67b16d115e7935ac386f2f0fa4_1555684067",
        "userInfo": {"appId": "wx1", "openId": "o1"},
    } | more


def test_a_message_in_cloudbases_shape_is_answered(shop: Shop) -> None:
    answer = handler("csReply")(message(shop, "你好"), LambdaContext())
    assert answer == "success"
    assert shop.run_queue("support", "sendReply") == []
    (said,) = [each for each in shop.items("support") if each["sk"].startswith("said#")]
    assert said["answer"].startswith("您好")


def test_a_direct_caller_gets_the_message_that_hands_over(shop: Shop) -> None:
    answer_in_wechat()
    assert handler("csReply")(message(shop, "转人工客服"), LambdaContext()) == {
        "ToUserName": "o1",
        "FromUserName": "gh_1",
        "CreateTime": shop.clock.now // 1000,
        "MsgType": "transfer_customer_service",
    }


@pytest.mark.parametrize("flaw", [{"FromUserName": ""}, {"CreateTime": "soon"}, {"MsgType": 1}])
def test_a_direct_event_that_is_no_message_is_no_error(shop: Shop, flaw: dict[str, Any]) -> None:
    answer = handler("csReply")(message(shop, "你好", **flaw), LambdaContext())
    assert answer == "success" or answer["errCode"] == "BAD_REQUEST"
    assert handler("csReply")({}, LambdaContext())["errCode"] == "BAD_REQUEST"


@pytest.mark.parametrize("name", ["payNotify", "fallback"])
def test_the_other_webhooks_are_called_over_http_only(shop: Shop, name: str) -> None:
    assert handler(name)({"a": 1}, LambdaContext())["errCode"] == "BAD_REQUEST"


def test_the_same_message_over_http_needs_its_signature(shop: Shop) -> None:
    assert webhook("csReply", json.dumps(message(shop, "你好")))[0] == 403
