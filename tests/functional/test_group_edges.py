"""Edge cases of groups: payments in the last second, late or lost events, leaders, and terms."""

from __future__ import annotations

from typing import Any

import pytest

from shop.groupbuy import leave, settle
from shop.groups.model import GRACE, PATIENCE
from shop.orders.model import Order
from tests.support import groups, orders
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.groups import PRICE, SKU, Streams
from tests.support.orders import OPERATOR
from tests.support.people import ids
from wxcloud import clock
from wxcloud.errors import Refusal


def timers(shop: Shop) -> list[str]:
    found = shop.aws("scheduler").list_schedules(GroupName=f"{shop.prefix}timers")
    return [each["Name"] for each in found["Schedules"]]


# --- the last second -----------------------------------------------------------------------------


def test_a_payment_before_the_deadline_counts_although_its_event_comes_later(
    shop: Shop,
) -> None:
    groups.save_group_goods(2, hours=1)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    friend = groups.join(group, "friend")
    shop.clock.set(group["expiresAt"] - 1)
    orders.pay(shop, friend["orderId"])

    shop.clock.set(group["expiresAt"])
    assert groups.get_group(group)["status"] == "OPEN", (
        "a read before the event arrives does not end the group"
    )
    groups.fire_deadline(group)
    streams.deliver_all()
    assert groups.get_group(group)["status"] == "SUCCESS"


def test_a_seat_that_nobody_pays_keeps_the_group_open_until_wechat_was_asked(
    shop: Shop,
) -> None:
    groups.save_group_goods(2, hours=1)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    assert groups.join(group, "friend").ok
    shop.clock.set(group["expiresAt"] + GRACE - 1)
    assert groups.get_group(group)["status"] == "OPEN"
    assert groups.join(group, "late").code == "GROUP_EXPIRED", "nobody can join during the grace"
    shop.clock.advance(1)
    assert groups.get_group(group)["status"] == "OPEN", "a reader cannot ask"
    groups.fire_deadline(group)
    assert groups.get_group(group)["status"] == "FAILED"


def test_a_held_seat_that_could_not_fill_the_group_does_not_keep_it_open(shop: Shop) -> None:
    groups.save_group_goods(3, hours=1)
    Streams(shop).deliver_all()
    group = groups.open_group(shop)
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    assert groups.join(group, "friend").ok
    shop.clock.set(group["expiresAt"])
    assert groups.get_group(group)["status"] == "FAILED"


def test_a_hold_ends_at_the_deadline_of_its_group_at_the_latest(shop: Shop) -> None:
    groups.save_group_goods(3, hours=1)
    group = groups.open_group(shop)
    shop.clock.set(group["expiresAt"] - 20 * clock.SECOND)
    assert groups.join(group, "friend")["payBefore"] == group["expiresAt"]


def test_a_payment_in_time_for_a_group_that_already_succeeded_opens_the_chosen_new_group(
    shop: Shop,
) -> None:
    """The buyer's own hold was unpaid when the group ended. It must not count as a seat."""
    groups.save_group_goods(4, hours=1, virtualFrom=2)
    streams = Streams(shop)
    group = groups.open_group(shop)
    orders.pay(shop, groups.join(group, "a")["orderId"])
    streams.deliver_all()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    slow = groups.join(group, "slow", ifFull="newGroup")
    orders.pay(shop, slow["orderId"])
    shop.clock.set(group["expiresAt"] + PATIENCE)
    assert groups.get_group(group)["status"] == "SUCCESS", "the timer and its repeats have failed"
    streams.deliver_all()
    order = orders.get_order(slow["orderId"])
    assert (order["status"], order["groupId"] != group["groupId"]) == ("PAID", True)
    assert groups.get_group(order["groupId"], "slow")["members"][0]["memberId"] == ids("slow")[0]


# --- the leader ----------------------------------------------------------------------------------


@pytest.mark.parametrize("price", [PRICE, 0])
def test_the_member_who_stays_when_the_leader_leaves_becomes_the_leader(
    shop: Shop, price: int
) -> None:
    groups.save_group_goods(4, price=price)
    streams = Streams(shop)
    group = groups.open_group(shop if price else None)
    streams.deliver_all()
    for friend in ("a", "b"):
        joined = groups.join(group, friend)
        assert joined.ok, joined
        if friend == "a":
            assert call("leaveGroup", {"groupId": group["groupId"]}, "leader").ok
        if price:
            orders.pay(shop, joined["orderId"])
        streams.deliver_all()
        shop.clock.advance(1000)
    seen = [(member["memberId"], member["leader"]) for member in groups.get_group(group)["members"]]
    assert seen == [(ids("a")[0], True), (ids("b")[0], False)]


