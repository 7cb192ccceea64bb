"""Defects of other shop systems. Each defect that their users report about orders, stock, payment
notifications and refunds has a test here or in another file; `COVERED` lists the tests.

Short names: mall (macrozheng/mall), litemall, newbee (newbee-mall and -plus), CRMEB, yudao
(ruoyi-vue-pro), JooLun. `#` is the number in that project's own tracker.
"""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from shop.points import adjusting, ledger, reads
from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler, webhook
from tests.support.orders import OPERATOR, SKU, OrderStream, stock_counts
from tests.support.template import ROOT
from wxcloud.errors import BUSY
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.model import PayRefusal

MINUTE = 60_000

COVERED = {
    "oversold under parallel orders: mall #185 #353 #376, medusa #16502, saleor #543, "
    "vendure #1738 #3508; CRMEB's decrement without a guard": [
        "concurrency/test_orders.py::test_two_thousand_buyers_race_for_a_hundred_units_on_eight_shards",
        "concurrency/test_orders.py::test_one_order_takes_the_last_units_from_many_shards",
    ],
    "callback against browser, charged without an order or twice: medusa #13301 #2948 #4798, "
    "vendure #3065, saleor #14926": [
        "concurrency/test_peers_orders.py::test_the_notification_the_client_and_the_timeout_at_once",
        "concurrency/test_orders.py::test_of_two_payments_of_one_order_at_once_one_is_refunded",
    ],
    "an open success endpoint: mall #613, newbee #40 #82 #100 #113 #120": [
        "functional/test_pay.py::test_an_unsigned_notification_is_refused",
        "functional/test_pay.py::test_a_forged_notification_changes_nothing",
        "functional/test_peers_orders.py::test_a_client_cannot_mark_an_order_as_paid",
    ],
    "the client sends prices or odd quantities: mall #998, newbee-mall #127, JooLun's freight": [
        "functional/test_orders.py::test_prices_and_invalid_quantities_from_a_client_are_refused",
    ],
    "limits and discounts used more often than allowed: mall #134 #1002 #1003, litemall #581, "
    "Shopware #11245": [
        "concurrency/test_orders.py::test_two_hundred_requests_of_one_buyer_get_only_what_the_limit_allows",
        "concurrency/test_peers_orders.py::test_points_pay_for_only_one_of_many_orders",
    ],
    "discounts not returned on cancel: litemall #163 #397 #472, mall #299": [
        "functional/test_orders.py::test_points_pay_a_part_and_are_given_back_when_the_order_is_cancelled",
        "functional/test_sales.py::test_what_a_buyer_gives_back_they_may_buy_again",
    ],
    "a replayed callback moves a later state back: litemall #271, WxJava #3355, easywechat #1911": [
        "functional/test_pay.py::test_a_late_notification_never_moves_an_order_back",
        "functional/test_peers_orders.py::test_a_notification_replayed_after_a_refund_changes_nothing",
    ],
    "other people's orders by id: mall #599 #931, CVE-2023-3232": [
        "functional/test_orders.py::test_a_user_cannot_find_the_orders_of_others",
    ],
    "timeouts lost or late: litemall #275, mall #311 #371 #442": [
        "functional/test_orders.py::test_reading_an_expired_order_closes_it_if_the_message_is_late",
        "functional/test_peers_orders.py::test_the_reconciliation_closes_an_order_whose_message_was_lost",
    ],
    "a sale's stock unsold after failures or repeated clicks: newbee-plus #44, Seckill #11": [
        "functional/test_peers_orders.py::test_a_failed_prepay_of_a_sale_releases_its_unit_and_its_limit",
        "functional/test_sales.py::test_a_buyer_who_repeats_gets_the_same_order",
    ],
    "unpaid orders lock all the stock: dujiao-next #105": [
        "functional/test_orders.py::test_a_buyer_has_at_most_five_unpaid_orders",
        "functional/test_sales.py::test_an_unpaid_order_of_a_sale_makes_room_for_others_after_five_minutes",
    ],
    "parallel refunds exceed the payment: eventyay #1405": [
        "concurrency/test_orders.py::test_parallel_refunds_never_pay_back_more_than_was_paid",
    ],
    "a refund before the order exists: polar #9630": [
        "functional/test_peers_orders.py::test_a_notification_of_an_unknown_refund_changes_nothing",
    ],
    "a refund under another member's payment: hackiasc #138": [
        "functional/test_peers_orders.py::test_a_refund_is_made_from_the_orders_own_payment",
    ],
    "the paid callback fails for the last units: yudao": [
        "functional/test_peers_orders.py::test_the_last_unit_stays_reserved_for_the_buyer_who_pays",
    ],
    "a payment notice without an amount check, a cancelled order that becomes paid: CRMEB, "
    "litemall, JooLun": [
        "functional/test_pay.py::test_a_payment_of_a_wrong_amount_is_refunded_and_buys_nothing",
        "functional/test_pay.py::test_a_payment_for_a_closed_order_is_refunded",
    ],
    "a cancel overwrites a payment, points spent never come back: mall": [
        "concurrency/test_orders.py::test_when_cancelling_races_paying_no_payment_is_kept_without_an_order",
        "functional/test_orders.py::test_a_purchase_earns_points_once_and_a_refund_claws_them_back",
    ],
    "an order placed twice by one request: aws ecommerce #180": [
        "functional/test_peers_orders.py::test_a_repeated_request_creates_one_order",
    ],
}


