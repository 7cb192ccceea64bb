"""Refunds: which are accepted, how they end, and their notifications."""

from concurrent.futures import ThreadPoolExecutor

import pytest

REFUNDS = "/v3/refund/domestic/refunds"


@pytest.fixture
def paid(merchant):
    merchant.prepay("order-1")
    return merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"})["transaction_id"]


def refund_notifications(merchant, shop, eventually, count=1):
    def notifications():
        decrypted = [merchant.decrypted(request) for request in list(shop.received)]
        found = [one for one in decrypted if one[0].startswith("REFUND")]
        return found if len(found) >= count else None

    return eventually(notifications)


def test_refund_is_accepted_then_completed_and_notified(merchant, shop, paid, eventually):
    status, answer = merchant.refund("refund-1", 1990, out_trade_no="order-1")
    assert (status, answer["status"]) == (200, "PROCESSING")
    assert answer["transaction_id"] == paid
    assert answer["amount"]["refund"] == answer["amount"]["payer_refund"] == 1990
    ((event, plain),) = refund_notifications(merchant, shop, eventually)
    assert event == "REFUND.SUCCESS"
    assert plain["refund_status"] == "SUCCESS"
    assert plain["out_refund_no"] == "refund-1"
    assert plain["amount"] == {
        "total": 1990,
        "refund": 1990,
        "payer_total": 1990,
        "payer_refund": 1990,
    }
    status, answer = merchant.call("GET", f"{REFUNDS}/refund-1")
    assert answer["status"] == "SUCCESS"
    assert answer["success_time"].endswith("+08:00")
    assert merchant.query("order-1")[1]["trade_state"] == "REFUND"
    (payment,) = merchant.wx.get("/sandbox/payments", out_trade_no="order-1")
    assert payment["state"] == "REFUND"
    (refund,) = payment["refunds"]
    assert (refund["amount"], refund["out_refund_no"], refund["state"]) == (
        1990,
        "refund-1",
        "SUCCESS",
    )


def test_same_number_same_parameters_is_one_refund(merchant, shop, paid, eventually):
    first = merchant.refund("refund-1", 500, transaction_id=paid)[1]
    refund_notifications(merchant, shop, eventually)
    again = merchant.refund("refund-1", 500, transaction_id=paid)[1]
    assert again["refund_id"] == first["refund_id"]
    assert again["status"] == "SUCCESS"
    status, answer = merchant.refund("refund-1", 600, transaction_id=paid)
    assert (status, answer["code"]) == (400, "INVALID_REQUEST")
    assert len(merchant.wx.get("/sandbox/payments")[0]["refunds"]) == 1


def test_parallel_requests_for_one_refund_make_one_refund(merchant, paid):
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: merchant.refund("refund-1", 1990, transaction_id=paid), range(16))
        )
    assert {status for status, _ in answers} == {200}
    assert len({answer["refund_id"] for _, answer in answers}) == 1


def test_refunds_never_exceed_the_payment(merchant, paid):
    assert merchant.refund("refund-1", 1000, transaction_id=paid)[0] == 200
    status, answer = merchant.refund("refund-2", 991, transaction_id=paid)
    assert (status, answer["code"]) == (400, "INVALID_REQUEST")
    assert merchant.refund("refund-3", 990, transaction_id=paid)[0] == 200
    assert merchant.refund("refund-4", 1, transaction_id=paid)[0] == 400


def test_parallel_partial_refunds_never_exceed_the_payment(merchant, paid):
    with ThreadPoolExecutor(8) as pool:
        statuses = list(
            pool.map(
                lambda n: merchant.refund(f"refund-{n}", 500, transaction_id=paid)[0], range(10)
            )
        )
    assert sorted(statuses) == [200] * 3 + [400] * 7


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"transaction_id": None}, "PARAM_ERROR"),
        ({"out_refund_no": ""}, "PARAM_ERROR"),
        ({"out_refund_no": "x" * 65}, "PARAM_ERROR"),
        ({"out_refund_no": "r#1"}, "PARAM_ERROR"),
        ({"reason": "x" * 81}, "PARAM_ERROR"),
        ({"notify_url": "http://shop.example.com/x"}, "PARAM_ERROR"),
        ({"funds_account": "OTHER"}, "PARAM_ERROR"),
        ({"amount": {"refund": 0, "total": 1990, "currency": "CNY"}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1.5, "total": 1990, "currency": "CNY"}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1, "total": 1990}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1, "total": 1, "currency": "CNY"}}, "INVALID_REQUEST"),
        ({"out_trade_no": "order-2"}, "PARAM_ERROR"),
        ({"note": "x"}, "PARAM_ERROR"),
    ],
)
def test_bad_refunds(merchant, paid, change, code):
    change = {"transaction_id": paid} | change
    body = {
        "out_refund_no": "refund-1",
        "amount": {"refund": 1, "total": 1990, "currency": "CNY"},
    } | change
    body = {name: value for name, value in body.items() if value is not None}
    status, answer = merchant.call("POST", REFUNDS, body)
    assert (status, answer["code"]) == (400, code)
    assert merchant.wx.get("/sandbox/payments")[0]["refunds"] == []


