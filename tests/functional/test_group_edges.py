"""Groups at their edges: the last second, news that come late or never, and what is left over."""

from __future__ import annotations

from typing import Any

import pytest

from shop.groupbuy import leave, settle
from shop.groups.model import GRACE, PATIENCE
from shop.orders.model import Order
from tests.support import groups as town
from tests.support import orders as do
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.groups import PRICE, SKU, News
from tests.support.orders import OPERATOR
from wxcloud import clock
from wxcloud.errors import Refusal


def timers(shop: Shop) -> list[str]:
    found = shop.aws("scheduler").list_schedules(GroupName=f"{shop.prefix}timers")
    return [each["Name"] for each in found["Schedules"]]


# --- the last second -----------------------------------------------------------------------------


def test_a_payment_in_the_last_second_counts_though_its_news_come_after_the_deadline(
    shop: Shop,
) -> None:
    town.offered(2, hours=1)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    friend = town.join(group, "friend")
    shop.clock.set(group["expiresAt"] - 1)
    do.pay(shop, friend["orderId"])

    shop.clock.set(group["expiresAt"])
    assert town.look(group)["status"] == "OPEN", "somebody looks before the news have come"
    town.ring(group)
    news.follow()
    assert town.look(group)["status"] == "SUCCESS"


def test_a_seat_that_nobody_pays_keeps_the_group_open_until_wechat_was_asked(
    shop: Shop,
) -> None:
    town.offered(2, hours=1)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    assert town.join(group, "friend").ok
    shop.clock.set(group["expiresAt"] + GRACE - 1)
    assert town.look(group)["status"] == "OPEN"
    assert town.join(group, "late").code == "GROUP_EXPIRED", "the grace is not for joining"
    shop.clock.advance(1)
    assert town.look(group)["status"] == "OPEN", "a reader cannot ask"
    town.ring(group)
    assert town.look(group)["status"] == "FAILED"


def test_a_held_seat_that_could_not_fill_the_group_does_not_keep_it_open(shop: Shop) -> None:
    town.offered(3, hours=1)
    News(shop).follow()
    group = town.opened(shop)
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    assert town.join(group, "friend").ok
    shop.clock.set(group["expiresAt"])
    assert town.look(group)["status"] == "FAILED"


def test_a_seat_is_held_no_longer_than_its_group_may_take(shop: Shop) -> None:
    town.offered(3, hours=1)
    group = town.opened(shop)
    shop.clock.set(group["expiresAt"] - 20 * clock.SECOND)
    assert town.join(group, "friend")["payBefore"] == group["expiresAt"]


def test_who_paid_in_time_for_a_group_that_enough_had_joined_gets_the_group_they_asked_for(
    shop: Shop,
) -> None:
    """Their own hold, unpaid when the group ended, must not count as a seat they have."""
    town.offered(4, hours=1, virtualFrom=2)
    news = News(shop)
    group = town.opened(shop)
    do.pay(shop, town.join(group, "a")["orderId"])
    news.follow()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    slow = town.join(group, "slow", ifFull="newGroup")
    do.pay(shop, slow["orderId"])
    shop.clock.set(group["expiresAt"] + PATIENCE)
    assert town.look(group)["status"] == "SUCCESS", "the timer and its repeats have failed"
    news.follow()
    order = do.order(slow["orderId"])
    assert (order["status"], order["groupId"] != group["groupId"]) == ("PAID", True)
    assert town.look(order["groupId"], "slow")["members"][0]["openid"] == "slow"


# --- who leads -----------------------------------------------------------------------------------


@pytest.mark.parametrize("price", [PRICE, 0])
def test_who_comes_when_the_leader_has_left_alone_leads(shop: Shop, price: int) -> None:
    town.offered(4, price=price)
    news = News(shop)
    group = town.opened(shop if price else None)
    news.follow()
    assert call("leaveGroup", {"groupId": group["groupId"]}, "leader").ok
    for friend in ("a", "b"):
        joined = town.join(group, friend)
        assert joined.ok, joined
        if price:
            do.pay(shop, joined["orderId"])
        news.follow()
        shop.clock.advance(1000)
    seen = [(member["openid"], member["leader"]) for member in town.look(group)["members"]]
    assert seen == [("a", True), ("b", False)]