# --- prices and limits of a campaign -------------------------------------------------------------


def test_a_rebate_must_be_less_than_the_price_of_every_sku(shop: Shop) -> None:
    skus = [{"skuId": sku, "title": sku, "price": 100, "stock": 5} for sku in ("small", "big")]
    terms = {"size": 3, "hours": 1, "price": 60, "tiers": [{"size": 3, "price": 30}]}
    for price, status in ((30, 400), (31, 200)):
        group = terms | {"skus": [{"skuId": "small", "price": price}]}
        assert orders.call_save_goods(price=100, skus=skus, group=group).status == status


def test_each_campaign_has_its_own_limit(shop: Shop) -> None:
    spring, autumn = shop.clock.now, shop.clock.now + 90 * clock.DAY
    groups.save_group_goods(2, limit=1, startAt=spring, endAt=autumn)
    groups.open_group(shop)
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"
    shop.clock.set(autumn)
    groups.save_group_goods(2, limit=1, startAt=autumn)
    groups.open_group(shop)
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"


def test_cancelling_frees_the_limit_without_any_stream_event(shop: Shop) -> None:
    groups.save_group_goods(2, limit=1)
    first, other = groups.open_group(), groups.open_group(leader="other")
    assert groups.join(other, "leader").code == "GROUP_LIMIT", "the unpaid order counts"
    assert call("cancelOrder", {"orderId": first["orderId"]}, "leader").ok
    assert groups.join(other, "leader").ok


def test_a_refused_group_leaves_no_timer(shop: Shop) -> None:
    groups.save_group_goods(2, stock=1)
    held = groups.open_group(leader="other")
    (kept,) = timers(shop)
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "SOLD_OUT"
    assert call("createGroup", {"goodsId": SKU, "skuId": "none"}, "leader").status == 400
    assert kept.endswith(held["groupId"]) and timers(shop) == [kept]


def test_a_notice_contains_the_price_of_the_members_own_sku(shop: Shop) -> None:
    skus = [{"skuId": sku, "title": sku, "price": 100, "stock": 5} for sku in ("small", "big")]
    groups.save_group_goods(2, goods={"skus": skus}, skus=[{"skuId": "big", "price": 80}])
    streams = Streams(shop)
    group = groups.open_group(shop, skuId="big")
    orders.pay(shop, groups.join(group, "friend", skuId="small")["orderId"])
    streams.deliver_all()
    told = [each for each in shop.drain("notice") if each["notice"] == "groupSuccess"]
    prices = {each["openid"]: each["facts"]["price"] for each in told}
    assert prices == {"leader": "0.80", "friend": "0.60"}


# --- lost events and simultaneous changes --------------------------------------------------------


def test_the_reconciliation_finds_a_paid_order_without_a_seat_in_an_open_group(shop: Shop) -> None:
    groups.save_group_goods(3)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    friend = groups.join(group, "friend")
    orders.pay(shop, friend["orderId"])
    streams.new_records("orders")  # lost
    shop.clock.advance(clock.HOUR)
    handler("reconcile")({}, LambdaContext())
    (drift,) = call("listDrift", {}, "operator-1", OPERATOR)["items"]
    assert (drift["orderId"], drift["theirs"]) == (friend["orderId"], "OPEN")
    shop.run_queue("seat", "settleSeat")
    assert [m["memberId"] for m in groups.get_group(group)["members"]] == ids("leader", "friend")


def test_an_order_is_not_refunded_while_it_gets_another_seat(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the group would count a seat whose payment is being refunded."""
    groups.save_group_goods(3)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    slow = groups.join(group, "slow")
    shop.clock.set(slow["payBefore"])
    for friend in ("a", "b"):
        assert groups.join(group, friend).ok  # the second one takes the seat of the expired hold
    assert call("leaveGroup", {"groupId": group["groupId"]}, "b").ok
    orders.pay(shop, slow["orderId"])

    seat_of = leave._seat_of

    def settle_meanwhile(order: Order) -> Any:
        parts = seat_of(order)
        settle.settle(order.orderId)
        return parts

    with monkeypatch.context() as patch, pytest.raises(Refusal) as refused:
        patch.setattr(leave, "_seat_of", settle_meanwhile)
        leave.refund(slow["orderId"], "operator-1", "x")
    assert refused.value.retryable or refused.value.code.status == 409
    assert [m["memberId"] for m in groups.get_group(group)["members"]] == ids("leader", "slow")
    leave.refund(slow["orderId"], "operator-1", "x")
    assert [m["memberId"] for m in groups.get_group(group)["members"]] == ids("leader")
