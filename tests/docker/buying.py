"""Create the orders that events need. Each module uses its own buyer, because modules run in
parallel."""

from __future__ import annotations

from typing import Any

from shop.checkout.payments import take_payment
from shop.checkout.place import place
from shop.checkout.request import OrderRequest
from shop.orders.model import Order, at_key, key, need
from shop.orders.refund import refund_key
from tests.docker.shop import LocalShop
from wxcloud import clock
from wxcloud.transaction import commit_one, update
from wxcloud.wechat.pay import calls

NAMED, SHOPPER = "order-demo-1", "shopper-1"  # the ids in the event files


def place_order(shop: LocalShop, buyer: str) -> str:
    """Place an order and return its id. Deletes the buyer's list of unpaid orders first."""
    shop.forget("orders", pk=f"user#{buyer}")
    return place(OrderRequest(buyer, {"goods-demo-1": 1})).order.orderId


def place_paid_order(shop: LocalShop, buyer: str) -> str:
    """Place an order and pay it. Returns its id."""
    return pay_order(shop, place_order(shop, buyer))


def pay_order(shop: LocalShop, order_id: str) -> str:
    """Pay an order at WeChat and process the payment."""
    shop.wechat.pay(order_id, notify=False)
    payment = calls.get(order_id)
    assert payment is not None
    take_payment(payment)
    return order_id


def expire_order(order_id: str, by: int = clock.SECOND) -> None:
    """Set the order's time to pay to `by` ms ago."""
    over = Order.payBefore.set(clock.now() - by)
    commit_one(update(at_key(need(order_id)), over))


def row(shop: LocalShop, order_id: str) -> dict[str, Any]:
    pk, sk = key(order_id)
    found = shop.row("orders", pk=pk, sk=sk)
    assert found is not None, f"no order {order_id}"
    return found


def status(shop: LocalShop, order_id: str) -> str:
    return str(row(shop, order_id)["status"])


def refund_row(shop: LocalShop, order_id: str, number: str) -> dict[str, Any] | None:
    pk, sk = refund_key(order_id, number)
    return shop.row("orders", pk=pk, sk=sk)
