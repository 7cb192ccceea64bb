"""Notifications of WeChat Pay, and refunds: also of payments that no order can take."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from shop.points import adjusting, reads
from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event, webhook
from tests.support.orders import OPERATOR, OrderStream, stock_counts
from wxcloud import secrets_manager
from wxcloud.wechat.pay import calls

MINUTE = 60_000


def refunds(shop: Shop, order_id: str) -> list[tuple[int, str]]:
    """Amount and state of each refund of each payment for the order."""
    return [
        (each["amount"], each["state"])
        for payment in orders.payments(shop, order_id)
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
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    told = orders.pay(shop, order_id, **flaw)
    assert [each["status"] for each in told["notified"]] == [401]
    assert orders.get_order(order_id)["status"] == "PENDING"


def test_the_time_of_a_payment_is_what_wechat_pay_tells(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    unpaid = calls.get(order_id)
    assert unpaid is not None and (unpaid.trade_state, unpaid.paid_at) == ("NOTPAY", 0)
    paid_at = shop.clock.now
    orders.pay(shop, order_id)
    shop.clock.advance(MINUTE)
    payment = calls.get(order_id)
    assert payment is not None and payment.trade_state == "SUCCESS"
    assert 0 <= payment.paid_at - paid_at // 1000 * 1000 < MINUTE


def test_an_unsigned_notification_is_refused(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    body = json.dumps({"event_type": "TRANSACTION.SUCCESS", "out_trade_no": order_id})
    assert webhook("payNotify", body)[0] == 401
    assert orders.get_order(order_id)["status"] == "PENDING"


@pytest.mark.parametrize(
    "wrong", [{"appid": "wx00000000000000ff"}, {"mchid": "1900000000"}, {"trade_state": "NOTPAY"}]
)
def test_a_payment_to_another_merchant_or_one_not_made_changes_nothing(
    shop: Shop, wrong: dict[str, str]
) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, overrides=wrong)
    assert orders.get_order(order_id)["status"] == "PENDING"


def test_platform_certificates_and_public_keys_are_accepted(shop: Shop) -> None:
    orders.save_goods(2)
    for signer in ("certificate", "public_key"):
        shop.sandbox.post("/sandbox/config", {"sign_with": signer})
        order_id = orders.place()["orderId"]
        (told,) = orders.pay(shop, order_id)["notified"]
        assert told["status"] == 204
        assert orders.get_order(order_id)["status"] == "PAID"


def test_the_previous_api_key_still_decrypts_notifications(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    account = shop.sandbox.pay_secret()
    account |= {"apiV3Key": "n" * 32, "previousApiV3Key": account["apiV3Key"]}
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "pay", SecretString=json.dumps(account)
    )
    secrets_manager.reset()
    orders.pay(shop, order_id)
    assert orders.get_order(order_id)["status"] == "PAID"


def test_a_repeated_notification_changes_nothing(shop: Shop) -> None:
    orders.save_goods(2)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, times=5, parallel=False, replay=True)
    stream = OrderStream(shop)
    stream.deliver_all()
    order = orders.get_order(order_id)
    assert [event["what"] for event in order["history"]] == ["PENDING", "PAID"]
    assert orders.get_stock() == stock_counts(2, 1, 0, 1)
    assert refunds(shop, order_id) == []


def test_a_late_notification_never_moves_an_order_back(shop: Shop) -> None:
    orders.save_goods(2)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id)
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    call("shipOrder", form, "operator-1", OPERATOR)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    assert orders.get_order(order_id)["status"] == "SHIPPED"
    call("confirmReceipt", {"orderId": order_id})
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    assert orders.get_order(order_id)["status"] == "COMPLETED"


def test_a_payment_for_a_closed_order_is_refunded(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    call("cancelOrder", {"orderId": order_id})
    orders.place("u2")
    orders.pay(shop, order_id, times=3)
    OrderStream(shop).deliver_all()
    assert _wait(shop, order_id)
    assert refunds(shop, order_id) == [(100, "SUCCESS")]
    order = orders.get_order(order_id)
    assert (order["status"], order["refunds"][0]["why"]) == ("CLOSED", "LATE")
    assert orders.get_stock() == stock_counts(1, 0, 1, 0)


def _wait(shop: Shop, order_id: str, wanted: str = "SUCCESS") -> bool:
    """Whether all refunds end as `wanted`. Like WeChat, the sandbox ends them a little later."""
    ours = {"SUCCESS": "SUCCESS", "ABNORMAL": "FAILED"}[wanted]
    for _ in range(100):
        theirs = {state for _, state in refunds(shop, order_id)}
        known = {each["status"] for each in orders.get_order(order_id)["refunds"]}
        if theirs == {wanted} and known == {ours}:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("amount", [1, 99, 101])
def test_a_payment_of_a_wrong_amount_is_refunded_and_buys_nothing(shop: Shop, amount: int) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, amount=amount)
    assert orders.get_order(order_id)["status"] == "PENDING"
    OrderStream(shop).deliver_all()
    assert _wait(shop, order_id)
    assert [each[0] for each in refunds(shop, order_id)] == [amount]
    shop.clock.advance(15 * MINUTE)
    assert orders.run_close_order(order_id) == []
    order = orders.get_order(order_id)
    assert (order["status"], order["refunds"][0]["why"]) == ("CLOSED", "AMOUNT")
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)


def test_a_second_payment_of_an_order_is_refunded(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    first = orders.pay(shop, order_id)["transaction_id"]
    second = orders.pay(shop, order_id)["transaction_id"]
    OrderStream(shop).deliver_all()
    assert _wait(shop, order_id)
    paid = {each["transaction_id"]: each["refunds"] for each in orders.payments(shop, order_id)}
    assert paid[first] == []
    assert [each["out_refund_no"] for each in paid[second]] == [f"T{second}"]
    assert orders.get_order(order_id)["status"] == "PAID"


def test_a_payment_without_an_order_is_refunded_and_operators_see_it(shop: Shop) -> None:
    orders.save_goods(1)
    orders.pay(shop, "nobody-knows-1", amount=77, notify_url=shop.sandbox.notify_url)
    OrderStream(shop).deliver_all()
    assert _wait(shop, "nobody-knows-1")
    assert [each[0] for each in refunds(shop, "nobody-knows-1")] == [77]
    assert orders.get_order("nobody-knows-1")["refunds"][0]["why"] == "ORPHAN"
    assert call("getOrder", {"orderId": "nobody-knows-1"}).status == 404


# --- refunds -------------------------------------------------------------------------------------


def grant(order_id: str, **more: Any) -> Any:
    form = {"orderId": order_id, "reason": "不想要了", **more}
    return call("refundOrder", form, "operator-1", OPERATOR)


def paid(shop: Shop, quantity: int = 1, **more: Any) -> str:
    order_id = orders.place(quantity=quantity, **more)["orderId"]
    orders.pay(shop, order_id)
    return str(order_id)


def test_the_buyer_asks_the_operator_grants_and_the_money_is_refunded_once(shop: Shop) -> None:
    orders.save_goods(3)
    order_id = paid(shop, 2)
    stream = OrderStream(shop)
    for _ in range(2):
        asked = call("refundOrder", {"orderId": order_id, "reason": "不想要了"})
        assert (asked["status"], asked["refundAsked"]) == ("PAID", "不想要了")
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "operator-1", OPERATOR).code == "REFUND_ASKED"
    assert orders.get_stock() == stock_counts(3, 1, 0, 2)
    for _ in range(2):
        assert grant(order_id)["status"] == "REFUNDING"
    assert orders.get_stock() == stock_counts(3, 3, 0, 0)
    assert call("shipOrder", form, "operator-1", OPERATOR).code == "ORDER_STATE"
    stream.deliver_all()
    assert _wait(shop, order_id)
    stream.deliver_all()
    order = orders.get_order(order_id)
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


def test_the_operator_can_deny_a_refund_and_then_ship(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    call("refundOrder", {"orderId": order_id, "reason": "x"})
    assert "refundAsked" not in grant(order_id, deny=True).body
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "operator-1", OPERATOR)["status"] == "SHIPPED"
    late = call("refundOrder", {"orderId": order_id, "reason": "x"})
    assert late.code == "ORDER_STATE"


def test_buyers_cannot_grant_or_deny_refunds(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    items = [{"skuId": orders.SKU, "quantity": 1}]
    for more in ({"items": items}, {"deny": True}):
        answer = call("refundOrder", {"orderId": order_id, "reason": "x", **more})
        assert answer.status == 403
    assert orders.get_order(order_id)["refunds"] == []


def test_parts_of_an_order_are_refunded_until_nothing_is_left(shop: Shop) -> None:
    orders.save_goods(3, price=100)
    adjusting.adjust("u1", "gift", 50, "welcome", "operator-1")
    order_id = paid(shop, 3, points=50)  # 250 to pay
    stream = OrderStream(shop)
    one = [{"skuId": orders.SKU, "quantity": 1}]
    assert grant(order_id, items=one)["status"] == "PAID"
    assert orders.get_stock() == stock_counts(3, 1, 0, 2)
    assert grant(order_id, items=[{"skuId": orders.SKU, "quantity": 3}]).status == 400
    assert grant(order_id, items=[{"skuId": "cup", "quantity": 1}]).status == 400
    assert grant(order_id, items=one)["refunded"] == 166
    assert grant(order_id)["status"] == "REFUNDING"
    assert orders.get_stock() == stock_counts(3, 3, 0, 0)
    stream.deliver_all()
    assert _wait(shop, order_id)
    assert sorted(refunds(shop, order_id)) == [(83, "SUCCESS"), (83, "SUCCESS"), (84, "SUCCESS")]
    assert orders.get_order(order_id)["status"] == "REFUNDED"
    assert reads.score("u1").score == 50


def test_shipped_goods_can_be_refunded_but_are_not_put_back_into_stock(shop: Shop) -> None:
    orders.save_goods(2)
    order_id = paid(shop, 2)
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    call("shipOrder", form, "operator-1", OPERATOR)
    stream = OrderStream(shop)
    for _ in range(2):
        assert grant(order_id)["status"] == "SHIPPED"
    stream.deliver_all()
    assert _wait(shop, order_id)
    assert refunds(shop, order_id) == [(200, "SUCCESS")]
    assert orders.get_stock() == stock_counts(2, 0, 0, 2)


def test_an_unpaid_order_is_not_refunded(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    assert call("refundOrder", {"orderId": order_id, "reason": "x"}).code == "ORDER_NOT_PAID"
    assert grant(order_id).code == "ORDER_NOT_PAID"
    call("cancelOrder", {"orderId": order_id})
    assert grant(order_id).code == "ORDER_NOT_PAID"


def test_a_refund_that_wechat_cannot_accept_now_is_repeated_with_its_number(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    grant(order_id)
    number = orders.get_order(order_id)["refunds"][0]["refundNo"]
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
    assert orders.get_order(order_id)["status"] == "REFUNDED"


def test_a_refund_that_fails_finally_is_reported_and_stays_visible(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    shop.sandbox.post("/sandbox/refunds", {"status": "ABNORMAL"})
    stream = OrderStream(shop)
    grant(order_id)
    stream.deliver_all()
    assert _wait(shop, order_id, "ABNORMAL")
    order = orders.get_order(order_id)
    assert (order["status"], order["refunds"][0]["status"]) == ("REFUNDING", "FAILED")
    number = order["refunds"][0]["refundNo"]
    message = sqs_event({"orderId": order_id, "refundNo": number})
    assert len(handler("sendRefund")(message, LambdaContext())["batchItemFailures"]) == 1
    shop.sandbox.post("/sandbox/settle", {"out_refund_no": number, "status": "SUCCESS"})
    assert _wait(shop, order_id)
    assert orders.get_order(order_id)["status"] == "REFUNDED"


def test_reconciling_corrects_and_lists_what_was_missed(shop: Shop) -> None:
    orders.save_goods(5)
    left_open, unheard, fine = (orders.place(f"u{i}")["orderId"] for i in range(3))
    orders.pay(shop, unheard, notify=False)
    orders.pay(shop, fine)
    late = orders.place("u4")["orderId"]
    call("cancelOrder", {"orderId": late}, "u4")
    orders.pay(shop, late, notify=False)
    stuck = orders.place("u5")["orderId"]
    orders.pay(shop, stuck)
    grant(stuck)
    shop.clock.advance(40 * MINUTE)
    handler("reconcile")({}, LambdaContext())
    drift = call("listDrift", {}, "operator-1", OPERATOR)["items"]
    found = {each["orderId"]: each["what"] for each in drift}
    assert found.keys() == {left_open, unheard, late, stuck}
    assert found[left_open] == found[unheard] == "left open"
    assert found[late] == "payment not heard of"
    assert "WAITING" in found[stuck]
    assert orders.get_order(left_open)["status"] == "CLOSED"
    assert orders.get_order(unheard)["status"] == "PAID"
    assert orders.get_order(late)["refunds"][0]["why"] == "LATE"
    assert orders.get_stock() == stock_counts(5, 3, 0, 2)
    assert call("listDrift").status == 403


def test_a_parcel_by_sf_is_refused_without_the_masked_number_that_wechat_requires(
    shop: Shop,
) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    form = {"orderId": order_id, "carrier": "SF", "trackingNumber": "SF1"}
    for contact in ({}, {"contact": "18900001234"}, {"contact": "189****12a4"}):
        refused = call("shipOrder", form | contact, "operator-1", OPERATOR)
        assert (refused.status, refused["field"]) == (400, "contact")
    assert orders.get_order(order_id)["status"] == "PAID"
    assert call("shipOrder", form | {"contact": "189****1234"}, "operator-1", OPERATOR).ok
