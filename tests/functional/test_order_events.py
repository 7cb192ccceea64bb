"""The sample events of the order functions. Each event is sent to its function after the test has
created the order that it needs. (`tests/docker` does the same through `sam local invoke`.)"""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.events import EVENTS, fill
from shop.checkout.place import place
from shop.checkout.request import OrderRequest
from tests.support import demo
from tests.support.cloud import LambdaContext, Shop, call, handler, token
from tests.support.orders import OPERATOR, get_order, pay

SHOPPER, NAMED = "shopper-1", "order-demo-1"
NEEDS = {
    "cancelOrder": "PENDING",
    "payOrder": "PENDING",
    "getOrder": "PENDING",
    "listOrders": "PENDING",
    "refundOrder": "PAID",
    "shipOrder": "PAID",
    "shipOrders": "PAID",
    "correctShipping": "SHIPPED",
    "confirmReceipt": "SHIPPED",
    "closeOrder": "LATE",
    "sendRefund": "REFUNDING",
    "uploadShipping": "SHIPPED",
}
LEAVES = {
    "cancelOrder": "CLOSED",
    "shipOrder": "SHIPPED",
    "shipOrders": "SHIPPED",
    "confirmReceipt": "COMPLETED",
    "closeOrder": "CLOSED",
}


def ordered(shop: Shop, state: str) -> str:
    """Create an order of shopper-1 in that state."""
    order_id = place(OrderRequest(SHOPPER, {"goods-demo-1": 1})).order.orderId
    if state == "LATE":
        shop.clock.advance(16 * 60_000)
    elif state != "PENDING":
        pay(shop, order_id)
    form = {"orderId": order_id, "reason": "x", "carrier": "ZTO", "trackingNumber": "1"}
    if state == "REFUNDING":
        del form["carrier"], form["trackingNumber"]
        assert call("refundOrder", form, "operator-1", OPERATOR).ok
    elif state == "SHIPPED":
        del form["reason"]
        assert call("shipOrder", form, "operator-1", OPERATOR).ok
    return order_id


def test_the_sample_order_change_has_the_form_of_a_real_record(shop: Shop) -> None:
    """A record of another form would be ignored, and the sample would test nothing."""
    event = fill(EVENTS / "onOrderChange.stream.json", token, shop.clock.now)
    shop.clock.advance(16 * 60_000)
    assert handler("onOrderChange")(event, LambdaContext()) == {"batchItemFailures": []}
    assert [message["orderId"] for message in shop.drain("close_order")] == [NAMED]


@pytest.mark.parametrize(
    "file", sorted(p.name for p in EVENTS.glob("*.json") if p.name.partition(".")[0] in NEEDS)
)
def test_a_sample_event_succeeds(shop: Shop, file: str) -> None:
    demo.write_demo_data(shop)
    name = file.partition(".")[0]
    order_id = ordered(shop, NEEDS[name])

    def signed(openid: str) -> str:
        return token(openid, OPERATOR if openid == "operator-1" else ())

    ids = {} if name == "listOrders" else {NAMED: order_id}
    event = fill(EVENTS / file, signed, shop.clock.now, ids=ids)
    answer: dict[str, Any] = handler(name)(event, LambdaContext(name))
    if "Records" in event:
        assert answer == {"batchItemFailures": []}
    elif "http" in file:
        assert answer["statusCode"] == 200, answer["body"]
        answer = json.loads(answer["body"])
    assert "errCode" not in answer
    if name in LEAVES:
        assert get_order(order_id)["status"] == LEAVES[name]
