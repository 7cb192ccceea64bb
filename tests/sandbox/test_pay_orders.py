"""Prepay, query, close."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest


def test_prepay(merchant):
    status, answer = merchant.prepay("order-1")
    assert status == 200
    assert answer.keys() == {"prepay_id"}
    assert answer["prepay_id"].startswith("wx")
    assert len(answer["prepay_id"]) <= 64
    (order,) = merchant.wx.get("/sandbox/orders", out_trade_no="order-1")["orders"]
    assert (order["state"], order["total"], order["openid"]) == ("NOTPAY", 1990, "buyer-1")


def test_same_parameters_give_a_new_prepay_id_and_others_an_error(merchant):
    first, second = merchant.prepay("order-1")[1], merchant.prepay("order-1")[1]
    assert first["prepay_id"] != second["prepay_id"]
    status, answer = merchant.prepay("order-1", amount={"total": 1, "currency": "CNY"})
    assert (status, answer["code"]) == (403, "OUT_TRADE_NO_USED")
    assert merchant.query("order-1")[1]["amount"]["total"] == 1990


def when(**ahead):
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat(timespec="seconds")


def at_once(change):
    """Replace relative times in a case by times relative to now."""
    return {
        name: when(seconds=value.total_seconds()) if isinstance(value, timedelta) else value
        for name, value in change.items()
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"appid": None}, "/appid"),
        ({"description": None}, "/description"),
        ({"description": "x" * 128}, "/description"),
        ({"out_trade_no": "short"}, "/out_trade_no"),
        ({"out_trade_no": "x" * 33}, "/out_trade_no"),
        ({"out_trade_no": "order#1"}, "/out_trade_no"),
        ({"out_trade_no": 123456}, "/out_trade_no"),
        ({"attach": "x" * 129}, "/attach"),
        ({"notify_url": None}, "/notify_url"),
        ({"notify_url": "http://shop.example.com/payNotify"}, "/notify_url"),
        ({"notify_url": "https://shop.example.com/payNotify?a=1"}, "/notify_url"),
        ({"notify_url": "https://shop.example.com/" + "x" * 240}, "/notify_url"),
        ({"amount": None}, "/amount"),
        ({"amount": 1990}, "/amount"),
        ({"amount": {"total": 0}}, "/amount/total"),
        ({"amount": {"total": -1}}, "/amount/total"),
        ({"amount": {"total": 19.9}}, "/amount/total"),
        ({"amount": {"total": "1990"}}, "/amount/total"),
        ({"amount": {"total": True}}, "/amount/total"),
        ({"amount": {"total": 1, "currency": "USD"}}, "/amount/currency"),
        ({"amount": {"total": 1, "refund": 1}}, "/amount/refund"),
        ({"payer": {}}, "/payer/openid"),
        ({"payer": {"openid": ""}}, "/payer/openid"),
        ({"time_expire": "2026-11-22 18:30:00"}, "/time_expire"),
        ({"time_expire": "2026-11-22T18:30:00"}, "/time_expire"),
        ({"time_expire": timedelta(seconds=30)}, "/time_expire"),
        ({"time_expire": timedelta(days=91)}, "/time_expire"),
        ({"scene_info": {"device_id": "x"}}, "/scene_info/payer_client_ip"),
        ({"outTradeNo": "order-1"}, "/outTradeNo"),
    ],
)
def test_field_limits(merchant, change, field):
    status, answer = merchant.prepay("order-1", **at_once(change))
    assert (status, answer["code"]) == (400, "PARAM_ERROR")
    assert answer["detail"]["field"] == field
    assert merchant.wx.get("/sandbox/orders") == {"orders": []}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"appid": "wxother"}, "APPID_MCHID_NOT_MATCH"), ({"mchid": "1"}, "MCH_NOT_EXISTS")],
)
def test_other_accounts(merchant, change, code):
    status, answer = merchant.prepay("order-1", **change)
    assert (status, answer["code"]) == (400, code)


@pytest.mark.parametrize(
    "change",
    [
        {"out_trade_no": "x" * 32},
        {"out_trade_no": "A-b_c*d|1"},
        {"description": "长" * 127},
        {"notify_url": "https://shop.example.com/payNotify"},
        {"notify_url": "http://shop.execute-api.localhost:4566/payNotify"},
        {"time_expire": timedelta(minutes=2)},
        {"time_expire": timedelta(days=89)},
        {"attach": "x" * 128, "goods_tag": "g", "detail": {}, "support_fapiao": True},
        {"scene_info": {"payer_client_ip": "1.2.3.4"}, "settle_info": {"profit_sharing": False}},
        {"amount": {"total": 1}},
    ],
)
def test_orders_within_the_limits(merchant, change):
    assert merchant.prepay("order-1", **at_once(change))[0] == 200


def test_time_expire_is_fixed_by_the_first_order(merchant):
    ending = when(minutes=2)
    assert merchant.prepay("order-1", time_expire=ending)[0] == 200
    merchant.wx.clock(90_000)
    assert merchant.prepay("order-1", time_expire=ending)[0] == 200
    merchant.wx.clock(150_000)
    assert merchant.prepay("order-1", time_expire=ending)[0] == 400
    # an expired order is not closed
    assert merchant.query("order-1")[1]["trade_state"] == "NOTPAY"


def test_query_of_a_paid_order(merchant):
    merchant.prepay("order-1", attach="a")
    paid = merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"})
    status, answer = merchant.query("order-1")
    assert status == 200
    assert answer["trade_state"] == "SUCCESS"
    assert answer["transaction_id"] == paid["transaction_id"]
    assert len(answer["transaction_id"]) == 28
    assert answer["amount"] == {
        "total": 1990,
        "payer_total": 1990,
        "currency": "CNY",
        "payer_currency": "CNY",
    }
    assert (answer["attach"], answer["payer"]) == ("a", {"openid": "buyer-1"})
    assert answer["success_time"].endswith("+08:00")
    path = f"/v3/pay/transactions/id/{paid['transaction_id']}?mchid={merchant.config.mchid}"
    assert merchant.call("GET", path) == (200, answer)


def test_query_of_an_unknown_order_and_without_mchid(merchant):
    assert merchant.query("order-9")[0] == 404
    assert merchant.query("order-9")[1]["code"] == "ORDER_NOT_EXIST"
    merchant.prepay("order-1")
    assert merchant.call("GET", "/v3/pay/transactions/out-trade-no/order-1")[0] == 400


def test_number_with_a_bar_is_signed_and_found_percent_encoded(merchant):
    merchant.prepay("order|1")
    assert merchant.query("order%7C1")[1]["out_trade_no"] == "order|1"


def test_close(merchant):
    merchant.prepay("order-1")
    assert merchant.close("order-1") == (204, None)
    assert merchant.close("order-1") == (204, None)
    assert merchant.query("order-1")[1]["trade_state"] == "CLOSED"
    status, answer = merchant.prepay("order-1")
    assert (status, answer["code"]) == (400, "ORDER_CLOSED")
    assert merchant.close("order-9")[1]["code"] == "ORDER_NOT_EXIST"


def test_paid_order_cannot_be_closed_or_prepaid_again(merchant):
    merchant.prepay("order-1")
    merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"})
    for status, answer in (merchant.close("order-1"), merchant.prepay("order-1")):
        assert (status, answer["code"]) == (400, "ORDERPAID")


def test_close_and_strict_payment_at_once_have_one_winner(merchant):
    def race(number):
        name = f"order-{number}"
        merchant.prepay(name)
        wish = json.dumps({"out_trade_no": name, "strict": True, "notify": False}).encode()
        with ThreadPoolExecutor(2) as pool:
            paying = pool.submit(merchant.wx.http, "POST", "/sandbox/pay", wish)
            closing = pool.submit(merchant.close, name)
            return paying.result()[0] == 200, closing.result()[0] == 204

    assert {paid != closed for paid, closed in map(race, range(30))} == {True}
