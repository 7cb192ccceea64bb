"""The bot's answers about orders. WeChat delivers the question and receives the reply."""

from __future__ import annotations

from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.orders import OPERATOR

MINUTE = 60_000


def ask(shop: Shop, text: str, openid: str = "u1") -> str:
    shop.clock.advance(1000)
    before = len(shop.sandbox.messages(openid))
    shop.sandbox.post("/sandbox/push", {"openid": openid, "content": text})
    assert shop.run_queue("support", "sendReply") == []
    (reply,) = shop.sandbox.messages(openid)[before:]
    return str(reply["text"]["content"])


def test_only_the_buyer_gets_the_status_of_an_order(shop: Shop) -> None:
    orders.save_goods(5, price=1250)
    order_id = orders.place(quantity=2)["orderId"]
    number = f"订单 {order_id.upper()} 到哪了"
    assert ask(shop, number) == (
        f"订单 {order_id}（红茶等 2 件商品，25.00 元）待付款，请在 2026-11-22 08:15 "
        "前完成支付，逾期将自动关闭。"
    )
    assert ask(shop, number, "u2").startswith("没有找到您名下")
    assert order_id not in ask(shop, "我的订单", "u2")


def test_the_status_text_of_each_status(shop: Shop) -> None:
    orders.save_goods(5, price=1250)
    order_id = orders.place()["orderId"]
    number = f"订单 {order_id}"
    orders.pay(shop, order_id)
    assert ask(shop, number).endswith("已付款，等待发货。")
    call("refundOrder", {"orderId": order_id, "reason": "x"})
    assert ask(shop, number).endswith("已付款，退款申请处理中。")
    call("refundOrder", {"orderId": order_id, "reason": "x", "deny": True}, "op", OPERATOR)
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "753001"}
    call("shipOrder", form, "operator-1", OPERATOR)
    assert ask(shop, number).endswith("已发货，快递 中通快递 753001。")
    call("confirmReceipt", {"orderId": order_id})
    shop.clock.advance(60 * MINUTE)  # the bot has a limited number of replies
    shop.sandbox.post("/sandbox/push", {"openid": "u1", "event": "user_enter_tempsession"})
    assert shop.run_queue("support", "sendReply") == []
    assert ask(shop, number).endswith("已完成，快递 中通快递 753001。")


def test_a_question_without_an_order_number_is_about_the_latest_order(shop: Shop) -> None:
    orders.save_goods(5)
    assert ask(shop, "我的订单").startswith("您名下还没有订单")
    first = orders.place()["orderId"]
    shop.clock.advance(1)
    second = orders.place()["orderId"]
    assert second in ask(shop, "我的快递到哪了")
    call("cancelOrder", {"orderId": second})
    assert ask(shop, "我的订单").endswith("已关闭。")
    shop.clock.advance(15 * MINUTE)
    assert ask(shop, f"订单 {first}").endswith("已超过付款时间，即将自动关闭。")
