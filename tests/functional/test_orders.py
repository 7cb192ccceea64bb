"""Orders and their payment, through the functions that buyers, operators and WeChat call."""

from __future__ import annotations

from typing import Any

import pytest

from shop.orders import model
from shop.orders.queues import CloseOrder
from shop.points import adjusting, reads
from tests.support import orders
from tests.support.cloud import Shop, call
from tests.support.orders import OPERATOR, SKU, OrderStream, stock_counts
from wxcloud import ids
from wxcloud.queues import Queue

MINUTE = 60_000


def test_an_order_goes_from_placed_to_received(shop: Shop) -> None:
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

    assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"
    story = [event["what"] for event in orders.get_order(order_id)["history"]]
    assert story == ["PENDING", "PAID", "SHIPPED", "COMPLETED"]
    assert orders.get_stock() == stock_counts(10, 8, 0, 2)


def test_an_order_of_several_skus_is_priced_by_the_shop_and_taken_whole_or_not_at_all(
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


def test_variants_have_their_own_price_and_stock_and_leave_the_shelf_when_dropped(
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


def test_saving_another_stock_adds_the_difference_and_never_takes_what_is_sold(
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
    assert call("getGoods", {"goodsId": SKU})["title"] == "红茶", "nothing is half saved"


def test_two_buyers_with_one_mark_see_their_own_orders_alone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten characters of a hash may be the same: then their orders lie side by side."""
    for module in (ids, model):
        monkeypatch.setattr(module, "mark", lambda owner: "0000000000")
    orders.save_goods(9)
    mine, other = orders.place("u1")["orderId"], orders.place("u2")["orderId"]
    again = orders.place("u1")["orderId"]
    listed = call("listOrders", {}, "u1")["items"]
    assert [order["orderId"] for order in listed] == sorted([mine, again], reverse=True)
    assert [order["orderId"] for order in call("listOrders", {}, "u2")["items"]] == [other]
    assert call("getOrder", {"orderId": other}, "u1").status == 404
    assert call("getOrder", {"orderId": other}, "u2").ok


def test_a_sku_belongs_to_one_goods_only(shop: Shop) -> None:
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
def test_what_a_client_says_of_prices_and_odd_quantities_is_refused(
    shop: Shop, bad: dict[str, Any]
) -> None:
    orders.save_goods()
    assert call("placeOrder", bad).status == 400
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_other_peoples_orders_are_not_there(shop: Shop) -> None:
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


def test_nobody_has_more_than_five_orders_to_pay(shop: Shop) -> None:
    orders.save_goods(20)
    placed = [orders.place()["orderId"] for _ in range(5)]
    assert orders.place().code == "TOO_MANY_UNPAID"
    assert orders.get_stock() == stock_counts(20, 15, 5, 0)
    orders.pay(shop, placed[0])
    assert orders.place().ok, "one that is paid does not count, though the stream has not told yet"
    assert call("cancelOrder", {"orderId": placed[1]}).ok
    assert orders.place().ok
    assert orders.place().code == "TOO_MANY_UNPAID"
    assert orders.place("u2").ok


def test_a_buyer_cancels_and_the_stock_is_free_at_once(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    assert orders.place("u2").code == "SOLD_OUT"
    for _ in range(2):
        assert call("cancelOrder", {"orderId": order_id})["status"] == "CLOSED"
    assert orders.place("u2").ok
    assert call("payOrder", {"orderId": order_id}).code == "ORDER_CLOSED"
    assert orders.get_stock() == stock_counts(1, 0, 1, 0)


def test_an_order_that_is_paid_cannot_be_cancelled(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    assert call("cancelOrder", {"orderId": order_id}).code == "ORDER_PAID"
    assert orders.get_order(order_id)["status"] == "PAID", "WeChat was asked, and said so"
    assert orders.get_stock() == stock_counts(1, 0, 0, 1)


def test_an_order_that_is_not_paid_closes_when_its_window_is_over(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    assert orders.run_close_order(order_id) == []
    assert orders.get_order(order_id)["status"] == "PENDING", (
        "a message that is early changes nothing"
    )
    shop.clock.advance(15 * MINUTE)
    assert orders.run_close_order(order_id, order_id) == []
    assert orders.get_order(order_id)["status"] == "CLOSED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    (closed,) = shop.sandbox.get(f"/sandbox/orders?out_trade_no={order_id}")["orders"]
    assert closed["state"] == "CLOSED", "there too"


def test_an_order_whose_message_is_late_is_closed_by_whoever_looks_at_it(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    shop.clock.advance(15 * MINUTE)
    assert call("payOrder", {"orderId": order_id}).code == "ORDER_CLOSED"
    assert call("getOrder", {"orderId": order_id})["status"] == "CLOSED"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)


def test_the_window_ends_but_the_payment_was_made_in_time(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    shop.clock.advance(15 * MINUTE)
    assert orders.run_close_order(order_id) == []
    assert orders.get_order(order_id)["status"] == "PAID"


def test_the_message_to_close_an_order_is_sent_by_the_stream_and_again_while_it_is_early(
    shop: Shop,
) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    sent: list[tuple[str, int]] = []

    def send(queue: Queue, message: CloseOrder, *, delay_s: int = 0) -> None:
        sent.append((message.orderId, delay_s))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Queue, "send", send)
        OrderStream(shop).deliver_all()
        shop.clock.advance(5 * MINUTE)
        orders.run_close_order(order_id)
    assert sent == [(order_id, 900), (order_id, 600)]


def test_paying_again_gives_fresh_fields_for_the_same_order(shop: Shop) -> None:
    orders.save_goods(1)
    placed = orders.place()
    shop.clock.advance(14 * MINUTE)
    again = call("payOrder", {"orderId": placed["orderId"]})
    assert again.ok, again
    assert again["payment"]["package"] != placed["payment"]["package"]
    orders.pay(shop, placed["orderId"], strict=True)
    assert call("payOrder", {"orderId": placed["orderId"]}).code == "ORDER_PAID"


def test_what_costs_nothing_is_paid_at_once(shop: Shop) -> None:
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
def test_if_wechat_fails_nothing_is_held(shop: Shop, fault: dict[str, int], status: int) -> None:
    orders.save_goods(1)
    shop.sandbox.post(
        "/sandbox/faults", {"path": "/v3/pay/transactions/jsapi", "times": 2, **fault}
    )
    answer = orders.place()
    assert answer.status == status
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    assert call("listOrders")["items"] == []
    assert orders.place().ok or status == 504


def test_orders_are_listed_newest_first_page_by_page(shop: Shop) -> None:
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


def test_an_order_is_shipped_once_and_received_by_its_buyer(shop: Shop) -> None:
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


def test_points_pay_for_a_part_and_come_back_with_the_order(shop: Shop) -> None:
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


def test_a_purchase_earns_points_once_and_a_refund_takes_them_back(shop: Shop) -> None:
    orders.save_goods(5, price=1000)
    adjusting.adjust("u1", "gift", 300, "welcome", "operator-1")
    order_id = orders.place(points=300)["orderId"]
    stream = OrderStream(shop)
    orders.pay(shop, order_id)
    news = stream.new_records()
    stream.deliver_all(news)
    earned = reads.score("u1").score
    assert earned > 0
    stream.deliver_all(news)
    assert reads.score("u1").score == earned
    call("refundOrder", {"orderId": order_id, "reason": "no"}, "operator-1", OPERATOR)
    stream.deliver_all()
    assert reads.score("u1").score == 300


def test_a_shop_whose_pay_secret_is_not_filled_refuses_and_holds_nothing(shop: Shop) -> None:
    orders.save_goods(1)
    empty = '{"mchid":"","serial":"","privateKey":"","apiV3Key":"","keys":{},"notifyUrl":""}'
    shop.aws("secretsmanager").put_secret_value(SecretId=shop.prefix + "pay", SecretString=empty)
    answer = orders.place()
    assert (answer.status, answer.code) == (502, "PAY_NOT_SET")
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