def test_nothing_to_refund(merchant):
    merchant.prepay("order-1")
    status, answer = merchant.refund("refund-1", 1, out_trade_no="order-1")
    assert (status, answer["code"]) == (404, "RESOURCE_NOT_EXISTS")
    assert merchant.call("GET", f"{REFUNDS}/refund-1")[0] == 404


def test_refund_is_refused_after_a_year(merchant, paid):
    merchant.wx.clock(366 * 24 * 3600_000)
    assert merchant.refund("refund-1", 1, transaction_id=paid)[0] == 400


def test_refund_can_become_abnormal_and_then_succeed(merchant, shop, paid, eventually):
    merchant.wx.post("/sandbox/refunds", {"status": "ABNORMAL"})
    merchant.refund("refund-1", 1990, transaction_id=paid)
    ((event, plain),) = refund_notifications(merchant, shop, eventually)
    assert (event, plain["refund_status"]) == ("REFUND.ABNORMAL", "ABNORMAL")
    assert "success_time" not in plain
    merchant.wx.post("/sandbox/settle", {"out_refund_no": "refund-1", "status": "SUCCESS"})
    assert refund_notifications(merchant, shop, eventually, 2)[1][0] == "REFUND.SUCCESS"
    settle = {"out_refund_no": "refund-1", "status": "SUCCESS"}
    assert "already" in merchant.wx.post("/sandbox/settle", settle, expect=400)["error"]


def test_money_of_a_closed_refund_can_be_refunded_again(merchant, shop, paid, eventually):
    plan = {"status": "CLOSED", "out_trade_no": "order-1"}
    merchant.wx.post("/sandbox/refunds", plan)
    merchant.refund("refund-1", 1990, transaction_id=paid)
    assert refund_notifications(merchant, shop, eventually)[0][0] == "REFUND.CLOSED"
    assert merchant.query("order-1")[1]["trade_state"] == "SUCCESS"
    assert merchant.refund("refund-2", 1990, transaction_id=paid)[0] == 200


def test_refund_can_stay_in_processing(merchant, paid):
    merchant.wx.post("/sandbox/refunds", {"status": "PROCESSING"})
    merchant.refund("refund-1", 1990, transaction_id=paid)
    merchant.refund("refund-1", 1990, transaction_id=paid)
    assert merchant.call("GET", f"{REFUNDS}/refund-1")[1]["status"] == "PROCESSING"
    merchant.wx.post("/sandbox/settle", {"out_refund_no": "refund-1", "status": "SUCCESS"})
    assert merchant.call("GET", f"{REFUNDS}/refund-1")[1]["status"] == "SUCCESS"


def test_minimum_gap_between_refunds_can_be_configured(merchant, paid):
    merchant.wx.post("/sandbox/config", {"refund_gap_s": 60})
    assert merchant.refund("refund-1", 1, transaction_id=paid)[0] == 200
    assert merchant.refund("refund-2", 1, transaction_id=paid)[0] == 429
    merchant.wx.clock(60_000)
    assert merchant.refund("refund-2", 1, transaction_id=paid)[0] == 200


def test_each_of_two_payments_has_its_own_refund(merchant, paid):
    second = merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"})["transaction_id"]
    merchant.refund("refund-2", 1990, transaction_id=second)
    first_entry, second_entry = merchant.wx.get("/sandbox/payments", out_trade_no="order-1")
    assert (first_entry["transaction_id"], first_entry["refunds"]) == (paid, [])
    assert first_entry["state"] == "SUCCESS"
    assert second_entry["refunds"][0]["out_refund_no"] == "refund-2"
