"""Orders: the functions of buyers and operators."""

from __future__ import annotations

from local.client import until
from shop.checkout.close import cancel
from shop.orders import shipping
from shop.orders.model import Order, at_key, need
from shop.orders.parcels import NewParcel
from tests.docker.buying import NAMED, SHOPPER, place_order, place_paid_order, row, status
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock
from wxcloud.transaction import commit_one, update

BUYER = "buyer-1"


@expects("placeOrder.json", "placeOrder.http.json")
def an_order_is_placed_and_known_to_wechat(shop: LocalShop) -> Effect:
    shop.forget("orders", pk=f"user#{BUYER}")
    answer = yield {SHOPPER: BUYER}
    order_id = answer["orderId"]
    order = row(shop, order_id)
    assert (order["status"], order["buyer"], order["total"]) == ("PENDING", BUYER, 5900)
    unpaid = shop.row("orders", pk=f"user#{BUYER}", sk="open")
    assert unpaid is not None and order_id in unpaid["orders"]
    assert answer["payment"]["package"].startswith("prepay_id=")
    assert cancel(order_id, BUYER).status == "CLOSED"


@expects("getOrder.json", "getOrder.http.json")
def an_order_is_returned(shop: LocalShop) -> Effect:
    order_id = place_order(shop, BUYER)
    answer = yield {NAMED: order_id, SHOPPER: BUYER}
    assert (answer["orderId"], answer["status"], answer["total"]) == (order_id, "PENDING", 5900)
    assert [event["what"] for event in answer["history"]] == ["PENDING"]
    cancel(order_id, BUYER)


@expects("listOrders.json", "listOrders.http.json")
def the_orders_of_a_buyer_are_returned(shop: LocalShop) -> Effect:
    order_id = place_order(shop, BUYER)
    answer = yield {SHOPPER: BUYER}
    newest = answer["items"][0]
    assert (newest["orderId"], newest["status"]) == (order_id, "PENDING")
    cancel(order_id, BUYER)


@expects("payOrder.json", "payOrder.http.json")
def an_order_can_still_be_paid(shop: LocalShop) -> Effect:
    order_id = place_order(shop, BUYER)
    answer = yield {NAMED: order_id, SHOPPER: BUYER}
    assert answer["orderId"] == order_id
    assert answer["payment"]["package"].startswith("prepay_id=")
    cancel(order_id, BUYER)


@expects("cancelOrder.json", "cancelOrder.http.json")
def an_order_is_closed_here_and_at_wechat(shop: LocalShop) -> Effect:
    order_id = place_order(shop, BUYER)
    yield {NAMED: order_id, SHOPPER: BUYER}
    assert status(shop, order_id) == "CLOSED"
    assert shop.wechat_order(order_id)["state"] == "CLOSED"
    unpaid = shop.row("orders", pk=f"user#{BUYER}", sk="open")
    assert unpaid is None or order_id not in unpaid.get("orders", ())


@expects("refundOrder.json", "refundOrder.http.json")
def a_buyer_requests_a_refund(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    yield {NAMED: order_id, SHOPPER: BUYER}
    order = row(shop, order_id)
    assert (order["status"], order["asked"]) == ("PAID", "不想要了")


@expects("shipOrder.json", "shipOrder.http.json")
def an_order_is_shipped(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    yield {NAMED: order_id}
    order = row(shop, order_id)
    assert order["status"] == "SHIPPED" and "75300000000001" in order["parcels"]


@expects("confirmReceipt.json", "confirmReceipt.http.json")
def receipt_is_confirmed(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    shipping.ship(order_id, "operator-1", [NewParcel("ZTO", "75300000000001")])
    until(lambda: shop.wechat.payments(order_id)[0]["shipments"])  # WeChat knows of the parcel
    shop.wechat.confirm_receipt(order_id)
    yield {NAMED: order_id, SHOPPER: BUYER}
    assert status(shop, order_id) == "COMPLETED"


@expects("shipOrders.json", "shipOrders.http.json")
def the_rows_of_a_sheet_are_shipped(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    answer = yield {NAMED: order_id}
    assert answer["results"] == [{"orderId": order_id, "ok": True}]
    assert status(shop, order_id) == "SHIPPED"


@expects("correctShipping.json", "correctShipping.http.json")
def the_parcel_of_a_shipped_order_is_corrected(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    shipping.ship(order_id, "operator-1", [NewParcel("ZTO", "75300000000001")])
    yield {NAMED: order_id}
    order = row(shop, order_id)
    assert "75300000000002" in order["parcels"] and "75300000000001" not in order["parcels"]


@expects("completeOrders.scheduler.json")
def an_order_is_complete_after_two_weeks(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    shipping.ship(order_id, "operator-1", [NewParcel("ZTO", "75300000000001")])
    commit_one(update(at_key(need(order_id)), Order.dueAt.set(clock.now() - clock.SECOND)))
    yield
    assert status(shop, order_id) == "COMPLETED"