@pytest.mark.parametrize("defect", COVERED)
def test_the_tests_that_cover_a_defect_exist(defect: str) -> None:
    for named in COVERED[defect]:
        path, _, name = named.partition("::")
        tree = ast.parse((ROOT / "tests" / path).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, named


def paid(shop: Shop, buyer: str = "u1", **more: Any) -> str:
    order_id = str(orders.place(buyer, **more)["orderId"])
    orders.pay(shop, order_id)
    return order_id


def grant(order_id: str, **more: Any) -> Any:
    form = {"orderId": order_id, "reason": "x", **more}
    return call("refundOrder", form, "operator-1", OPERATOR)


def test_a_client_cannot_mark_an_order_as_paid(shop: Shop) -> None:
    """mall #613: anyone could call the success endpoint. Here only payNotify marks orders paid."""
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    form = {"orderId": order_id}
    for name in ("payOrder", "getOrder", "confirmReceipt", "payNotify", "paySuccess"):
        for more in ({}, {"status": "PAID"}, {"payType": 2}, {"trade_state": "SUCCESS"}):
            if (ROOT / "functions" / name).exists() and name != "payNotify":
                call(name, form | more)
            elif name == "payNotify":
                status, answer = webhook(name, json.dumps(form | more))
                assert (status, json.loads(answer)["code"]) == (401, "FAIL")
    assert orders.get_order(order_id)["status"] == "PENDING"
    assert orders.get_stock() == stock_counts(1, 0, 1, 0)


def test_a_notification_replayed_after_a_refund_changes_nothing(shop: Shop) -> None:
    """litemall #271: a late callback set an order back to an earlier status."""
    orders.save_goods(2)
    order_id = paid(shop)
    grant(order_id)
    for _ in range(3):
        shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    assert orders.get_order(order_id)["status"] == "REFUNDING"
    assert orders.get_stock() == stock_counts(2, 2, 0, 0)
    assert len(orders.get_order(order_id)["refunds"]) == 1


def test_the_reconciliation_closes_an_order_whose_message_was_lost(shop: Shop) -> None:
    """litemall #275, mall #311: a restart lost the timers, and the stock stayed held."""
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    shop.clock.advance(12 * 60 * MINUTE)  # no close message arrived, and nobody read the order
    handler("reconcile")({}, LambdaContext())
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    assert orders.get_order(order_id)["status"] == "CLOSED"


def test_a_failed_prepay_of_a_sale_releases_its_unit_and_its_limit(shop: Shop) -> None:
    """newbee-plus #44: units that were taken before the failure were not released."""
    orders.save_goods(5)
    sale = orders.save_sale(shop, stock=1, limit=1)
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=4, status=500)
    for _ in range(2):
        assert orders.place(saleId=sale).status == 502
    assert orders.place(saleId=sale).ok
    assert orders.get_stock() == stock_counts(5, 4, 1, 0)


