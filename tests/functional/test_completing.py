"""When a shipped order is complete: by its buyer, by WeChat, or by itself after 14 days."""

from __future__ import annotations

import pytest

from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.orders import OPERATOR, OrderStream

DAY = 24 * 3_600_000
SHIP = {"carrier": "ZTO", "trackingNumber": "A1"}
GET_ORDER = "/wxa/sec/order/get_order"


def shipped(shop: Shop, buyer: str = "u1", **how: object) -> str:
    order_id = str(orders.place(buyer)["orderId"])
    orders.pay(shop, order_id)
    assert call("shipOrder", {"orderId": order_id, **SHIP}, "op", OPERATOR).ok
    return order_id


def run_job() -> None:
    assert handler("completeOrders")({}, LambdaContext()) is None


def stored(shop: Shop, order_id: str) -> dict[str, object]:
    """As it is in the table: a reader may complete it."""
    (item,) = (each for each in shop.items("orders") if each["sk"] == f"order#{order_id}")
    return item


def test_an_order_completes_by_itself_fourteen_days_after_it_was_shipped(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    shop.clock.advance(14 * DAY - 1)
    run_job()
    assert stored(shop, order_id)["status"] == "SHIPPED"
    shop.clock.advance(1)
    for _ in range(2):
        run_job()
    item = stored(shop, order_id)
    assert item["status"] == "COMPLETED"
    assert not item.keys() & {"due", "dueAt"}, "it has left the index"
    history = [(each["what"], each["by"]) for each in orders.get_order(order_id)["history"]]
    assert [each for each in history if each[0] == "COMPLETED"] == [("COMPLETED", "clock")]


def test_a_reader_does_not_wait_for_the_job(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    shop.clock.advance(14 * DAY - 1)
    assert call("getOrder", {"orderId": order_id})["status"] == "SHIPPED"
    shop.clock.advance(1)
    assert call("getOrder", {"orderId": order_id})["status"] == "COMPLETED"
    assert stored(shop, order_id)["status"] == "COMPLETED"


@pytest.mark.parametrize("mark", ["asked", "handRefund"])
def test_an_order_whose_refund_is_asked_for_waits_for_the_decision(shop: Shop, mark: str) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    item = stored(shop, order_id)
    value = {"S": "坏了"} if mark == "asked" else {"N": "1795305600000"}
    shop.aws("dynamodb").update_item(
        TableName=shop.tables["orders"],
        Key={"pk": {"S": str(item["pk"])}, "sk": {"S": str(item["sk"])}},
        UpdateExpression="SET #m = :m",
        ExpressionAttributeNames={"#m": mark},
        ExpressionAttributeValues={":m": value},
    )
    shop.clock.advance(15 * DAY)
    run_job()
    assert call("getOrder", {"orderId": order_id})["status"] == "SHIPPED"
    form = {"orderId": order_id, "reason": "已换货", "deny": True}
    assert call("refundOrder", form, "op", OPERATOR).ok
    run_job()
    assert stored(shop, order_id)["status"] == "COMPLETED"


def test_an_order_that_is_complete_leaves_the_index_whoever_completes_it(shop: Shop) -> None:
    orders.save_goods()
    mine, wechats = shipped(shop), shipped(shop, "u2")
    OrderStream(shop).deliver_all()
    orders.confirm_in_wechat(shop, mine)
    assert call("confirmReceipt", {"orderId": mine})["status"] == "COMPLETED"
    shop.sandbox.post("/sandbox/receipt", {"out_trade_no": wechats})
    for order_id in (mine, wechats):
        item = stored(shop, order_id)
        assert (item["status"], "due" in item) == ("COMPLETED", False)


def test_a_receipt_that_a_client_reports_is_checked_with_wechat(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    OrderStream(shop).deliver_all()
    refused = call("confirmReceipt", {"orderId": order_id})
    assert (refused.status, refused.code) == (409, "RECEIPT_NOT_CONFIRMED")
    assert stored(shop, order_id)["status"] == "SHIPPED"
    orders.confirm_in_wechat(shop, order_id)
    for _ in range(2):
        assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"
    assert shop.sandbox.calls(GET_ORDER) == 2, "a repeat asks nobody"


def test_an_order_that_wechat_was_not_told_of_is_received_by_the_buyers_word(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"
    free = orders.save_goods(sku="gift", price=0)
    order_id = str(orders.place(sku=free)["orderId"])
    assert call("shipOrder", {"orderId": order_id, **SHIP}, "op", OPERATOR).ok
    assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"
    assert shop.sandbox.calls(GET_ORDER) == 1, "WeChat has no payment of it"


def test_a_receipt_waits_while_wechat_does_not_answer(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    shop.sandbox.post("/sandbox/faults", {"path": GET_ORDER, "times": 1, "errcode": -1})
    busy = call("confirmReceipt", {"orderId": order_id})
    assert (busy.status, busy.code) == (503, "WECHAT_BUSY")
    assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"


def test_a_shop_without_wechats_shipping_service_takes_the_buyers_word(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    shop.sandbox.post("/sandbox/faults", {"path": GET_ORDER, "times": 1, "errcode": 48001})
    assert call("confirmReceipt", {"orderId": order_id})["status"] == "COMPLETED"


def test_only_the_buyer_of_a_shipped_order_confirms(shop: Shop) -> None:
    orders.save_goods()
    order_id = shipped(shop)
    assert call("confirmReceipt", {"orderId": order_id}, "u2").code == "ORDER_NOT_FOUND"
    other = str(orders.place()["orderId"])
    assert call("confirmReceipt", {"orderId": other}).code == "ORDER_STATE"
