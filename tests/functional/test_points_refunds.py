"""Points after refunds: what a purchase or an invitation earned is taken back, to the last one."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.support import groups, orders
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.groups import SKU, Streams
from tests.support.orders import OPERATOR
from tests.support.points import check_accounts

NUMBERS = itertools.count(1)


def give(openid: str, points: int) -> None:
    form = {"openid": openid, "key": f"gift-{next(NUMBERS)}", "points": points, "reason": "测试"}
    assert call("adjustScore", form, "op", OPERATOR).ok


def rule(**fields: Any) -> None:
    assert call("saveScoreRule", fields, "op", OPERATOR).ok


def score(openid: str = "u1") -> int:
    body = call("getScore", {}, openid).body
    return int(body["score"]) - int(body["debt"])


def bought(shop: Shop, openid: str = "u1", **more: Any) -> str:
    placed = orders.place(openid, **more)
    assert placed.ok, placed
    orders.pay(shop, placed["orderId"])
    Streams(shop).deliver_all()
    return str(placed["orderId"])


def ship(shop: Shop, order_id: str) -> None:
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "op", OPERATOR).ok
    Streams(shop).deliver_all()


def refund(shop: Shop, order_id: str, units: int | None = None) -> None:
    form: dict[str, Any] = {"orderId": order_id, "reason": "不要了"}
    if units is not None:
        form["items"] = [{"skuId": SKU, "quantity": units}]
    answer = call("refundOrder", form, "op", OPERATOR)
    assert answer.ok, answer
    Streams(shop).deliver_all()


def opened_share(sharer: str, *visitors: str, **target: Any) -> str:
    code = call("createShare", target or {"goodsId": SKU}, sharer)["code"]
    for visitor in visitors:
        assert call("resolveShare", {"code": code}, visitor).ok
    return str(code)


def invited(openid: str) -> int:
    items = call("listScore", {}, openid)["items"]
    told = [each for each in items if "invite" in each["entry"]]
    return sum(each["points"] for each in told)


# --- purchases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shipped", "parts", "earning"),
    [
        (True, [None], {"points": 20}),
        (True, [3], {"points": 20}),
        (True, [1, 1, 1], {"points": 7, "percent": 33}),
        (True, [2, None], {"points": 7, "percent": 33}),
        (False, [1, 1, 1], {"points": 7, "percent": 33}),
    ],
)
def test_when_all_money_goes_back_all_points_of_the_purchase_do(
    shop: Shop, shipped: bool, parts: list[int | None], earning: dict[str, int]
):
    rule(action="purchase", **earning)
    orders.save_goods(price=101)
    order_id = bought(shop, quantity=3)
    assert score() > 0
    if shipped:
        ship(shop, order_id)
    for part in parts:
        refund(shop, order_id, part)
    assert score() == 0
    check_accounts(shop)


def test_part_refunds_take_back_their_share_and_keep_the_rest(shop: Shop):
    rule(action="purchase", points=10, percent=100)
    orders.save_goods(price=100)
    order_id = bought(shop, quantity=3)
    assert score() == 310
    refund(shop, order_id, 1)
    assert score() == 210
    rule(action="purchase", points=0, percent=1)  # a new rule changes nothing of old orders
    refund(shop, order_id, 1)
    assert score() == 110
    refund(shop, order_id, 1)
    assert score() == 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_refunds_that_are_told_in_any_order_take_back_the_same(shop: Shop, order: tuple[int, ...]):
    rule(action="purchase", points=5, percent=50)
    orders.save_goods(price=101)
    order_id = bought(shop, quantity=3)
    ship(shop, order_id)
    told = len(shop.stream_records("orders"))
    for _ in range(3):
        form = {"orderId": order_id, "reason": "x", "items": [{"skuId": SKU, "quantity": 1}]}
        assert call("refundOrder", form, "op", OPERATOR).ok
    records = shop.stream_records("orders")[told:]
    refunds = [each for each in records if each["eventName"] == "INSERT"]
    for n in (*order, *order):
        outcome = handler("onOrderChange")({"Records": [refunds[n]]}, LambdaContext())
        assert outcome == {"batchItemFailures": []}
    assert score() == 0
    check_accounts(shop)


@pytest.mark.parametrize(
    ("shipped", "parts"), [(False, [1, 1, 1]), (True, [1, 1, 1]), (True, [1, None])]
)
def test_points_that_paid_come_back_to_the_last_one(
    shop: Shop, shipped: bool, parts: list[int | None]
):
    rule(action="purchase", points=0)
    orders.save_goods(price=100)
    give("u1", 100)
    order_id = bought(shop, quantity=3, points=100)
    assert score() == 0
    if shipped:
        ship(shop, order_id)
    for part in parts:
        refund(shop, order_id, part)
    assert score() == 100
    check_accounts(shop)


# --- invitations ---------------------------------------------------------------------------------


def test_an_invitation_earns_when_the_order_is_shipped_and_only_once(shop: Shop):
    orders.save_goods()
    opened_share("mei", "lan")
    order_id = bought(shop, "lan")
    assert invited("mei") == 0
    ship(shop, order_id)
    assert invited("mei") == 50
    orders.confirm_in_wechat(shop, order_id)
    assert call("confirmReceipt", {"orderId": order_id}, "lan").ok
    Streams(shop).deliver_all()
    assert invited("mei") == 50


@pytest.mark.parametrize("parts", [[None], [1, 1]])
def test_an_invited_friends_refund_takes_the_inviters_points_back(
    shop: Shop, parts: list[int | None]
):
    orders.save_goods()
    opened_share("mei", "lan")
    order_id = bought(shop, "lan", quantity=2)
    ship(shop, order_id)
    assert invited("mei") == 50
    for part in parts:
        assert invited("mei") == 50, "a part of the order stays bought"
        refund(shop, order_id, part)
    Streams(shop).deliver_all()
    assert invited("mei") == 0
    ship(shop, bought(shop, "lan"))
    assert invited("mei") == 0, "a friend counts once"
    check_accounts(shop)


def test_another_order_of_the_friend_that_is_paid_back_takes_nothing_back(shop: Shop):
    orders.save_goods()
    opened_share("mei", "lan")
    ship(shop, bought(shop, "lan"))
    second = bought(shop, "lan")
    ship(shop, second)
    refund(shop, second)
    assert invited("mei") == 50


@pytest.mark.parametrize("refunded", [[1], [1, 0], [0, 1]])
def test_two_shares_that_bring_one_friend_earn_once_and_lose_it_once(
    shop: Shop, refunded: list[int]
):
    """Each share has its own first order. The points are for the order that came first."""
    placed = []
    for sku in (SKU, "tea-2"):
        orders.save_goods(sku=sku)
        opened_share("mei", "lan", goodsId=sku)
        placed.append(bought(shop, "lan", sku=sku))
        ship(shop, placed[-1])
    assert invited("mei") == 50
    for n in refunded:
        refund(shop, placed[n])
    Streams(shop).deliver_all()
    assert invited("mei") == (0 if 0 in refunded else 50)
    assert call("getScore", {}, "mei")["debt"] == 0
    check_accounts(shop)


def test_puppets_who_join_and_leave_earn_their_inviter_nothing(shop: Shop):
    groups.save_group_goods(5)
    group = groups.open_group(shop)
    puppets = ("p1", "p2", "p3")
    code = opened_share("leader", *puppets, groupId=group["groupId"])
    for puppet in puppets:
        joined = groups.join(group, puppet, shareCode=code)
        orders.pay(shop, joined["orderId"])
        Streams(shop).deliver_all()
        assert call("leaveGroup", {"groupId": group["groupId"]}, puppet).ok
        Streams(shop).deliver_all()
    assert invited("leader") == 0


def test_a_group_that_fails_earns_nothing_and_the_friends_next_order_does(shop: Shop):
    groups.save_group_goods(2)
    code = opened_share("mei", "lan")
    group = groups.open_group(shop, "lan", shareCode=code)
    Streams(shop).deliver_all()
    shop.clock.set(group["expiresAt"] + 1)
    groups.fire_deadline(group)
    Streams(shop).deliver_all()
    groups.wait_for_refunds(shop, group["orderId"])
    assert invited("mei") == 0
    ship(shop, bought(shop, "lan"))
    assert invited("mei") == 50


def test_an_order_of_0_fen_earns_its_inviter_nothing(shop: Shop):
    rule(action="redeem", percent=100)
    orders.save_goods(price=100)
    give("lan", 100)
    opened_share("mei", "lan")
    free = orders.place("lan", points=100)
    assert orders.get_order(free["orderId"])["total"] == 0
    Streams(shop).deliver_all()
    ship(shop, free["orderId"])
    assert invited("mei") == 0
    ship(shop, bought(shop, "lan"))
    assert invited("mei") == 50, "the first order that is paid counts"


def test_an_order_that_was_paid_back_before_its_shipping_is_heard_of_never_earns(shop: Shop):
    """The events of an order may be handled in any order."""
    orders.save_goods()
    opened_share("mei", "lan")
    order_id = bought(shop, "lan")
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "op", OPERATOR).ok
    form = {"orderId": order_id, "reason": "x"}
    assert call("refundOrder", form, "op", OPERATOR).ok
    for record in reversed(shop.stream_records("orders")):
        handler("onOrderChange")({"Records": [record]}, LambdaContext())
    Streams(shop).deliver_all()
    assert invited("mei") == 0


def test_a_share_that_is_visited_after_paying_does_not_take_the_order(shop: Shop):
    orders.save_goods()
    opened_share("mei", "lan")
    order_id = bought(shop, "lan")
    opened_share("bo", "lan")
    ship(shop, order_id)
    assert (invited("mei"), invited("bo")) == (50, 0)