def test_a_notification_of_an_unknown_refund_changes_nothing(shop: Shop) -> None:
    """polar #9630: a refund webhook that arrived before its order caused wrong data."""
    from wxcloud.wechat.pay import calls as pay

    orders.save_goods(2)
    order_id = paid(shop)
    (payment,) = orders.payments(shop, order_id)
    pay.refund(payment["transaction_id"], "BYHAND1", 100, 100, "by hand")
    shop.sandbox.post("/sandbox/settle", {"out_refund_no": "BYHAND1", "status": "SUCCESS"})
    notified = shop.sandbox.post("/sandbox/notify", {"out_refund_no": "BYHAND1"})["notified"]
    assert [each["status"] for each in notified] == [204]
    assert orders.get_order(order_id)["status"] == "PAID"
    assert orders.get_order(order_id)["refunds"] == []


def test_a_refund_is_made_from_the_orders_own_payment(shop: Shop) -> None:
    """hackiasc #138: a member's refund was made from the leader's payment."""
    orders.save_goods(3)
    one, other = paid(shop, "u1"), paid(shop, "u2")
    grant(other)
    OrderStream(shop).deliver_all()
    assert [payment["refunds"] for payment in orders.payments(shop, one)] == [[]]
    assert [len(payment["refunds"]) for payment in orders.payments(shop, other)] == [1]


def test_the_last_unit_stays_reserved_for_the_buyer_who_pays(shop: Shop) -> None:
    """yudao takes stock at payment, so the callback of the buyer of the last unit fails."""
    orders.save_goods(1)
    order_id = orders.place("u1")["orderId"]
    assert orders.place("u2").code == "SOLD_OUT"
    assert [each["status"] for each in orders.pay(shop, order_id)["notified"]] == [204]
    assert orders.get_order(order_id)["status"] == "PAID"
    assert orders.get_stock() == stock_counts(1, 0, 0, 1)


def test_a_repeated_request_creates_one_order(shop: Shop) -> None:
    """aws ecommerce #180: a retry of create_order created a second order."""
    orders.save_goods(5)
    form = {"items": [{"skuId": SKU, "quantity": 1}]}
    key = {"idempotency-key": "tap-1"}
    first = call("placeOrder", form, headers=key)
    again = call("placeOrder", form, headers=key)
    assert again.body == first.body
    assert orders.get_stock() == stock_counts(5, 4, 1, 0)
    other = call("placeOrder", {"items": [{"skuId": SKU, "quantity": 2}]}, headers=key)
    assert other.code == "KEY_REUSED"


# --- risks of this shop, found by reading its code -----------------------------------------------


def test_a_failed_prepay_does_not_close_an_order_that_a_repeat_can_pay(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The prepay of the first call fails, while a repeat already returned payment fields. The buyer
    can still pay the order, so it must not be closed."""
    orders.save_goods(5)
    sale = orders.save_sale(shop, stock=1, limit=1)
    prepay, repeats = calls.prepay, []

    def slow(*order: Any) -> Any:
        if not repeats:
            repeats.append(None)
            repeats.append(orders.place(saleId=sale))
            raise PayRefusal(BUSY)
        return prepay(*order)

    monkeypatch.setattr(calls, "prepay", slow)
    assert not orders.place(saleId=sale).ok
    repeat = repeats[1]
    assert repeat.ok and repeat["payment"]["paySign"]
    orders.pay(shop, repeat["orderId"])
    assert orders.get_order(repeat["orderId"])["status"] == "PAID"
    assert orders.get_stock() == stock_counts(5, 4, 0, 1)


def test_an_order_is_not_closed_while_wechats_answers_contradict_each_other(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeChat refuses to close the order with ORDERPAID, but its query does not show the payment."""
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    with monkeypatch.context() as patch:

        def refuse(order: str) -> None:
            raise PayRefusal(BUSY, "ORDERPAID")

        patch.setattr(calls, "close", refuse)
        shop.clock.advance(15 * MINUTE)
        assert len(orders.run_close_order(order_id)) == 1, "the message is retried"
        assert orders.get_stock() == stock_counts(1, 0, 1, 0)
    orders.pay(shop, order_id)
    assert orders.get_order(order_id)["status"] == "PAID"


def test_a_payment_that_was_refunded_by_hand_buys_nothing(shop: Shop) -> None:
    """The merchant refunds a payment on WeChat's platform before the shop knows of the payment."""
    from wxcloud.wechat.pay import calls as pay

    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    (payment,) = orders.payments(shop, order_id)
    pay.refund(payment["transaction_id"], "BYHAND2", 100, 100, "by hand")
    shop.sandbox.post("/sandbox/settle", {"out_refund_no": "BYHAND2", "status": "SUCCESS"})
    shop.clock.advance(15 * MINUTE)
    assert orders.run_close_order(order_id) == []
    order = orders.get_order(order_id)
    assert (order["status"], order["refunds"]) == ("CLOSED", [])
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)


