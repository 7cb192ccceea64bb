"""Groups with a price, through their functions: hold seats, pay, leave, and get refunds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import groups, orders
from tests.support.cloud import START, Shop, call
from tests.support.groups import PRICE, SKU, Streams
from tests.support.orders import OPERATOR, stock_counts
from tests.support.people import ids
from wxcloud import clock

SHIP = {"carrier": "ZTO", "trackingNumber": "75300000000001"}


def ship(order_id: str) -> Any:
    return call("shipOrder", {"orderId": order_id, **SHIP}, "operator-1", OPERATOR)


def test_a_group_is_opened_paid_filled_and_shipped(shop: Shop) -> None:
    groups.save_group_goods(3, stock=10)
    streams = Streams(shop)
    group = groups.open_group()
    assert group["payment"].keys() == {"timeStamp", "nonceStr", "package", "signType", "paySign"}
    assert (group["total"], group["seatsLeft"], group["members"]) == (PRICE, 2, [])
    assert group["payBefore"] == shop.clock.now + 15 * clock.MINUTE
    assert group["mine"] == {
        "state": "HELD",
        "orderId": group["orderId"],
        "payBefore": group["payBefore"],
    }
    assert orders.get_stock() == stock_counts(10, 9, 1, 0)

    order_ids = [group["orderId"]]
    orders.pay(shop, group["orderId"])
    streams.deliver_all()
    for friend in ("friend", "colleague"):
        joined = groups.join(group, friend, skuId=SKU)
        assert joined.ok, joined
        order_ids.append(joined["orderId"])
        assert groups.get_group(group)["status"] == "OPEN"
        assert ship(order_ids[0]).code == "ORDER_AWAITS"
        assert orders.get_order(order_ids[0])["held"] == "group"
        orders.pay(shop, joined["orderId"])
        streams.deliver_all()

    seen = groups.get_group(group)
    assert (seen["status"], seen["seatsLeft"]) == ("SUCCESS", 0)
    assert [m["memberId"] for m in seen["members"]] == ids("leader", "friend", "colleague")
    assert orders.get_stock() == stock_counts(10, 7, 0, 3)
    for order_id in order_ids:
        assert ship(order_id).ok
        assert groups.refunded_fen(shop, order_id) == 0


def test_a_group_that_is_not_full_at_its_deadline_refunds_all_members(shop: Shop) -> None:
    groups.save_group_goods(3, stock=10)
    streams = Streams(shop)
    group = groups.open_group(shop)
    friend = groups.join(group, "friend")
    orders.pay(shop, friend["orderId"])
    held = groups.join(group, "slow")
    streams.deliver_all()

    shop.clock.set(group["expiresAt"])
    groups.fire_deadline(group)
    streams.deliver_all()
    assert groups.get_group(group)["status"] == "FAILED"
    groups.wait_for_refunds(shop, group["orderId"], friend["orderId"])
    for order_id in (group["orderId"], friend["orderId"]):
        order = orders.get_order(order_id)
        assert (order["status"], order["refunded"]) == ("REFUNDED", PRICE)
        assert groups.refunded_fen(shop, order_id) == PRICE
        assert ship(order_id).code == "ORDER_STATE"
    orders.run_close_order(held["orderId"])
    streams.deliver_all()
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_the_seat_of_an_expired_hold_goes_to_the_next_user_who_joins(shop: Shop) -> None:
    groups.save_group_goods(2)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    slow = groups.join(group, "slow")
    assert groups.join(group, "friend").code == "GROUP_FULL"
    assert groups.join(group, "slow").code == "ALREADY_IN_GROUP"
    shop.clock.set(slow["payBefore"])

    friend = groups.join(group, "friend")
    assert friend.ok, friend
    assert friend["seatsLeft"] == 0
    orders.pay(shop, friend["orderId"])
    orders.run_close_order(slow["orderId"])
    streams.deliver_all()
    seen = groups.get_group(group)
    assert (seen["status"], [m["memberId"] for m in seen["members"]]) == (
        "SUCCESS",
        ids("leader", "friend"),
    )
    assert orders.get_order(slow["orderId"])["status"] == "CLOSED"


@pytest.mark.parametrize("if_full", ["refund", "newGroup"])
def test_a_payment_whose_seat_is_taken_is_refunded_or_opens_a_new_group(
    shop: Shop, if_full: str
) -> None:
    groups.save_group_goods(2)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    slow = groups.join(group, "slow", ifFull=if_full)
    shop.clock.set(slow["payBefore"])
    friend = groups.join(group, "friend")
    orders.pay(shop, slow["orderId"])
    orders.pay(shop, friend["orderId"])
    streams.deliver_all()

    assert [m["memberId"] for m in groups.get_group(group)["members"]] == ids("leader", "friend")
    order = orders.get_order(slow["orderId"])
    if if_full == "refund":
        groups.wait_for_refunds(shop, slow["orderId"])
        order = orders.get_order(slow["orderId"])
        assert order["status"] == "REFUNDED"
        assert groups.refunded_fen(shop, slow["orderId"]) == PRICE
    else:
        assert order["status"] == "PAID"
        assert order["groupId"] != group["groupId"]
        fresh = groups.get_group(order["groupId"], "slow")
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
        last = groups.join(order["groupId"], "other")
        orders.pay(shop, last["orderId"])
        streams.deliver_all()
        assert ship(slow["orderId"]).ok


def test_a_payment_whose_seat_was_released_takes_a_free_seat(shop: Shop) -> None:
    groups.save_group_goods(3)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    slow = groups.join(group, "slow")
    shop.clock.set(slow["payBefore"])
    for friend in ("a", "b"):
        joined = groups.join(group, friend)  # the second one takes the seat of the expired hold
        assert joined.ok, joined
    assert call("leaveGroup", {"groupId": group["groupId"]}, "b").ok
    orders.pay(shop, slow["orderId"])
    streams.deliver_all()

    assert [m["memberId"] for m in groups.get_group(group)["members"]] == ids("leader", "slow")
    assert orders.get_order(slow["orderId"])["status"] == "PAID"


def test_a_member_who_leaves_is_refunded_and_a_leader_is_replaced(shop: Shop) -> None:
    groups.save_group_goods(4, stock=10)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    paid = {}
    for friend in ("a", "b"):
        shop.clock.advance(1000)
        paid[friend] = groups.join(group, friend)["orderId"]
    for friend in ("b", "a"):
        shop.clock.advance(1000)
        orders.pay(shop, paid[friend])
        streams.deliver_all()

    left = call("leaveGroup", {"groupId": group["groupId"]}, "leader")
    assert left.ok, left
    assert [(m["memberId"], m["leader"]) for m in left["members"]] == [
        (ids("b")[0], True),
        (ids("a")[0], False),
    ]
    streams.deliver_all()
    groups.wait_for_refunds(shop, group["orderId"])
    assert orders.get_order(group["orderId"])["status"] == "REFUNDED"
    assert groups.refunded_fen(shop, group["orderId"]) == PRICE
    assert orders.get_stock() == stock_counts(10, 8, 0, 2)
    again = call("leaveGroup", {"groupId": group["groupId"]}, "leader")
    assert again.code == "NOT_IN_GROUP"

    for friend in ("c", "d"):
        orders.pay(shop, groups.join(group, friend)["orderId"])
    streams.deliver_all()
    assert groups.get_group(group)["status"] == "SUCCESS"
    assert call("leaveGroup", {"groupId": group["groupId"]}, "a").code == "GROUP_ENDED"
    assert ship(paid["a"]).ok, "orders depend on the group, not on its first leader"


def test_a_seat_is_free_at_once_when_an_unpaid_member_leaves(shop: Shop) -> None:
    groups.save_group_goods(2)
    group = groups.open_group(shop)
    Streams(shop).deliver_all()
    friend = groups.join(group, "friend")
    assert groups.join(group, "other").code == "GROUP_FULL"
    left = call("leaveGroup", {"groupId": group["groupId"]}, "friend")
    assert (left["seatsLeft"], orders.get_order(friend["orderId"])["status"]) == (1, "CLOSED")
    assert groups.join(group, "other").ok


def test_a_campaign_has_dates_a_switch_and_a_limit(shop: Shop) -> None:
    now = shop.clock.now
    streams = Streams(shop)
    for terms in ({"on": False}, {"startAt": now + 1}, {"endAt": now}):
        groups.save_group_goods(2, **terms)
        assert call("createGroup", {"goodsId": SKU}).code == "GROUP_NOT_OFFERED", terms
    groups.save_group_goods(2, startAt=now, endAt=now + 1, limit=2)
    first, second = groups.open_group(), groups.open_group()
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"
    other = groups.open_group(leader="other")
    assert groups.join(other, "leader").code == "GROUP_LIMIT"
    assert call("cancelOrder", {"orderId": first["orderId"]}, "leader").ok
    streams.deliver_all()
    assert groups.join(other, "leader").ok
    assert groups.join(second, "other").ok


def test_a_free_campaign_has_a_limit_too(shop: Shop) -> None:
    groups.save_group_goods(2, price=0, limit=1)
    streams = Streams(shop)
    first = call("createGroup", {"goodsId": SKU}, "leader")
    assert first.ok, first
    assert call("createGroup", {"goodsId": SKU}, "leader").code == "GROUP_LIMIT"
    second = call("createGroup", {"goodsId": SKU}, "other")
    assert groups.join(second, "leader").code == "GROUP_LIMIT"
    assert call("leaveGroup", {"groupId": first["groupId"]}, "leader").ok
    joined = groups.join(second, "leader")
    assert (joined.status, joined["status"]) == (200, "SUCCESS")
    third = call("createGroup", {"goodsId": SKU}, "third")
    shop.clock.set(third["expiresAt"])
    groups.fire_deadline(third)
    streams.deliver_all()
    assert call("createGroup", {"goodsId": SKU}, "third").ok


def test_skus_can_have_their_own_group_price_and_unknown_skus_are_refused(shop: Shop) -> None:
    skus = [{"skuId": sku, "title": sku, "price": 100, "stock": 5} for sku in ("small", "big")]
    orders.save_goods(sku="cup")
    terms = {"skus": [{"skuId": "big", "price": 80}]}
    groups.save_group_goods(2, goods={"skus": skus}, **terms)
    unsaid = call("createGroup", {"goodsId": SKU})
    assert (unsaid.status, unsaid["field"]) == (400, "skuId")
    assert call("createGroup", {"goodsId": SKU, "skuId": "cup"}).status == 400
    group = groups.open_group(skuId="big")
    assert group["total"] == 80
    assert groups.join(group, "friend", skuId="cup").status == 400
    assert groups.join(group, "friend", skuId="small")["total"] == PRICE
    assert orders.get_stock("cup") == stock_counts(10, 10, 0, 0)


def test_a_larger_group_costs_less_and_the_rebate_is_paid_back(shop: Shop) -> None:
    tiers = [{"size": 2, "price": 50}, {"size": 3, "price": 40}, {"size": 4, "price": 30}]
    groups.save_group_goods(4, tiers=tiers, virtualFrom=2)
    streams = Streams(shop)
    group = groups.open_group(shop)
    order_ids = [group["orderId"]]
    for friend in ("a", "b"):
        order_ids.append(groups.join(group, friend)["orderId"])
        orders.pay(shop, order_ids[-1])
    streams.deliver_all()
    assert groups.get_group(group)["status"] == "OPEN"
    shop.clock.set(group["expiresAt"])
    groups.fire_deadline(group)
    streams.deliver_all()

    assert groups.get_group(group)["status"] == "SUCCESS", "the group has `virtualFrom` members"
    for order_id in order_ids:
        order = orders.get_order(order_id)
        assert (order["status"], order["refunded"]) == ("PAID", PRICE - 40)
        assert groups.refunded_fen(shop, order_id) == PRICE - 40
        assert ship(order_id).ok


def test_terms_that_contradict_themselves_are_refused(shop: Shop) -> None:
    base = {"size": 3, "hours": 1, "price": 60}
    for terms, field in (
        ({"size": 101}, "group.size"),
        ({"size": 1}, "group.size"),
        ({"virtualFrom": 3}, "group.virtualFrom"),
        ({"startAt": START, "endAt": START}, "group.endAt"),
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


def test_a_failed_prepay_releases_the_seat_and_the_stock(shop: Shop) -> None:
    groups.save_group_goods(3, stock=10)
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=10, status=500)
    assert call("createGroup", {"goodsId": SKU}, "leader").status == 502
    assert [g for g in shop.items("groups") if "seats" in g] == []
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=0, status=500)
    group = groups.open_group(shop)
    shop.sandbox.fault("/v3/pay/transactions/jsapi", times=10, status=500)
    assert groups.join(group, "friend").status == 502
    assert groups.get_group(group)["seatsLeft"] == 2
    assert orders.get_stock()["held"] == 0
    assert call("getOrder", {"orderId": group["orderId"]}, "leader").ok


def test_a_user_cannot_hold_the_stock_with_many_unpaid_seats(shop: Shop) -> None:
    groups.save_group_goods(3)
    opened = [groups.open_group(leader=f"leader-{n}") for n in range(6)]
    held = [groups.join(group, "hoarder") for group in opened[:2]]
    held.append(groups.open_group(leader="hoarder"))
    assert call("createGroup", {"goodsId": SKU}, "hoarder").code == "TOO_MANY_SEATS"
    assert groups.join(opened[5], "hoarder").code == "TOO_MANY_SEATS"
    assert call("cancelOrder", {"orderId": held[0]["orderId"]}, "hoarder").ok
    assert groups.join(opened[5], "hoarder").ok


def test_a_campaign_with_a_limit_bounds_joins_by_its_limit(shop: Shop) -> None:
    groups.save_group_goods(3, limit=2)
    opened = [groups.open_group(leader=f"leader-{n}") for n in range(3)]
    assert [groups.join(group, "hoarder").code for group in opened] == ["OK", "OK", "GROUP_LIMIT"]


def test_open_groups_with_free_seats_are_listed_fullest_first(shop: Shop) -> None:
    groups.save_group_goods(3)
    streams = Streams(shop)
    nearly, fresh = groups.open_group(shop, "a"), groups.open_group(shop, "b")
    groups.open_group(leader="nobody-paid")
    full = groups.open_group(shop, "c")
    orders.pay(shop, groups.join(nearly, "x")["orderId"])
    for openid in ("x", "y"):
        groups.join(full, openid)
    streams.deliver_all()

    listed = call("listOpenGroups", {"goodsId": SKU}, "")
    assert [g["groupId"] for g in listed["items"]] == [nearly["groupId"], fresh["groupId"]]
    assert all("memberId" not in member for g in listed["items"] for member in g["members"])
    assert call("listOpenGroups", {"goodsId": "other"})["items"] == []


def test_a_buyers_groups_are_listed_newest_first(shop: Shop) -> None:
    groups.save_group_goods(3)
    streams = Streams(shop)
    old = groups.open_group(leader="a")
    shop.clock.advance(1000)
    new = groups.open_group(leader="b")
    for group in (new, old):
        assert groups.join(group, "me").ok
    orders.save_goods(sku="gift", group={"size": 2, "hours": 1, "price": 0})
    shop.clock.advance(1000)
    gift = call("createGroup", {"goodsId": "gift"}, "me")

    def listed() -> list[str]:
        answer = call("listMyGroups", {}, "me")
        return [group["groupId"] for group in answer["items"]]

    assert listed() == [new["groupId"], old["groupId"]], (
        "groups are listed as soon as they are paid"
    )
    streams.deliver_all()
    assert listed() == [gift["groupId"], new["groupId"], old["groupId"]]
    assert call("leaveGroup", {"groupId": new["groupId"]}, "me").ok
    assert listed() == [gift["groupId"], old["groupId"]]
    assert call("listMyGroups", {}, "b")["items"][0]["mine"]["state"] == "HELD"


def test_refunding_a_members_order_frees_its_seat_at_once(shop: Shop) -> None:
    groups.save_group_goods(2, stock=10)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    friend = groups.join(group, "friend")
    form = {"orderId": group["orderId"], "reason": "缺货"}
    assert call("refundOrder", form, "operator-1", OPERATOR)["status"] == "REFUNDING"
    seen = groups.get_group(group)
    assert (seen["members"], seen["seatsLeft"], seen["status"]) == ([], 1, "OPEN")
    orders.pay(shop, friend["orderId"])
    streams.deliver_all()
    assert groups.get_group(group)["status"] == "OPEN", "one member has paid, not two"
    assert groups.get_group(group)["members"][0]["memberId"] == ids("friend")[0]
