"""Orders for events to begin with. A buyer of one's own keeps the modules apart."""

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

NAMED, SHOPPER = "order-demo-1", "shopper-1"  # as the events name them


def placed(shop: LocalShop, buyer: str) -> str:
    """An order that is to be paid; its id. Orders that were open before do not count any more."""
    shop.forget("orders", pk=f"user#{buyer}")
    return place(OrderRequest(buyer, {"goods-demo-1": 1})).order.orderId


def paid(shop: LocalShop, buyer: str) -> str:
    """An order that is paid."""
    return pay_for(shop, placed(shop, buyer))


def pay_for(shop: LocalShop, order_id: str) -> str:
    """The buyer pays, and the shop hears of it."""
    shop.wechat.pay(order_id, notify=False)
    payment = calls.get(order_id)
    assert payment is not None
    take_payment(payment)
    return order_id


def late(order_id: str, by: int = clock.SECOND) -> None:
    """The time to pay for the order has been over for `by` ms."""
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
