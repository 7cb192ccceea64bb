"""Groups that cost money, at their door: holding seats, paying, leaving, getting it back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import groups as town
from tests.support import orders as do
from tests.support.cloud import Shop, call
from tests.support.groups import PRICE, SKU, News
from tests.support.orders import OPERATOR, counts
from tests.support.people import ids
from wxcloud import clock

SHIP = {"carrier": "ZTO", "trackingNumber": "75300000000001"}


def ship(order_id: str) -> Any:
    return call("shipOrder", {"orderId": order_id, **SHIP}, "operator-1", OPERATOR)


def test_a_paid_group_goes_from_opened_to_shipped(shop: Shop) -> None:
    town.offered(3, stock=10)
    news = News(shop)
    group = town.opened()
    assert group["payment"].keys() == {"timeStamp", "nonceStr", "package", "signType", "paySign"}
    assert (group["total"], group["seatsLeft"], group["members"]) == (PRICE, 2, [])
    assert group["payBefore"] == shop.clock.now + 15 * clock.MINUTE
    assert group["mine"] == {
        "state": "HELD",
        "orderId": group["orderId"],
        "payBefore": group["payBefore"],
    }
    assert do.stock() == counts(10, 9, 1, 0)

    orders = [group["orderId"]]
    do.pay(shop, group["orderId"])
    news.follow()
    for friend in ("friend", "colleague"):
        joined = town.join(group, friend, skuId=SKU)
        assert joined.ok, joined
        orders.append(joined["orderId"])
        assert town.look(group)["status"] == "OPEN"
        assert ship(orders[0]).code == "ORDER_AWAITS"
        do.pay(shop, joined["orderId"])
        news.follow()

    seen = town.look(group)
    assert (seen["status"], seen["seatsLeft"]) == ("SUCCESS", 0)
    assert [m["memberId"] for m in seen["members"]] == ids("leader", "friend", "colleague")
    assert do.stock() == counts(10, 7, 0, 3)
    for order_id in orders:
        assert ship(order_id).ok
        assert town.paid_back(shop, order_id) == 0


def test_a_group_that_is_not_full_at_its_deadline_pays_everybody_back(shop: Shop) -> None:
    town.offered(3, stock=10)
    news = News(shop)
    group = town.opened(shop)
    friend = town.join(group, "friend")
    do.pay(shop, friend["orderId"])
    held = town.join(group, "slow")
    news.follow()

    shop.clock.set(group["expiresAt"])
    town.ring(group)
    news.follow()
    assert town.look(group)["status"] == "FAILED"
    town.settled(shop, group["orderId"], friend["orderId"])
    for order_id in (group["orderId"], friend["orderId"]):
        order = do.order(order_id)
        assert (order["status"], order["refunded"]) == ("REFUNDED", PRICE)
        assert town.paid_back(shop, order_id) == PRICE
        assert ship(order_id).code == "ORDER_STATE"
    do.close(held["orderId"])
    news.follow()
    assert do.stock() == counts(10, 10, 0, 0)


def test_a_lapsed_hold_goes_to_the_next_joiner(shop: Shop) -> None:
    town.offered(2)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    slow = town.join(group, "slow")
    assert town.join(group, "friend").code == "GROUP_FULL"
    assert town.join(group, "slow").code == "ALREADY_IN_GROUP"
    shop.clock.set(slow["payBefore"])

    friend = town.join(group, "friend")
    assert friend.ok, friend
    assert friend["seatsLeft"] == 0
    do.pay(shop, friend["orderId"])
    do.close(slow["orderId"])
    news.follow()
    seen = town.look(group)
    assert (seen["status"], [m["memberId"] for m in seen["members"]]) == (
        "SUCCESS",
        ids("leader", "friend"),
    )
    assert do.order(slow["orderId"])["status"] == "CLOSED"


@pytest.mark.parametrize("if_full", ["refund", "newGroup"])
def test_a_payment_for_a_seat_that_is_gone(shop: Shop, if_full: str) -> None:
    town.offered(2)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    slow = town.join(group, "slow", ifFull=if_full)
    shop.clock.set(slow["payBefore"])
    friend = town.join(group, "friend")
    do.pay(shop, slow["orderId"])
    do.pay(shop, friend["orderId"])
    news.follow()

    assert [m["memberId"] for m in town.look(group)["members"]] == ids("leader", "friend")
    order = do.order(slow["orderId"])
    if if_full == "refund":
        town.settled(shop, slow["orderId"])
        order = do.order(slow["orderId"])
        assert order["status"] == "REFUNDED"
        assert town.paid_back(shop, slow["orderId"]) == PRICE
    else:
        assert order["status"] == "PAID"
        assert order["groupId"] != group["groupId"]
        fresh = town.look(order["groupId"], "slow")
        assert (fresh["status"], fresh["seatsLeft"]) == ("OPEN", 1)
        assert fresh["members"] == [
            {
                "memberId": ids("slow")[0],
                "isMe": True,
                "leader": True,
                "joinedAt": shop.clock.now,
            }
        ]
        assert ship(slow["orderId"]).code == "ORDER_AWAITS"
        last = town.join(order["groupId"], "other")
        do.pay(shop, last["orderId"])
        news.follow()
        assert ship(slow["orderId"]).ok


def test_a_payment_whose_seat_was_released_takes_a_free_one(shop: Shop) -> None:
    town.offered(3)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    slow = town.join(group, "slow")
    shop.clock.set(slow["payBefore"])
    for friend in ("a", "b"):
        joined = town.join(group, friend)  # the second takes over the lapsed seat
        assert joined.ok, joined
    assert call("leaveGroup", {"groupId": group["groupId"]}, "b").ok
    do.pay(shop, slow["orderId"])
    news.follow()

    assert [m["memberId"] for m in town.look(group)["members"]] == ids("leader", "slow")
    assert do.order(slow["orderId"])["status"] == "PAID"


def test_a_member_leaves_with_the_money_and_the_leader_with_the_lead_too(shop: Shop) -> None:
    town.offered(4, stock=10)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    paid = {}
    for friend in ("a", "b"):
        shop.clock.advance(1000)
        paid[friend] = town.join(group, friend)["orderId"]
    for friend in ("b", "a"):
        shop.clock.advance(1000)
        do.pay(shop, paid[friend])
        news.follow()

    left = call("leaveGroup", {"groupId": group["groupId"]}, "leader")
    assert left.ok, left
    assert [(m["memberId"], m["leader"]) for m in left["members"]] == [
        (ids("b")[0], True),
        (ids("a")[0], False),
    ]
    news.follow()
    town.settled(shop, group["orderId"])
    assert do.order(group["orderId"])["status"] == "REFUNDED"
    assert town.paid_back(shop, group["orderId"]) == PRICE
    assert do.stock() == counts(10, 8, 0, 2)
    again = call("leaveGroup", {"groupId": group["groupId"]}, "leader")
    assert again.code == "NOT_IN_GROUP"

    for friend in ("c", "d"):
        do.pay(shop, town.join(group, friend)["orderId"])
    news.follow()
    assert town.look(group)["status"] == "SUCCESS"
    assert call("leaveGroup", {"groupId": group["groupId"]}, "a").code == "GROUP_ENDED"
    assert ship(paid["a"]).ok, "orders belong to the group, not to its first leader"


def test_who_has_not_paid_leaves_and_the_seat_is_free_at_once(shop: Shop) -> None:
    town.offered(2)
    group = town.opened(shop)
    News(shop).follow()
    friend = town.join(group, "friend")
    assert town.join(group, "other").code == "GROUP_FULL"
    left = call("leaveGroup", {"groupId": group["groupId"]}, "friend")
    assert (left["seatsLeft"], do.order(friend["orderId"])["status"]) == (1, "CLOSED")
    assert town.join(group, "other").ok


def test_a_campaign_has_its_dates_its_switch_and_its_limit(shop: Shop) -> None:
    now = shop.clock.now
    news = News(shop)
    for terms in ({"on": False}, {"startAt": now + 1}, {"endAt": now}):
        town.offered(2, **terms)
        assert call("createGroup", {"goodsId": SKU}).code == "GROUP_NOT_OFFERED", terms
    town.offered(2, startAt=now, endAt=now + 1, limit=2)
    first, second = town.opened(), town.opened()
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"
    other = town.opened(leader="other")
    assert town.join(other, "leader").code == "GROUP_LIMIT"
    assert call("cancelOrder", {"orderId": first["orderId"]}, "leader").ok
    news.follow()
    assert town.join(other, "leader").ok
    assert town.join(second, "other").ok


def test_a_free_campaign_has_its_limit_too(shop: Shop) -> None:
    town.offered(2, price=0, limit=1)
    news = News(shop)
    first = call("createGroup", {"goodsId": SKU}, "leader")
    assert first.ok, first
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"
    second = call("createGroup", {"goodsId": SKU}, "other")
    assert town.join(second, "leader").code == "GROUP_LIMIT"
    assert call("leaveGroup", {"groupId": first["groupId"]}, "leader").ok
    joined = town.join(second, "leader")
    assert (joined.status, joined["status"]) == (200, "SUCCESS")
    third = call("createGroup", {"goodsId": SKU}, "third")
    shop.clock.set(third["expiresAt"])
    town.ring(third)
    news.follow()
    assert call("createGroup", {"goodsId": SKU}, "third").ok


def test_skus_may_have_their_own_price_and_others_are_refused(shop: Shop) -> None:
    skus = [{"skuId": sku, "title": sku, "price": 100, "stock": 5} for sku in ("small", "big")]
    do.stocked(sku="cup")
    terms = {"skus": [{"skuId": "big", "price": 80}]}
    town.offered(2, goods={"skus": skus}, **terms)
    unsaid = call("createGroup", {"goodsId": SKU})
    assert (unsaid.status, unsaid["field"]) == (400, "skuId")
    assert call("createGroup", {"goodsId": SKU, "skuId": "cup"}).status == 400
    group = town.opened(skuId="big")
    assert group["total"] == 80
    assert town.join(group, "friend", skuId="cup").status == 400
    assert town.join(group, "friend", skuId="small")["total"] == PRICE
    assert do.stock("cup") == counts(10, 10, 0, 0)


def test_a_larger_group_costs_less_and_the_difference_goes_back(shop: Shop) -> None:
    tiers = [{"size": 2, "price": 50}, {"size": 3, "price": 40}, {"size": 4, "price": 30}]
    town.offered(4, tiers=tiers, virtualFrom=2)
    news = News(shop)
    group = town.opened(shop)
    orders = [group["orderId"]]
    for friend in ("a", "b"):
        orders.append(town.join(group, friend)["orderId"])
        do.pay(shop, orders[-1])
    news.follow()
    assert town.look(group)["status"] == "OPEN"
    shop.clock.set(group["expiresAt"])
    town.ring(group)
    news.follow()

    assert town.look(group)["status"] == "SUCCESS", "enough came, by the campaign's rule"
    for order_id in orders:
        order = do.order(order_id)
        assert (order["status"], order["refunded"]) == ("PAID", PRICE - 40)
        assert town.paid_back(shop, order_id) == PRICE - 40
        assert ship(order_id).ok


def test_terms_that_contradict_themselves_are_refused(shop: Shop) -> None:
    base = {"size": 3, "hours": 1, "price": 60}
    for terms, field in (
        ({"size": 101}, "group.size"),
        ({"size": 1}, "group.size"),
        ({"virtualFrom": 3}, "group.virtualFrom"),
        ({"startAt": 5, "endAt": 5}, "group.endAt"),
        ({"tiers": [{"size": 4, "price": 5}]}, "group.tiers"),
        ({"tiers": [{"size": 2, "price": 60}]}, "group.tiers"),
        ({"tiers": [{"size": 2, "price": 0}]}, "group.tiers[0].price"),
        ({"skus": [{"skuId": "nowhere", "price": 5}]}, "group.skus"),
        ({"price": 0, "skus": [{"skuId": SKU, "price": 5}]}, "group.skus"),
    ):
        form = {"goodsId": SKU, "title": "t", "cover": "https://x.example/a", "price": 1}
        form |= {"category": "c", "rank": 1, "stock": 2, "group": {**base, **terms}}
        answer = call("saveGoods", form, "operator-1", OPERATOR)
        assert (answer.status, answer["field"]) == (400, field), terms
    assert shop.items("goods") == []


def test_if_wechat_takes_no_order_nothing_is_held(shop: Shop) -> None:
    town.offered(3, stock=10)
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=10, status=500)
    assert call("createGroup", {"goodsId": SKU}, "leader").status == 502
    assert [g for g in shop.items("groups") if "seats" in g] == []
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=0, status=500)
    group = town.opened(shop)
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=10, status=500)
    assert town.join(group, "friend").status == 502
    assert town.look(group)["seatsLeft"] == 2
    assert do.stock()["held"] == 0
    assert call("getOrder", {"orderId": group["orderId"]}, "leader").ok


def test_nobody_opens_or_joins_groups_to_hold_the_stock(shop: Shop) -> None:
    town.offered(3)
    groups = [town.opened(leader=f"leader-{n}") for n in range(6)]
    held = [town.join(group, "hoarder") for group in groups[:2]]
    held.append(town.opened(leader="hoarder"))
    assert call("createGroup", {"goodsId": SKU}, "hoarder").code == "TOO_MANY_SEATS"
    assert town.join(groups[5], "hoarder").code == "TOO_MANY_SEATS"
    assert call("cancelOrder", {"orderId": held[0]["orderId"]}, "hoarder").ok
    assert town.join(groups[5], "hoarder").ok


def test_a_campaign_with_a_limit_bounds_its_joins_by_that(shop: Shop) -> None:
    town.offered(3, limit=2)
    groups = [town.opened(leader=f"leader-{n}") for n in range(3)]
    assert [town.join(group, "hoarder").code for group in groups] == ["OK", "OK", "GROUP_LIMIT"]


def test_open_groups_are_listed_nearly_full_first_and_only_with_room(shop: Shop) -> None:
    town.offered(3)
    news = News(shop)
    nearly, fresh = town.opened(shop, "a"), town.opened(shop, "b")
    town.opened(leader="nobody-paid")
    full = town.opened(shop, "c")
    do.pay(shop, town.join(nearly, "x")["orderId"])
    for openid in ("x", "y"):
        town.join(full, openid)
    news.follow()

    listed = call("listOpenGroups", {"goodsId": SKU}, "")
    assert [g["groupId"] for g in listed["items"]] == [nearly["groupId"], fresh["groupId"]]
    assert all("memberId" not in member for g in listed["items"] for member in g["members"])
    assert call("listOpenGroups", {"goodsId": "other"})["items"] == []


def test_a_buyer_finds_their_groups_newest_first(shop: Shop) -> None:
    town.offered(3)
    news = News(shop)
    old = town.opened(leader="a")
    shop.clock.advance(1000)
    new = town.opened(leader="b")
    for group in (new, old):
        assert town.join(group, "me").ok
    do.stocked(sku="gift", group={"size": 2, "hours": 1, "price": 0})
    shop.clock.advance(1000)
    gift = call("createGroup", {"goodsId": "gift"}, "me")

    def listed() -> list[str]:
        answer = call("listMyGroups", {}, "me")
        return [group["groupId"] for group in answer["items"]]

    assert listed() == [new["groupId"], old["groupId"]], "paid ones at once"
    news.follow()
    assert listed() == [gift["groupId"], new["groupId"], old["groupId"]]
    assert call("leaveGroup", {"groupId": new["groupId"]}, "me").ok
    assert listed() == [gift["groupId"], old["groupId"]]
    assert call("listMyGroups", {}, "b")["items"][0]["mine"]["state"] == "HELD"


def test_an_order_that_the_shop_pays_back_takes_its_seat_along_at_once(shop: Shop) -> None:
    town.offered(2, stock=10)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    friend = town.join(group, "friend")
    form = {"orderId": group["orderId"], "reason": "缺货"}
    assert call("refundOrder", form, "operator-1", OPERATOR)["status"] == "REFUNDING"
    seen = town.look(group)
    assert (seen["members"], seen["seatsLeft"], seen["status"]) == ([], 1, "OPEN")
    do.pay(shop, friend["orderId"])
    news.follow()
    assert town.look(group)["status"] == "OPEN", "one has paid, not two"
    assert town.look(group)["members"][0]["memberId"] == ids("friend")[0]
