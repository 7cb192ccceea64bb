"""Place, pay, ship and refund orders through the functions that users and WeChat call."""

from __future__ import annotations

from typing import Any

import pytest

from shop.checkout import place
from shop.orders import model
from shop.orders.queues import CloseOrder
from shop.points import adjusting, reads
from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.orders import OPERATOR, SKU, OrderStream, stock_counts
from wxcloud.queues import Queue

MINUTE = 60_000


def test_an_order_is_placed_paid_shipped_and_received(shop: Shop) -> None:
    orders.save_goods(10, price=100)
    stream = OrderStream(shop)
    placed = orders.place(quantity=2)
    assert placed.ok, placed
    order_id = placed["orderId"]
    assert placed.body | {"payment": None} == {
        "orderId": order_id,
        "total": 200,
        "status": "PENDING",
        "payment": None,
        "payBefore": shop.clock.now + 15 * MINUTE,
    }
    fields = placed["payment"]
    assert fields.keys() == {"timeStamp", "nonceStr", "package", "signType", "paySign"}
    assert fields["signType"] == "RSA"
    assert isinstance(fields["timeStamp"], str)
    assert orders.get_stock() == stock_counts(10, 8, 2, 0)

    orders.pay(shop, order_id)
    assert orders.get_order(order_id)["status"] == "PAID"
    assert orders.get_stock() == stock_counts(10, 8, 0, 2)

    stream.deliver_all()
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "75300000000001"}
    assert call("shipOrder", form, "operator-1", OPERATOR)["status"] == "SHIPPED"
    stream.deliver_all()
    (payment,) = orders.payments(shop, order_id)
    assert payment["shipments"][0]["shipping_list"][0]["tracking_no"] == "75300000000001"

    assert call("confirmReceipt", {"orderId": order_id}).code == "RECEIPT_NOT_CONFIRMED"
    orders.confirm_in_wechat(shop, order_id)
    assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"
    history = [event["what"] for event in orders.get_order(order_id)["history"]]
    assert history == ["PENDING", "PAID", "SHIPPED", "COMPLETED"]
    assert orders.get_stock() == stock_counts(10, 8, 0, 2)


def test_an_order_of_several_skus_gets_the_shops_prices_and_all_units_or_none(
    shop: Shop,
) -> None:
    orders.save_goods(5, price=100)
    orders.save_goods(1, price=7, sku="cup-1")
    items = [{"skuId": SKU, "quantity": 1}, {"skuId": "cup-1", "quantity": 1}]
    placed = call("placeOrder", {"items": [*items, {"skuId": SKU, "quantity": 2}]})
    assert placed["total"] == 307
    assert orders.get_stock() == stock_counts(5, 2, 3, 0)
    short = call("placeOrder", {"items": items})
    assert (short.status, short.code) == (409, "SOLD_OUT")
    assert orders.get_stock() == stock_counts(5, 2, 3, 0)
    assert orders.get_stock("cup-1") == stock_counts(1, 0, 1, 0)


def test_skus_have_their_own_price_and_stock_and_cannot_be_ordered_after_removal(
    shop: Shop,
) -> None:
    big = {"skuId": "big", "title": "大", "price": 300, "stock": 2}
    small = {"skuId": "small", "title": "小", "price": 200, "stock": 3}
    orders.save_goods(sku="set-1", skus=[big, small])
    placed = orders.place(sku="big")
    assert placed["total"] == 300
    assert orders.get_order(placed["orderId"])["items"][0]["title"] == "红茶 大"
    orders.save_goods(sku="set-1", skus=[small])
    assert orders.place(sku="big").code == "SKU_NOT_FOUND"
    assert orders.place(sku="small").ok
    assert orders.place(sku="set-1").code == "SKU_NOT_FOUND"
    orders.save_goods(sku="set-1", skus=[small], hidden=True)
    assert orders.place(sku="small").code == "SKU_NOT_FOUND"