# --- what a campaign costs and allows ------------------------------------------------------------


def test_a_tier_cannot_give_back_all_that_a_sku_costs(shop: Shop) -> None:
    skus = [{"skuId": sku, "title": sku, "price": 100, "stock": 5} for sku in ("small", "big")]
    terms = {"size": 3, "hours": 1, "price": 60, "tiers": [{"size": 3, "price": 30}]}
    for price, status in ((30, 400), (31, 200)):
        group = terms | {"skus": [{"skuId": "small", "price": price}]}
        assert do.save(price=100, skus=skus, group=group).status == status


def test_a_new_campaign_has_a_limit_of_its_own(shop: Shop) -> None:
    spring, autumn = shop.clock.now, shop.clock.now + 90 * clock.DAY
    town.offered(2, limit=1, startAt=spring, endAt=autumn)
    town.opened(shop)
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"
    shop.clock.set(autumn)
    town.offered(2, limit=1, startAt=autumn)
    town.opened(shop)
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"


def test_a_place_in_the_limit_is_free_though_the_news_of_it_were_lost(shop: Shop) -> None:
    town.offered(2, limit=1)
    first, other = town.opened(), town.opened(leader="other")
    assert town.join(other, "leader").code == "GROUP_LIMIT", "it is held"
    assert call("cancelOrder", {"orderId": first["orderId"]}, "leader").ok
    assert town.join(other, "leader").ok


def test_a_refused_group_leaves_no_timer(shop: Shop) -> None:
    town.offered(2, stock=1)
    held = town.opened(leader="other")
    (kept,) = timers(shop)
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "SOLD_OUT"
    assert call("createGroup", {"goodsId": SKU, "skuId": "none"}, "leader").status == 400
    assert kept.endswith(held["groupId"]) and timers(shop) == [kept]


def test_members_are_told_what_their_own_sku_costs(shop: Shop) -> None:
    skus = [{"skuId": sku, "title": sku, "price": 100, "stock": 5} for sku in ("small", "big")]
    town.offered(2, goods={"skus": skus}, skus=[{"skuId": "big", "price": 80}])
    news = News(shop)
    group = town.opened(shop, skuId="big")
    do.pay(shop, town.join(group, "friend", skuId="small")["orderId"])
    news.follow()
    told = {each["openid"]: each["facts"]["price"] for each in shop.drain("notice")}
    assert told == {"leader": "0.80", "friend": "0.60"}


# --- news that are lost, two at once -------------------------------------------------------------


def test_a_paid_order_without_a_seat_in_an_open_group_is_found_by_reconciling(shop: Shop) -> None:
    town.offered(3)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    friend = town.join(group, "friend")
    do.pay(shop, friend["orderId"])
    news.fresh("orders")  # lost
    shop.clock.advance(clock.HOUR)
    handler("reconcile")({}, LambdaContext())
    (drift,) = call("listDrift", {}, "operator-1", OPERATOR)["items"]
    assert (drift["orderId"], drift["theirs"]) == (friend["orderId"], "OPEN")
    shop.work("seat", "settleSeat")
    assert [m["openid"] for m in town.look(group)["members"]] == ["leader", "friend"]


def test_an_order_is_not_paid_back_while_it_is_given_another_seat(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the group would count, for a moment, a seat whose money is on its way back."""
    town.offered(3)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    slow = town.join(group, "slow")
    shop.clock.set(slow["payBefore"])
    for friend in ("a", "b"):
        assert town.join(group, friend).ok  # the second takes over the lapsed seat
    assert call("leaveGroup", {"groupId": group["groupId"]}, "b").ok
    do.pay(shop, slow["orderId"])

    seat_of = leave._seat_of

    def meanwhile(order: Order) -> Any:
        parts = seat_of(order)
        settle.settle(order.orderId)
        return parts

    with monkeypatch.context() as patch, pytest.raises(Refusal) as refused:
        patch.setattr(leave, "_seat_of", meanwhile)
        leave.refund(slow["orderId"], "operator-1", "x")
    assert refused.value.retryable or refused.value.code.status == 409
    assert [m["openid"] for m in town.look(group)["members"]] == ["leader", "slow"]
    leave.refund(slow["orderId"], "operator-1", "x")
    assert [m["openid"] for m in town.look(group)["members"]] == ["leader"]
