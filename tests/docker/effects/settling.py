"""Orders: payments, deadlines, refunds, shipping information and reconciliation.

The stream of the local stack's onOrderChange is stopped meanwhile, because it would do the same.
"""

from __future__ import annotations

from local.client import until
from local.events.payments import receive_notification, with_notification
from shop.checkout import refunds
from shop.groupbuy.join import join
from shop.orders import shipping
from shop.orders.model import need
from shop.orders.parcels import NewParcel
from shop.reconciling import PATIENCE, Drift
from tests.docker.buying import (
    NAMED,
    SHOPPER,
    expire_order,
    pay_order,
    place_order,
    place_paid_order,
    refund_row,
    row,
    status,
)
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from tests.support.demo import demo_group
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, put

BUYER, GROUP = "buyer-2", "group-event-2"


@expects("payNotify.http.json", status=204)
def a_payment_marks_the_order_as_paid(shop: LocalShop) -> Effect:
    order_id = place_order(shop, BUYER)
    notice = receive_notification(shop.stack["sandbox"], order_id)
    yield lambda event: with_notification(event, notice)
    order = row(shop, order_id)
    assert order["status"] == "PAID"
    assert order["transactionId"] == shop.wechat.payments(order_id)[0]["transaction_id"]


@expects("onOrderChange.stream.json")
def an_expired_order_is_closed_after_its_placement(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        order_id = place_order(shop, BUYER)
        expire_order(order_id)
        yield {NAMED: order_id, SHOPPER: BUYER}
        assert until(lambda: status(shop, order_id) == "CLOSED")


@expects("onOrderChange.sqs.json")
def a_failed_handler_is_retried(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        order_id = place_order(shop, BUYER)
        expire_order(order_id)
        yield {NAMED: order_id, SHOPPER: BUYER}
        assert until(lambda: status(shop, order_id) == "CLOSED")


@expects("closeOrder.sqs.json")
def an_expired_order_is_closed(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        order_id = place_order(shop, BUYER)
        expire_order(order_id)
        yield {NAMED: order_id}
        assert status(shop, order_id) == "CLOSED"
        assert shop.wechat_order(order_id)["state"] == "CLOSED"


@expects("settleSeat.sqs.json")
def a_seat_is_paid(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        shop.forget("orders", pk=f"user#{BUYER}")
        shop.forget("groups", groupId=GROUP)
        group = demo_group(GROUP)
        group.price = 100
        commit_one(put(group, otherwise=ALREADY_SO))
        _, placed_order = join(GROUP, BUYER)
        assert placed_order is not None
        order_id = pay_order(shop, placed_order.order.orderId)
        yield {NAMED: order_id}
        kept = shop.row("groups", groupId=GROUP)
        assert kept is not None
        assert kept["seats"][BUYER]["state"] == "PAID" and kept["toPay"] == 98


@expects("sendRefund.sqs.json")
def a_refund_is_sent_to_wechat(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        order_id = place_paid_order(shop, BUYER)
        refunds.grant(need(order_id), "operator-1", "demo")
        yield {NAMED: order_id}
        refund = refund_row(shop, order_id, f"R{order_id}0")
        assert refund is not None and refund["status"] in ("PROCESSING", "SUCCESS")
        (payment,) = shop.wechat.payments(order_id)
        assert [back["out_refund_no"] for back in payment["refunds"]] == [f"R{order_id}0"]


@expects("uploadShipping.sqs.json")
def shipping_information_is_uploaded(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        order_id = place_paid_order(shop, BUYER)
        shipping.ship(order_id, "operator-1", [NewParcel("ZTO", "75300000000001")])
        yield {NAMED: order_id}
        (payment,) = shop.wechat.payments(order_id)
        assert payment["shipments"]


@expects("reconcile.scheduler.json")
def the_reconciliation_finds_a_payment(shop: LocalShop) -> Effect:
    with shop.without("onOrderChange"):
        order_id = place_order(shop, BUYER)
        shop.wechat.pay(order_id, notify=False)
        expire_order(order_id, by=2 * PATIENCE)
        yield
        assert status(shop, order_id) == "PAID"
        day = clock.today()
        assert shop.row("orders", pk=f"drift#{day}", sk=order_id) is not None


@expects("listDrift.json", "listDrift.http.json")
def differences_are_returned(shop: LocalShop) -> Effect:
    day = clock.today()
    drift = Drift(
        pk=f"drift#{day}",
        sk="order-drift-1",
        kind="leftOpen",
        refunds={},
        ours="CLOSED",
        theirs="UNKNOWN",
        at=clock.now(),
    )
    commit_one(put(drift, otherwise=ALREADY_SO))
    answer = yield
    assert "order-drift-1" in [item["orderId"] for item in answer["items"]]