def test_saving_another_stock_adds_the_difference_and_never_removes_held_units(
    shop: Shop,
) -> None:
    orders.save_goods(5)
    orders.place(quantity=3)
    orders.save_goods(5, price=90)
    assert orders.get_stock() == stock_counts(5, 2, 3, 0)
    orders.save_goods(8)
    assert orders.get_stock() == stock_counts(8, 5, 3, 0)
    orders.save_goods(3)
    assert orders.get_stock() == stock_counts(3, 0, 3, 0)
    form = {"goodsId": SKU, "title": "t", "cover": "https://x.example/a", "price": 1}
    form |= {"category": "c", "rank": 1, "stock": 2}
    answer = call("saveGoods", form, "operator-1", OPERATOR)
    assert (answer.status, answer.code) == (409, "STOCK_IN_USE")
    assert call("getGoods", {"goodsId": SKU})["title"] == "红茶", "a refused save changes nothing"


def test_two_buyers_with_the_same_mark_see_only_their_own_orders(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark is ten characters of a hash. If two are equal, the orders share a key prefix."""
    for module in (place, model):
        monkeypatch.setattr(module, "mark", lambda owner: "0000000000")
    orders.save_goods(9)
    mine, other = orders.place("u1")["orderId"], orders.place("u2")["orderId"]
    again = orders.place("u1")["orderId"]
    listed = call("listOrders", {}, "u1")["items"]
    assert [order["orderId"] for order in listed] == sorted([mine, again], reverse=True)
    assert [order["orderId"] for order in call("listOrders", {}, "u2")["items"]] == [other]
    assert call("getOrder", {"orderId": other}, "u1").status == 404
    assert call("getOrder", {"orderId": other}, "u2").ok


def test_a_sku_belongs_to_only_one_goods(shop: Shop) -> None:
    orders.save_goods()
    form = {"goodsId": "thief", "title": "t", "cover": "https://x.example/a", "price": 1}
    form |= {"category": "c", "rank": 1, "stock": 2}
    form["skus"] = [{"skuId": SKU, "title": "t", "price": 1, "stock": 1}]
    assert call("saveGoods", form, "operator-1", OPERATOR).code == "SKU_TAKEN"
    assert call("getGoods", {"goodsId": "thief"}).status == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"items": []},
        {"items": [{"skuId": SKU, "quantity": 0}]},
        {"items": [{"skuId": SKU, "quantity": -1}]},
        {"items": [{"skuId": SKU, "quantity": 1.5}]},
        {"items": [{"skuId": SKU, "quantity": 1000}]},
        {"items": [{"skuId": SKU, "quantity": 1, "price": 1}]},
        {"items": [{"skuId": SKU, "quantity": 1}], "total": 1},
        {"items": [{"skuId": SKU, "quantity": 1}], "points": -1},
        {"items": [{"skuId": SKU}]},
        {},
    ],
)
def test_prices_and_invalid_quantities_from_a_client_are_refused(
    shop: Shop, bad: dict[str, Any]
) -> None:
    orders.save_goods()
    assert call("placeOrder", bad).status == 400
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_a_user_cannot_find_the_orders_of_others(shop: Shop) -> None:
    orders.save_goods()
    order_id = orders.place("u1")["orderId"]
    for name in ("getOrder", "payOrder", "cancelOrder", "confirmReceipt"):
        answer = call(name, {"orderId": order_id}, "u2")
        assert (answer.status, answer.code) == (404, "ORDER_NOT_FOUND"), name
    form = {"orderId": order_id, "reason": "mine"}
    assert call("refundOrder", form, "u2").status == 404
    assert (
        call("shipOrder", {"orderId": order_id, "carrier": "a", "trackingNumber": "b"}).status
        == 403
    )
    assert call("getStock", {"skuId": SKU}).status == 403
    assert call("getOrder", {"orderId": order_id}, "u1").ok
    assert call("placeOrder", {"items": [{"skuId": SKU, "quantity": 1}]}, "").status == 401


def test_a_buyer_has_at_most_five_unpaid_orders(shop: Shop) -> None:
    orders.save_goods(20)
    placed = [orders.place()["orderId"] for _ in range(5)]
    assert orders.place().code == "TOO_MANY_UNPAID"
    assert orders.get_stock() == stock_counts(20, 15, 5, 0)
    orders.pay(shop, placed[0])
    assert orders.place().ok, "a paid order does not count, even before its event is handled"
    assert call("cancelOrder", {"orderId": placed[1]}).ok
    assert orders.place().ok
    assert orders.place().code == "TOO_MANY_UNPAID"
    assert orders.place("u2").ok


def test_cancelling_an_order_releases_its_stock_at_once(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    assert orders.place("u2").code == "SOLD_OUT"
    for _ in range(2):
        assert call("cancelOrder", {"orderId": order_id})["status"] == "CLOSED"
    assert orders.place("u2").ok
    assert call("payOrder", {"orderId": order_id}).code == "ORDER_CLOSED"
    assert orders.get_stock() == stock_counts(1, 0, 1, 0)


def test_a_paid_order_cannot_be_cancelled(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    assert call("cancelOrder", {"orderId": order_id}).code == "ORDER_PAID"
    assert orders.get_order(order_id)["status"] == "PAID", (
        "the shop queried WeChat before it closed the order"
    )
    assert orders.get_stock() == stock_counts(1, 0, 0, 1)


def test_an_unpaid_order_is_closed_when_its_time_to_pay_is_over(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    assert orders.run_close_order(order_id) == []
    assert orders.get_order(order_id)["status"] == "PENDING", "an early message changes nothing"
    shop.clock.advance(15 * MINUTE)
    assert orders.run_close_order(order_id, order_id) == []
    assert orders.get_order(order_id)["status"] == "CLOSED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    (closed,) = shop.sandbox.get(f"/sandbox/orders?out_trade_no={order_id}")["orders"]
    assert closed["state"] == "CLOSED", "the order is also closed at WeChat"


def test_reading_an_expired_order_closes_it_if_the_message_is_late(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    shop.clock.advance(15 * MINUTE)
    assert call("payOrder", {"orderId": order_id}).code == "ORDER_CLOSED"
    assert call("getOrder", {"orderId": order_id})["status"] == "CLOSED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)


def test_an_order_that_was_paid_in_time_is_not_closed(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    shop.clock.advance(15 * MINUTE)
    assert orders.run_close_order(order_id) == []
    assert orders.get_order(order_id)["status"] == "PAID"


def test_the_stream_sends_the_close_message_and_an_early_message_is_sent_again(
    shop: Shop,
) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    sent: list[tuple[str, int]] = []

    def send(queue: Queue, message: object, *, delay_s: int = 0) -> None:
        if isinstance(message, CloseOrder):
            sent.append((message.orderId, delay_s))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Queue, "send", send)
        OrderStream(shop).deliver_all()
        shop.clock.advance(5 * MINUTE)
        orders.run_close_order(order_id)
    # The first look is when the buyer is reminded, five minutes before the end.
    assert sent == [(order_id, 600), (order_id, 300)]


def test_paying_again_returns_new_payment_fields_for_the_same_order(shop: Shop) -> None:
    orders.save_goods(1)
    placed = orders.place()
    shop.clock.advance(14 * MINUTE)
    again = call("payOrder", {"orderId": placed["orderId"]})
    assert again.ok, again
    assert again["payment"]["package"] != placed["payment"]["package"]
    orders.pay(shop, placed["orderId"], strict=True)
    assert call("payOrder", {"orderId": placed["orderId"]}).code == "ORDER_PAID"


def test_an_order_that_costs_nothing_is_paid_at_once(shop: Shop) -> None:
    orders.save_goods(2, price=0)
    placed = orders.place()
    assert (placed["status"], placed["payment"], placed["total"]) == ("PAID", None, 0)
    assert orders.get_stock() == stock_counts(2, 1, 0, 1)
    stream = OrderStream(shop)
    refund = {"orderId": placed["orderId"], "reason": "no"}
    call("refundOrder", refund, "operator-1", OPERATOR)
    stream.deliver_all()
    assert orders.get_order(placed["orderId"])["status"] == "REFUNDED"
    assert orders.get_stock() == stock_counts(2, 2, 0, 0)


@pytest.mark.parametrize(("fault", "status"), [({"status": 500}, 502), ({"delay_ms": 4000}, 504)])
def test_a_failed_prepay_releases_everything_that_was_held(
    shop: Shop, fault: dict[str, int], status: int
) -> None:
    orders.save_goods(1)
    shop.sandbox.post(
        "/sandbox/faults", {"path": "/v3/pay/transactions/jsapi", "times": 2, **fault}
    )
    answer = orders.place()
    assert answer.status == status
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    assert call("listOrders")["items"] == []
    assert orders.place().ok or status == 504


def test_orders_are_listed_newest_first_in_pages(shop: Shop) -> None:
    orders.save_goods(20)
    placed = []
    for _ in range(4):
        shop.clock.advance(1)
        placed.append(orders.place()["orderId"])
    orders.place("u2")
    call("cancelOrder", {"orderId": placed[1]})
    first = call("listOrders", {"limit": 3})
    assert [o["orderId"] for o in first["items"]] == [placed[3], placed[2], placed[1]]
    rest = call("listOrders", {"limit": 3, "cursor": first["cursor"]})
    assert ([o["orderId"] for o in rest["items"]], rest["cursor"]) == ([placed[0]], None)
    closed = call("listOrders", {"status": "CLOSED"})
    assert [o["orderId"] for o in closed["items"]] == [placed[1]]
    pending = call("listOrders", {"status": "PENDING", "limit": 1})
    more = call("listOrders", {"status": "PENDING", "limit": 2, "cursor": pending["cursor"]})
    assert [o["orderId"] for o in more["items"]] == [placed[2], placed[0]]
    stolen = call("listOrders", {"limit": 3, "cursor": first["cursor"]}, "u2")
    assert (stolen.status, stolen["field"]) == (400, "cursor")


def test_an_order_is_shipped_once_and_its_buyer_confirms_receipt(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "operator-1", OPERATOR).code == "ORDER_STATE"
    assert call("confirmReceipt", {"orderId": order_id}).code == "ORDER_STATE"
    orders.pay(shop, order_id)
    for _ in range(2):
        assert call("shipOrder", form, "operator-1", OPERATOR)["status"] == "SHIPPED"
    other = {**form, "trackingNumber": "2"}
    assert call("shipOrder", other, "operator-1", OPERATOR).code == "ORDER_STATE"
    for _ in range(2):
        assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"


def test_points_pay_a_part_and_are_given_back_when_the_order_is_cancelled(shop: Shop) -> None:
    orders.save_goods(5, price=1000)
    adjusting.adjust("u1", "gift", 300, "welcome", "operator-1")
    placed = orders.place(points=300)
    assert placed["total"] == 700
    assert reads.score("u1").score == 0
    assert orders.place(points=1).code == "NOT_ENOUGH_POINTS"
    call("cancelOrder", {"orderId": placed["orderId"]})
    assert reads.score("u1").score == 300
    assert orders.place(points=501).code == "POINTS_LIMIT"
    assert orders.get_stock() == stock_counts(5, 5, 0, 0)


def test_a_purchase_earns_points_once_and_a_refund_claws_them_back(shop: Shop) -> None:
    orders.save_goods(5, price=1000)
    adjusting.adjust("u1", "gift", 300, "welcome", "operator-1")
    order_id = orders.place(points=300)["orderId"]
    stream = OrderStream(shop)
    orders.pay(shop, order_id)
    records = stream.new_records()
    stream.deliver_all(records)
    earned = reads.score("u1").score
    assert earned > 0
    stream.deliver_all(records)
    assert reads.score("u1").score == earned
    call("refundOrder", {"orderId": order_id, "reason": "no"}, "operator-1", OPERATOR)
    stream.deliver_all()
    assert reads.score("u1").score == 300


def test_without_a_payment_secret_orders_are_refused_and_hold_nothing(shop: Shop) -> None:
    orders.save_goods(1)
    empty = '{"mchid":"","serial":"","privateKey":"","apiV3Key":"","keys":{},"notifyUrl":""}'
    shop.aws("secretsmanager").put_secret_value(SecretId=shop.prefix + "pay", SecretString=empty)
    answer = orders.place()
    assert (answer.status, answer.code) == (502, "PAY_NOT_SET")
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
