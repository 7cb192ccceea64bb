"""After-sales: the functions of buyers and operators, and their timer."""

from __future__ import annotations

from typing import Any

from shop.aftersale import states
from shop.aftersale.asking import ask
from shop.aftersale.deciding import decide
from shop.aftersale.model import AfterSale, key
from shop.aftersale.returning import send_back
from shop.orders.model import Order, at_key, need
from tests.docker.buying import NAMED, SHOPPER, place_paid_order, row
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud.transaction import commit_one, update

BUYER = "returner-1"
AFTER_SALE = "after-sale-demo-1"  # the id in the event files


def asked(shop: LocalShop, kind: states.Kind = "return") -> AfterSale:
    """An after-sale of an order that is as if it was shipped."""
    order_id = place_paid_order(shop, BUYER)
    if kind == "return":
        commit_one(update(at_key(need(order_id)), Order.status.set("SHIPPED")))
    return ask(order_id, BUYER, kind, "不想要了")


def after_sale(shop: LocalShop, after_sale_id: str) -> dict[str, Any]:
    pk, sk = key(after_sale_id)
    found = shop.row("orders", pk=pk, sk=sk)
    assert found is not None, f"no after-sale {after_sale_id}"
    return found


@expects("askAfterSale.json", "askAfterSale.http.json")
def an_after_sale_is_asked_for(shop: LocalShop) -> Effect:
    order_id = place_paid_order(shop, BUYER)
    answer = yield {NAMED: order_id, SHOPPER: BUYER}
    assert after_sale(shop, answer["afterSaleId"])["status"] == "ASKED"
    assert answer["afterSaleId"] in row(shop, order_id)["claims"]


@expects("decideAfterSale.json", "decideAfterSale.http.json")
def a_return_is_agreed_to(shop: LocalShop) -> Effect:
    found = asked(shop)
    yield {AFTER_SALE: found.afterSaleId}
    assert after_sale(shop, found.afterSaleId)["status"] == "AGREED"


@expects("sendBack.json", "sendBack.http.json")
def goods_are_sent_back(shop: LocalShop) -> Effect:
    found = decide(asked(shop).afterSaleId, "operator-1", agree=True)
    yield {AFTER_SALE: found.afterSaleId, SHOPPER: BUYER}
    sent = after_sale(shop, found.afterSaleId)
    assert (sent["status"], sent["trackingNumber"]) == ("SENT", "ZTO1234567890")


@expects("receiveReturn.json", "receiveReturn.http.json")
def goods_are_received_and_refunded(shop: LocalShop) -> Effect:
    found = decide(asked(shop).afterSaleId, "operator-1", agree=True)
    found = send_back(found.afterSaleId, BUYER, "ZTO", "1")
    yield {AFTER_SALE: found.afterSaleId}
    assert after_sale(shop, found.afterSaleId)["status"] in ("RECEIVED", "REFUNDED")
    assert row(shop, found.orderId)["refunded"] == found.amount


@expects("withdrawAfterSale.json", "withdrawAfterSale.http.json")
def an_after_sale_is_withdrawn(shop: LocalShop) -> Effect:
    found = asked(shop)
    yield {AFTER_SALE: found.afterSaleId, SHOPPER: BUYER}
    assert after_sale(shop, found.afterSaleId)["status"] == "WITHDRAWN"
    assert "claims" not in row(shop, found.orderId)


@expects("getAfterSale.json", "getAfterSale.http.json")
def an_after_sale_is_returned(shop: LocalShop) -> Effect:
    found = asked(shop)
    answer = yield {AFTER_SALE: found.afterSaleId, SHOPPER: BUYER}
    assert (answer["orderId"], answer["status"]) == (found.orderId, "ASKED")


@expects("listMyAfterSales.json", "listMyAfterSales.http.json")
def the_after_sales_of_a_buyer_are_returned(shop: LocalShop) -> Effect:
    found = asked(shop)
    answer = yield {SHOPPER: BUYER}
    assert answer["items"][0]["afterSaleId"] == found.afterSaleId


@expects("listAfterSales.json", "listAfterSales.http.json")
def the_after_sales_in_a_status_are_returned(shop: LocalShop) -> Effect:
    asked(shop)
    answer = yield None
    assert {each["status"] for each in answer["items"]} == {"ASKED"}


@expects("expireAfterSale.scheduler.json")
def what_was_not_shipped_is_refunded_after_two_days(shop: LocalShop) -> Effect:
    found = asked(shop, "refund")
    late = AfterSale.deadline.set(found.createdAt - 1)
    commit_one(update(AfterSale(pk=found.pk, sk=found.sk), late))
    yield {AFTER_SALE: found.afterSaleId}
    assert after_sale(shop, found.afterSaleId)["status"] in ("AGREED", "REFUNDED")
    assert row(shop, found.orderId)["status"] in ("REFUNDING", "REFUNDED")