def test_one_failed_refund_does_not_stop_the_reconciliation(shop: Shop) -> None:
    orders.save_goods(9)
    failed = [paid(shop, f"u{i}") for i in range(3)]
    shop.sandbox.post("/sandbox/refunds", {"status": "PROCESSING", "times": 9})
    stream = OrderStream(shop)
    for order_id in failed:
        grant(order_id)
    stream.deliver_all()
    for order_id in failed:
        number = {"out_refund_no": orders.get_order(order_id)["refunds"][0]["refundNo"]}
        shop.sandbox.post("/sandbox/settle", {**number, "status": "ABNORMAL"})
    left_open = orders.place("u9")["orderId"]
    shop.clock.advance(60 * MINUTE)
    handler("reconcile")({}, LambdaContext())
    drift = call("listDrift", {}, "operator-1", OPERATOR)["items"]
    assert {each["orderId"] for each in drift} == {*failed, left_open}
    assert orders.get_stock() == stock_counts(9, 9, 0, 0)


def test_money_is_refunded_even_if_the_points_cannot_be_given_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.save_goods(3)
    order_id = paid(shop, quantity=3)
    stream = OrderStream(shop)
    grant(order_id, items=[{"skuId": SKU, "quantity": 1}])

    def broken(*_: Any) -> None:
        raise RuntimeError("the ledger fails")

    monkeypatch.setattr(ledger, "post", broken)
    records = [r for r in stream.new_records() if "refund#" in r["dynamodb"]["Keys"]["sk"]["S"]]
    handler("onOrderChange")({"Records": records}, LambdaContext())
    assert shop.run_queue("refund", "sendRefund") == []
    (payment,) = orders.payments(shop, order_id)
    assert [refund["amount"] for refund in payment["refunds"]] == [100]


def test_a_purchase_that_earns_no_points_is_refunded_like_any_other(shop: Shop) -> None:
    """Only some purchases of a day earn points. The other handlers run for all paid orders."""
    rule = {"action": "purchase", "dailyCap": 1, "percent": 10}
    assert call("saveScoreRule", rule, "operator-1", OPERATOR).ok
    orders.save_goods(9, price=1000)
    stream = OrderStream(shop)
    order_ids = [paid(shop, quantity=2) for _ in range(2)]
    stream.deliver_all()
    earned = reads.score("u1").score
    assert earned > 0
    grant(order_ids[1], items=[{"skuId": SKU, "quantity": 1}])
    stream.deliver_all()
    assert reads.score("u1").score == earned
    (payment,) = orders.payments(shop, order_ids[1])
    assert [refund["amount"] for refund in payment["refunds"]] == [1000]


def test_the_last_point_is_given_back_with_the_last_item(shop: Shop) -> None:
    orders.save_goods(3, price=1000)
    adjusting.adjust("u1", "gift", 1, "welcome", "operator-1")
    order_id = paid(shop, quantity=3, points=1)
    stream = OrderStream(shop)
    for _ in range(3):
        grant(order_id, items=[{"skuId": SKU, "quantity": 1}])
    stream.deliver_all()
    assert orders.get_order(order_id)["refunded"] == 2999
    assert reads.score("u1").score == 1


def test_a_buyer_does_not_see_the_operators_openid(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    grant(order_id)
    history = call("getOrder", {"orderId": order_id})["history"]
    assert [event["by"] for event in history] == ["u1", "wechat", "shop"]
    assert orders.get_order(order_id)["history"][-1]["by"] == "operator-1"


def test_a_direct_call_of_an_operator_uses_the_roles_of_the_users_item(shop: Shop) -> None:
    from tests.support.cloud import direct
    from wxcloud import users

    orders.save_goods(1)
    order_id = paid(shop)
    form = {"orderId": order_id, "reason": "x"}
    assert direct("refundOrder", {**form, "deny": True}, "op-1")["errCode"] == "FORBIDDEN"
    assert direct("refundOrder", form, "op-1")["errCode"] == "ORDER_NOT_FOUND"
    users.grant("op-1", frozenset({"operator"}))
    assert direct("refundOrder", form, "op-1")["status"] == "REFUNDING"
