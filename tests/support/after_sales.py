"""After-sales in tests: orders in a status, and the calls of buyers and operators."""

from __future__ import annotations

import time
from typing import Any

from tests.support import orders
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler
from tests.support.groups import Streams
from tests.support.orders import OPERATOR, SKU

OP = "operator-1"


def bought(
    shop: Shop, quantity: int = 3, price: int = 100, status: str = "SHIPPED", **more: Any
) -> str:
    """An order of u1 in that status, of goods that exist."""
    placed = orders.place(quantity=quantity, **more)
    assert placed.ok, placed
    order_id = str(placed["orderId"])
    orders.pay(shop, order_id)
    if status in ("SHIPPED", "COMPLETED"):
        ship(order_id)
    if status == "COMPLETED":
        assert call("confirmReceipt", {"orderId": order_id}).ok
    return order_id


def ship(order_id: str) -> Answer:
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "75300000000001"}
    return call("shipOrder", form, OP, OPERATOR)


def ask(order_id: str, kind: str = "refund", units: int | None = None, **more: Any) -> Answer:
    form: dict[str, Any] = {"orderId": order_id, "kind": kind, "reason": "不想要了", **more}
    if units is not None:
        form["items"] = [{"skuId": SKU, "quantity": units}]
    return call("askAfterSale", form)


def asked(order_id: str, kind: str = "refund", units: int | None = None, **more: Any) -> str:
    answer = ask(order_id, kind, units, **more)
    assert answer.ok, answer
    return str(answer["afterSaleId"])


def decide(after_sale: str, agree: bool = True, **more: Any) -> Answer:
    form = {"afterSaleId": after_sale, "agree": agree, **more}
    return call("decideAfterSale", form, OP, OPERATOR)


def send_back(after_sale: str, number: str = "75300000000002") -> Answer:
    form = {"afterSaleId": after_sale, "carrier": "ZTO", "trackingNumber": number}
    return call("sendBack", form)


def receive(after_sale: str, resaleable: bool = True) -> Answer:
    form = {"afterSaleId": after_sale, "resaleable": resaleable}
    return call("receiveReturn", form, OP, OPERATOR)


def withdraw(after_sale: str) -> Answer:
    return call("withdrawAfterSale", {"afterSaleId": after_sale})


def get(after_sale: str) -> dict[str, Any]:
    answer = call("getAfterSale", {"afterSaleId": after_sale}, OP, OPERATOR)
    assert answer.ok, answer
    return dict(answer.body)


def fire_deadline(after_sale: str) -> None:
    """Call expireAfterSale as its timer does."""
    handler("expireAfterSale")({"afterSaleId": after_sale}, LambdaContext())


def deliver(shop: Shop) -> None:
    Streams(shop).deliver_all()


def until_refunded(shop: Shop, after_sale: str) -> dict[str, Any]:
    """Deliver all messages until WeChat has paid the money back and has notified the shop. Returns
    the after-sale."""
    until = time.monotonic() + 5
    while get(after_sale)["status"] != "REFUNDED":
        assert time.monotonic() < until, get(after_sale)
        deliver(shop)
        time.sleep(0.02)
    return get(after_sale)
