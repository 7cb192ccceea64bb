"""Payment fields are asked for again after something has changed, and WeChat Pay's other spellings
of one answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import orders
from tests.support.cloud import Shop, call, webhook
from tests.support.orders import OPERATOR, OrderStream, stock_counts
from wxcloud import secrets_manager

MINUTE = 60_000
ORDERS = "/v3/pay/transactions/*"


def change_secret(shop: Shop, **fields: Any) -> None:
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "pay", SecretString=json.dumps(shop.sandbox.pay_secret() | fields)
    )
    secrets_manager.reset()


def test_an_order_keeps_the_url_that_wechat_pay_was_told(shop: Shop) -> None:
    orders.save_goods(2)
    order_id = orders.place()["orderId"]
    change_secret(shop, notifyUrl="https://new.example.com/payNotify")
    assert call("payOrder", {"orderId": order_id}).ok
    assert orders.pay(shop, order_id)["notified"][0]["status"] == 204
    assert orders.get_order(order_id)["status"] == "PAID"
    (item,) = (each for each in shop.items("orders") if each["sk"].startswith("order#"))
    assert "notifyUrl" not in item


def test_a_new_order_gets_the_new_url(shop: Shop) -> None:
    orders.save_goods(2)
    orders.place()
    change_secret(shop, notifyUrl="https://new.example.com/payNotify")
    order_id = orders.place("u2")["orderId"]
    (item,) = (each for each in shop.items("orders") if each["sk"] == f"order#{order_id}")
    assert item["notifyUrl"] == "https://new.example.com/payNotify"


def test_a_refund_that_wechat_pay_has_already_is_not_lost_when_the_url_changes(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id)
    shop.sandbox.post("/sandbox/refunds", {"status": "PROCESSING"})
    shop.sandbox.fault("/v3/refund/domestic/refunds", drop=True, after=True, times=2)
    call("refundOrder", {"orderId": order_id, "reason": "no"}, "operator-1", OPERATOR)
    number = orders.get_order(order_id)["refunds"][0]["refundNo"]
    message = {"orderId": order_id, "refundNo": number}
    OrderStream(shop).new_records()
    assert run(message) == 1  # the answer was lost
    change_secret(shop, notifyUrl="https://new.example.com/payNotify")
    assert run(message) == 0
    assert orders.get_order(order_id)["refunds"][0]["status"] == "PROCESSING"
    shop.sandbox.post("/sandbox/settle", {"out_refund_no": number, "status": "SUCCESS"})
    assert run(message) == 0
    assert orders.get_order(order_id)["status"] == "REFUNDED"


def run(message: dict[str, Any]) -> int:
    """How many messages sendRefund could not work off."""
    from tests.support.cloud import LambdaContext, handler, sqs_event

    return len(handler("sendRefund")(sqs_event(message), LambdaContext())["batchItemFailures"])


@pytest.mark.parametrize(
    "code", ["ORDER_NOT_EXIST", "ORDERNOTEXIST", "ORDER_NOT_EXISTS", "RESOURCE_NOT_EXISTS"]
)
def test_an_order_that_wechat_pay_does_not_know_is_closed(shop: Shop, code: str) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    shop.clock.advance(15 * MINUTE)
    shop.sandbox.fault(ORDERS, status=404, code=code, times=2)
    assert orders.run_close_order(order_id) == []
    assert orders.get_order(order_id)["status"] == "CLOSED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)


@pytest.mark.parametrize("code", ["MCH_NOT_EXISTS", "NO_AUTH", "PARAM_ERROR"])
def test_an_order_stays_open_after_any_other_answer(shop: Shop, code: str) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    shop.clock.advance(15 * MINUTE)
    shop.sandbox.fault(ORDERS, status=404, code=code)
    assert len(orders.run_close_order(order_id)) == 1
    assert orders.get_stock() == stock_counts(1, 0, 1, 0)


@pytest.mark.parametrize("code", ["ORDERPAID", "ORDER_PAID"])
def test_an_order_that_wechat_pay_calls_paid_becomes_paid(shop: Shop, code: str) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    shop.sandbox.fault("/v3/pay/transactions/jsapi", status=400, code=code)
    assert call("payOrder", {"orderId": order_id}).code == "ORDER_PAID"
    assert orders.get_order(order_id)["status"] == "PAID"


@pytest.mark.parametrize("code", ["ORDER_CLOSED", "ORDERCLOSED"])
def test_an_order_that_wechat_pay_calls_closed_becomes_closed(shop: Shop, code: str) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    shop.sandbox.fault(f"{ORDERS}/close", status=400, code=code)
    assert call("cancelOrder", {"orderId": order_id})["status"] == "CLOSED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)


def test_a_refused_notification_gets_wechat_pays_own_form(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    for body in ("{}", "not JSON", "x" * 70_000):
        status, text = webhook("payNotify", body)
        told = json.loads(text)
        assert (status, told.keys(), told["code"]) == (
            400 if len(body) > 65_536 else 401,
            {"code", "message"},
            "FAIL",
        )
    (told,) = orders.pay(shop, order_id, overrides={"mchid": "1900000000"})["notified"]
    assert (told["status"], json.loads(told["body"])["code"]) == (400, "FAIL")
    change_secret(shop, apiV3Key="x")
    (told,) = shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})["notified"]
    assert (told["status"], json.loads(told["body"])["code"]) == (502, "FAIL")
