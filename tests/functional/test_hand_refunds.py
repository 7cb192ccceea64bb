"""Money that went back in WeChat Pay's own console: it is listed, and the order is not shipped."""

from __future__ import annotations

from typing import Any

from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.orders import OPERATOR, OrderStream, stock_counts
from wxcloud import clock
from wxcloud.wechat.pay import calls


def paid(shop: Shop, buyer: str = "u1", **how: Any) -> str:
    order_id = str(orders.place(buyer)["orderId"])
    orders.pay(shop, order_id, **how)
    return order_id


def by_hand(shop: Shop, order_id: str, amount: int = 100) -> None:
    """An operator pays back in the console; nobody tells the shop."""
    (payment,) = orders.payments(shop, order_id)
    number = f"HAND{order_id}"
    shop.sandbox.post("/sandbox/refunds", {"status": "PROCESSING", "out_trade_no": order_id})
    calls.refund(payment["transaction_id"], number, amount, payment["amount"], "by hand")


def ship(order_id: str) -> Any:
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    return call("shipOrder", form, "operator-1", OPERATOR)


def decide(order_id: str, **more: Any) -> Any:
    form = {"orderId": order_id, "reason": "已线下处理", **more}
    return call("refundOrder", form, "operator-1", OPERATOR)


def drift() -> dict[str, str]:
    handler("reconcile")({}, LambdaContext())
    items = call("listDrift", {}, "operator-1", OPERATOR)["items"]
    return {each["orderId"]: each["what"] for each in items}


def test_an_order_that_was_paid_back_by_hand_is_listed_and_cannot_be_shipped(shop: Shop) -> None:
    orders.save_goods(3)
    order_id, other = paid(shop), paid(shop, "u2")
    by_hand(shop, order_id)
    shop.clock.advance(30 * clock.DAY)  # long not shipped
    assert drift() == {order_id: "paid back by hand"}
    assert ship(order_id).code == "PAID_BACK_BY_HAND"
    assert ship(other).ok
    shown = orders.get_order(order_id)
    assert shown["history"][-1]["what"] == "HAND" and shown["held"] == "byHand"
    assert decide(order_id, deny=True).ok
    assert "held" not in orders.get_order(order_id)


def test_shipping_asks_wechat_and_does_not_wait_for_the_night(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    by_hand(shop, order_id)
    assert ship(order_id).code == "PAID_BACK_BY_HAND"
    assert ship(order_id).code == "PAID_BACK_BY_HAND"


def test_shipping_goes_on_while_wechat_pay_does_not_answer(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    shop.sandbox.fault("/v3/pay/transactions/*", status=500, times=2)
    assert ship(order_id).ok


def test_an_operator_lets_it_go_on(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    by_hand(shop, order_id, 1)
    assert ship(order_id).code == "PAID_BACK_BY_HAND"
    assert decide(order_id, deny=True).ok
    assert drift() == {}
    assert ship(order_id).ok


def test_an_operator_notes_the_refund_and_no_money_is_sent_again(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    stream = OrderStream(shop)
    by_hand(shop, order_id)
    drift()
    assert call("refundOrder", {"orderId": order_id, "reason": "x", "byHand": True}).status == 403
    assert decide(order_id, byHand=True)["status"] == "REFUNDING"
    stream.deliver_all()
    assert orders.get_order(order_id)["status"] == "REFUNDED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    (payment,) = orders.payments(shop, order_id)
    assert [each["out_refund_no"] for each in payment["refunds"]] == [f"HAND{order_id}"]
    assert drift() == {order_id: "paid back by hand"}, "of today; nothing new"
    assert ship(order_id).code == "ORDER_STATE"


def test_our_own_refunds_are_explained(shop: Shop) -> None:
    orders.save_goods(4)
    order_id = str(orders.place(quantity=2)["orderId"])
    orders.pay(shop, order_id)
    decide(order_id, items=[{"skuId": orders.SKU, "quantity": 1}])
    OrderStream(shop).deliver_all()
    assert drift() == {}
    assert ship(order_id).ok


def test_our_own_refund_is_explained_while_its_answer_is_on_the_way(shop: Shop) -> None:
    orders.save_goods(4)
    order_id, other = (str(orders.place(who, quantity=2)["orderId"]) for who in ("u1", "u2"))
    for each in (order_id, other):
        orders.pay(shop, each)
        decide(each, items=[{"skuId": orders.SKU, "quantity": 1}])
    (refund,) = orders.get_order(order_id)["refunds"]
    assert refund["status"] == "WAITING"
    (payment,) = orders.payments(shop, order_id)
    known = payment["transaction_id"], refund["refundNo"], refund["amount"], payment["amount"]
    calls.refund(*known, refund["reason"])
    assert ship(order_id).ok
    by_hand(shop, other)
    assert ship(other).code == "PAID_BACK_BY_HAND"


def test_a_payment_that_was_not_heard_of_and_partly_paid_back_is_listed(shop: Shop) -> None:
    orders.save_goods(2)
    early, late = (paid(shop, buyer, notify=False) for buyer in ("u1", "u2"))
    by_hand(shop, early, 1)
    by_hand(shop, late, 1)
    shop.clock.advance(15 * clock.MINUTE)
    assert orders.run_close_order(early) == []
    shop.clock.advance(15 * clock.MINUTE)
    assert drift() == {early: "paid back by hand", late: "paid back by hand"}


def test_a_refund_that_is_done_here_alone_is_listed(shop: Shop) -> None:
    orders.save_goods(2)
    order_id = str(orders.place(quantity=2)["orderId"])
    orders.pay(shop, order_id)
    decide(order_id, items=[{"skuId": orders.SKU, "quantity": 1}], byHand=False)
    number = orders.get_order(order_id)["refunds"][0]["refundNo"]
    from shop.checkout import refund_transfer

    refund_transfer.report(order_id, number, "SUCCESS")
    assert drift() == {order_id: f"refund {number} is done here alone"}


def test_news_of_a_refund_by_hand_stop_the_order(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = paid(shop)
    by_hand(shop, order_id)
    settled = {"out_refund_no": f"HAND{order_id}", "status": "SUCCESS"}
    shop.sandbox.post("/sandbox/settle", settled)
    assert orders.get_order(order_id)["history"][-1]["what"] == "HAND"
    assert orders.get_order(order_id)["status"] == "PAID"
    shop.sandbox.fault("/v3/pay/transactions/*", status=500, times=2)
    assert ship(order_id).code == "PAID_BACK_BY_HAND"
