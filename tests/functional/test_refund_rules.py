"""Refunds that WeChat Pay would refuse are refused before they are granted; a SKU that is
named twice is added up."""

from __future__ import annotations

from typing import Any

from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.orders import OPERATOR, OrderStream, stock_counts
from wxcloud import clock


def grant(order_id: str, *items: tuple[str, int]) -> Any:
    form: dict[str, Any] = {"orderId": order_id, "reason": "坏果"}
    if items:
        form["items"] = [{"skuId": sku, "quantity": n} for sku, n in items]
    return call("refundOrder", form, "operator-1", OPERATOR)


def paid(shop: Shop, quantity: int, price: int = 100) -> str:
    orders.save_goods(quantity, price=price)
    order_id = str(orders.place(quantity=quantity)["orderId"])
    orders.pay(shop, order_id)
    return order_id


def test_a_sku_that_is_named_twice_is_added_up(shop: Shop) -> None:
    order_id = paid(shop, 5)
    order = grant(order_id, (orders.SKU, 1), (orders.SKU, 2))
    assert order["refunded"] == 300
    assert order["items"][0]["refunded"] == 3
    assert orders.get_stock() == stock_counts(5, 3, 0, 2)
    refused = grant(order_id, (orders.SKU, 2), (orders.SKU, 1))
    assert (refused.status, refused["field"]) == (400, "items")
    assert grant(order_id, (orders.SKU, 1), (orders.SKU, 1))["status"] == "REFUNDING"


def test_an_order_adds_up_too(shop: Shop) -> None:
    orders.save_goods(5)
    items = [{"skuId": orders.SKU, "quantity": 1}, {"skuId": orders.SKU, "quantity": 2}]
    order_id = call("placeOrder", {"items": items})["orderId"]
    assert [each["quantity"] for each in orders.get_order(order_id)["items"]] == [3]
    items = [{"skuId": orders.SKU, "quantity": 2}, {"skuId": orders.SKU, "quantity": 1}]
    assert call("placeOrder", {"items": items}, "u2").code == "SOLD_OUT"


def test_the_51st_refund_is_refused_and_gives_nothing_back(shop: Shop) -> None:
    shop.set(MAX_UNITS_PER_SKU="52")
    order_id = paid(shop, 52)
    stream = OrderStream(shop)
    for _ in range(50):
        assert grant(order_id, (orders.SKU, 1)).ok
    before = orders.get_stock()
    for items in ([(orders.SKU, 1)], [(orders.SKU, 2)], []):
        assert grant(order_id, *items).code == "REFUND_LIMIT"
    order = orders.get_order(order_id)
    assert (order["status"], order["refunded"], len(order["refunds"])) == ("PAID", 5000, 50)
    assert orders.get_stock() == before
    stream.deliver_all()
    (payment,) = orders.payments(shop, order_id)
    assert len(payment["refunds"]) == 50


def test_a_refund_after_a_year_is_refused(shop: Shop) -> None:
    order_id = paid(shop, 2)
    shop.clock.advance(364 * clock.DAY)
    assert grant(order_id, (orders.SKU, 1)).ok
    OrderStream(shop).deliver_all()
    assert orders.payments(shop, order_id)[0]["refunds"]
    shop.clock.advance(clock.SECOND)
    refused = grant(order_id)
    assert (refused.status, refused.code) == (409, "REFUND_TOO_LATE")
    assert orders.get_order(order_id)["status"] == "PAID"


def test_an_order_that_cost_nothing_has_no_such_limits(shop: Shop) -> None:
    orders.save_goods(1, price=0)
    order_id = orders.place()["orderId"]
    shop.clock.advance(366 * clock.DAY)
    assert grant(order_id)["status"] == "REFUNDING"


def test_a_second_refund_within_a_minute_waits_for_its_turn(shop: Shop) -> None:
    order_id = paid(shop, 3)
    shop.sandbox.post("/sandbox/config", {"refund_gap_s": 60})
    try:
        messages = []
        for _ in range(2):
            grant(order_id, (orders.SKU, 1))
        for each in orders.get_order(order_id)["refunds"]:
            messages.append({"orderId": order_id, "refundNo": each["refundNo"]})
        outcome = handler("sendRefund")(sqs_event(*messages), LambdaContext())
        assert outcome == {"batchItemFailures": []}
        assert len(orders.payments(shop, order_id)[0]["refunds"]) == 1
        assert waiting(shop) == 2  # one is looked at again, one waits
        shop.clock.advance(3 * clock.MINUTE)
        handler("sendRefund")(sqs_event({**messages[1], "waits": 1}), LambdaContext())
        assert len(orders.payments(shop, order_id)[0]["refunds"]) == 2
        last = {**messages[0], "refundNo": f"R{order_id}2", "waits": 200}
        grant(order_id, (orders.SKU, 1))
        assert (
            len(handler("sendRefund")(sqs_event(last), LambdaContext())["batchItemFailures"]) == 1
        )
    finally:
        shop.sandbox.post("/sandbox/config", {"refund_gap_s": 0})


def waiting(shop: Shop) -> int:
    """Messages on the refund queue that are delayed."""
    name = "ApproximateNumberOfMessagesDelayed"
    found = shop.aws("sqs").get_queue_attributes(
        QueueUrl=shop.queues["refund"], AttributeNames=[name]
    )
    return int(found["Attributes"][name])
