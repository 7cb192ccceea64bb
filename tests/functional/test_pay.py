"""What WeChat Pay tells, and what becomes of money that no order can take."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from shop.points import adjusting, reads
from tests.support import orders as do
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event, webhook
from tests.support.orders import OPERATOR, Follower, counts
from wxcloud import secrets_manager

MINUTE = 60_000


def refunds(shop: Shop, order_id: str) -> list[tuple[int, str]]:
    """Amount and state of every refund of every payment made for the order."""
    return [
        (each["amount"], each["state"])
        for payment in do.payments(shop, order_id)
        for each in payment["refunds"]
    ]


@pytest.mark.parametrize(
    "flaw",
    [
        {"tamper": "body"},
        {"tamper": "ciphertext"},
        {"stale": True},
        {"wrong_key": True},
        {"unknown_serial": True},
        {"signtest": True},
    ],
)
def test_a_forged_notification_changes_nothing(shop: Shop, flaw: dict[str, Any]) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    told = do.pay(shop, order_id, **flaw)
    assert [each["status"] for each in told["notified"]] == [401]
    assert do.order(order_id)["status"] == "PENDING"


def test_an_unsigned_call_pays_for_nothing(shop: Shop) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    body = json.dumps({"event_type": "TRANSACTION.SUCCESS", "out_trade_no": order_id})
    assert webhook("payNotify", body)[0] == 401
    assert do.order(order_id)["status"] == "PENDING"


@pytest.mark.parametrize(
    "wrong", [{"appid": "wx00000000000000ff"}, {"mchid": "1900000000"}, {"trade_state": "NOTPAY"}]
)
def test_a_payment_that_is_not_ours_or_not_made_pays_for_nothing(
    shop: Shop, wrong: dict[str, str]
) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    do.pay(shop, order_id, overrides=wrong)
    assert do.order(order_id)["status"] == "PENDING"


def test_both_kinds_of_platform_keys_are_good(shop: Shop) -> None:
    do.stocked(2)
    for signer in ("certificate", "public_key"):
        shop.sandbox.post("/sandbox/config", {"sign_with": signer})
        order_id = do.place()["orderId"]
        (told,) = do.pay(shop, order_id)["notified"]
        assert told["status"] == 204
        assert do.order(order_id)["status"] == "PAID"


def test_the_api_key_before_the_current_one_still_opens_notifications(shop: Shop) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    account = shop.sandbox.pay_secret()
    account |= {"apiV3Key": "n" * 32, "previousApiV3Key": account["apiV3Key"]}
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "pay", SecretString=json.dumps(account)
    )
    secrets_manager.reset()
    do.pay(shop, order_id)
    assert do.order(order_id)["status"] == "PAID"


def test_the_same_notification_again_changes_nothing(shop: Shop) -> None:
    do.stocked(2)
    order_id = do.place()["orderId"]
    do.pay(shop, order_id, times=5, parallel=False, replay=True)
    follower = Follower(shop)
    follower.follow()
    order = do.order(order_id)
    assert [event["what"] for event in order["history"]] == ["PENDING", "PAID"]
    assert do.stock() == counts(2, 1, 0, 1)
    assert refunds(shop, order_id) == []


def test_a_notification_that_comes_late_never_moves_an_order_back(shop: Shop) -> None:
    do.stocked(2)
    order_id = do.place()["orderId"]
    do.pay(shop, order_id)
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    call("shipOrder", form, "operator-1", OPERATOR)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    assert do.order(order_id)["status"] == "SHIPPED"
    call("confirmReceipt", {"orderId": order_id})
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    assert do.order(order_id)["status"] == "COMPLETED"


def test_a_payment_for_a_closed_order_goes_back(shop: Shop) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    call("cancelOrder", {"orderId": order_id})
    do.place("u2")
    do.pay(shop, order_id, times=3)
    Follower(shop).follow()
    assert _wait(shop, order_id)
    assert refunds(shop, order_id) == [(100, "SUCCESS")]
    order = do.order(order_id)
    assert (order["status"], order["refunds"][0]["why"]) == ("CLOSED", "LATE")
    assert do.stock() == counts(1, 0, 1, 0)


def _wait(shop: Shop, order_id: str, wanted: str = "SUCCESS") -> bool:
    """The sandbox's refunds are through, and told, a little later, as WeChat's are."""
    ours = {"SUCCESS": "SUCCESS", "ABNORMAL": "FAILED"}[wanted]
    for _ in range(100):
        theirs = {state for _, state in refunds(shop, order_id)}
        known = {each["status"] for each in do.order(order_id)["refunds"]}
        if theirs == {wanted} and known == {ours}:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("amount", [1, 99, 101])
def test_a_payment_of_the_wrong_amount_goes_back_and_buys_nothing(shop: Shop, amount: int) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    do.pay(shop, order_id, amount=amount)
    assert do.order(order_id)["status"] == "PENDING"
    Follower(shop).follow()
    assert _wait(shop, order_id)
    assert [each[0] for each in refunds(shop, order_id)] == [amount]
    shop.clock.advance(15 * MINUTE)
    assert do.close(order_id) == []
    order = do.order(order_id)
    assert (order["status"], order["refunds"][0]["why"]) == ("CLOSED", "AMOUNT")
    assert do.stock() == counts(1, 1, 0, 0)


def test_a_second_payment_of_an_order_goes_back(shop: Shop) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    first = do.pay(shop, order_id)["transaction_id"]
    second = do.pay(shop, order_id)["transaction_id"]
    Follower(shop).follow()
    assert _wait(shop, order_id)
    paid = {each["transaction_id"]: each["refunds"] for each in do.payments(shop, order_id)}
    assert paid[first] == []
    assert [each["out_refund_no"] for each in paid[second]] == [f"T{second}"]
    assert do.order(order_id)["status"] == "PAID"


def test_a_payment_for_no_order_at_all_goes_back_and_operators_see_it(shop: Shop) -> None:
    do.stocked(1)
    do.pay(shop, "nobody-knows-1", amount=77, notify_url=shop.sandbox.notify_url)
    Follower(shop).follow()
    assert _wait(shop, "nobody-knows-1")
    assert [each[0] for each in refunds(shop, "nobody-knows-1")] == [77]
    assert do.order("nobody-knows-1")["refunds"][0]["why"] == "ORPHAN"
    assert call("getOrder", {"orderId": "nobody-knows-1"}).status == 404


# --- refunds -------------------------------------------------------------------------------------


def grant(order_id: str, **more: Any) -> Any:
    form = {"orderId": order_id, "reason": "不想要了", **more}
    return call("refundOrder", form, "operator-1", OPERATOR)


def paid(shop: Shop, quantity: int = 1, **more: Any) -> str:
    order_id = do.place(quantity=quantity, **more)["orderId"]
    do.pay(shop, order_id)
    return str(order_id)


def test_the_buyer_asks_the_operator_grants_and_the_money_goes_back_once(shop: Shop) -> None:
    do.stocked(3)
    order_id = paid(shop, 2)
    follower = Follower(shop)
    for _ in range(2):
        asked = call("refundOrder", {"orderId": order_id, "reason": "不想要了"})
        assert (asked["status"], asked["refundAsked"]) == ("PAID", "不想要了")
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "operator-1", OPERATOR).code == "REFUND_ASKED"
    assert do.stock() == counts(3, 1, 0, 2)
    for _ in range(2):
        assert grant(order_id)["status"] == "REFUNDING"
    assert do.stock() == counts(3, 3, 0, 0)
    assert call("shipOrder", form, "operator-1", OPERATOR).code == "ORDER_STATE"
    follower.follow()
    assert _wait(shop, order_id)
    follower.follow()
    order = do.order(order_id)
    assert (order["status"], order["refunded"]) == ("REFUNDED", 200)
    assert [each["what"] for each in order["history"]] == [
        "PENDING",
        "PAID",
        "ASKED",
        "REFUNDING",
        "REFUNDED",
    ]
    assert grant(order_id)["status"] == "REFUNDED"
    assert refunds(shop, order_id) == [(200, "SUCCESS")]


def test_the_operator_may_deny_and_then_ship(shop: Shop) -> None:
    do.stocked(1)
    order_id = paid(shop)
    call("refundOrder", {"orderId": order_id, "reason": "x"})
    assert "refundAsked" not in grant(order_id, deny=True).body
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "operator-1", OPERATOR)["status"] == "SHIPPED"
    late = call("refundOrder", {"orderId": order_id, "reason": "x"})
    assert late.code == "ORDER_STATE"


def test_buyers_do_not_decide_on_refunds(shop: Shop) -> None:
    do.stocked(1)
    order_id = paid(shop)
    items = [{"skuId": do.SKU, "quantity": 1}]
    for more in ({"items": items}, {"deny": True}):
        answer = call("refundOrder", {"orderId": order_id, "reason": "x", **more})
        assert answer.status == 403
    assert do.order(order_id)["refunds"] == []


def test_parts_of_an_order_are_refunded_until_nothing_is_left(shop: Shop) -> None:
    do.stocked(3, price=100)
    adjusting.adjust("u1", "gift", 50, "welcome", "operator-1")
    order_id = paid(shop, 3, points=50)  # 250 to pay
    follower = Follower(shop)
    one = [{"skuId": do.SKU, "quantity": 1}]
    assert grant(order_id, items=one)["status"] == "PAID"
    assert do.stock() == counts(3, 1, 0, 2)
    assert grant(order_id, items=[{"skuId": do.SKU, "quantity": 3}]).status == 400
    assert grant(order_id, items=[{"skuId": "cup", "quantity": 1}]).status == 400
    assert grant(order_id, items=one)["refunded"] == 166
    assert grant(order_id)["status"] == "REFUNDING"
    assert do.stock() == counts(3, 3, 0, 0)
    follower.follow()
    assert _wait(shop, order_id)
    assert sorted(refunds(shop, order_id)) == [(83, "SUCCESS"), (83, "SUCCESS"), (84, "SUCCESS")]
    assert do.order(order_id)["status"] == "REFUNDED"
    assert reads.score("u1").score == 50


def test_what_was_shipped_can_be_paid_back_but_does_not_return_to_the_shelf(shop: Shop) -> None:
    do.stocked(2)
    order_id = paid(shop, 2)
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    call("shipOrder", form, "operator-1", OPERATOR)
    follower = Follower(shop)
    for _ in range(2):
        assert grant(order_id)["status"] == "SHIPPED"
    follower.follow()
    assert _wait(shop, order_id)
    assert refunds(shop, order_id) == [(200, "SUCCESS")]
    assert do.stock() == counts(2, 0, 0, 2)


def test_what_is_not_paid_is_not_paid_back(shop: Shop) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    assert call("refundOrder", {"orderId": order_id, "reason": "x"}).code == "ORDER_NOT_PAID"
    assert grant(order_id).code == "ORDER_NOT_PAID"
    call("cancelOrder", {"orderId": order_id})
    assert grant(order_id).code == "ORDER_NOT_PAID"


def test_a_refund_that_wechat_cannot_take_is_tried_again_under_its_number(shop: Shop) -> None:
    do.stocked(1)
    order_id = paid(shop)
    grant(order_id)
    number = do.order(order_id)["refunds"][0]["refundNo"]
    message = sqs_event({"orderId": order_id, "refundNo": number})
    shop.sandbox.post(
        "/sandbox/faults", {"path": "/v3/refund/domestic/refunds", "times": 2, "status": 500}
    )
    assert len(handler("sendRefund")(message, LambdaContext())["batchItemFailures"]) == 1
    for _ in range(3):
        assert handler("sendRefund")(message, LambdaContext()) == {"batchItemFailures": []}
    assert _wait(shop, order_id)
    assert handler("sendRefund")(message, LambdaContext()) == {"batchItemFailures": []}
    assert refunds(shop, order_id) == [(100, "SUCCESS")]
    assert do.order(order_id)["status"] == "REFUNDED"


def test_a_refund_that_fails_for_good_is_reported_and_stays_visible(shop: Shop) -> None:
    do.stocked(1)
    order_id = paid(shop)
    shop.sandbox.post("/sandbox/refunds", {"status": "ABNORMAL"})
    follower = Follower(shop)
    grant(order_id)
    follower.follow()
    assert _wait(shop, order_id, "ABNORMAL")
    order = do.order(order_id)
    assert (order["status"], order["refunds"][0]["status"]) == ("REFUNDING", "FAILED")
    number = order["refunds"][0]["refundNo"]
    message = sqs_event({"orderId": order_id, "refundNo": number})
    assert len(handler("sendRefund")(message, LambdaContext())["batchItemFailures"]) == 1
    shop.sandbox.post("/sandbox/settle", {"out_refund_no": number, "status": "SUCCESS"})
    assert _wait(shop, order_id)
    assert do.order(order_id)["status"] == "REFUNDED"


def test_reconciling_puts_right_and_lists_what_went_past_us(shop: Shop) -> None:
    do.stocked(5)
    left_open, unheard, fine = (do.place(f"u{i}")["orderId"] for i in range(3))
    do.pay(shop, unheard, notify=False)
    do.pay(shop, fine)
    late = do.place("u4")["orderId"]
    call("cancelOrder", {"orderId": late}, "u4")
    do.pay(shop, late, notify=False)
    stuck = do.place("u5")["orderId"]
    do.pay(shop, stuck)
    grant(stuck)
    shop.clock.advance(40 * MINUTE)
    handler("reconcile")({}, LambdaContext())
    drift = call("listDrift", {}, "operator-1", OPERATOR)["items"]
    found = {each["orderId"]: each["what"] for each in drift}
    assert found.keys() == {left_open, unheard, late, stuck}
    assert found[left_open] == found[unheard] == "left open"
    assert found[late] == "payment not heard of"
    assert "WAITING" in found[stuck]
    assert do.order(left_open)["status"] == "CLOSED"
    assert do.order(unheard)["status"] == "PAID"
    assert do.order(late)["refunds"][0]["why"] == "LATE"
    assert do.stock() == counts(5, 3, 0, 2)
    assert call("listDrift").status == 403


def test_a_parcel_by_sf_is_refused_without_the_number_that_wechat_will_want(shop: Shop) -> None:
    do.stocked(1)
    order_id = paid(shop)
    form = {"orderId": order_id, "carrier": "SF", "trackingNumber": "SF1"}
    for contact in ({}, {"contact": "18900001234"}, {"contact": "189****12a4"}):
        refused = call("shipOrder", form | contact, "operator-1", OPERATOR)
        assert (refused.status, refused["field"]) == (400, "contact")
    assert do.order(order_id)["status"] == "PAID"
    assert call("shipOrder", form | {"contact": "189****1234"}, "operator-1", OPERATOR).ok
