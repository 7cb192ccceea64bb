"""Groups that their members give up, lists that go on past them, and bounds for one shopper."""

from __future__ import annotations

import pytest

from shop.groups import opened, reads
from tests.support import groups, orders
from tests.support.cloud import Answer, Shop, call
from wxcloud import clock


@pytest.fixture(autouse=True)
def _look_again() -> None:
    reads._open_groups.clear()


def listed(openid: str = "reader") -> list[str]:
    reads._open_groups.clear()
    answer = call("listOpenGroups", {"goodsId": orders.SKU}, openid)
    return [group["groupId"] for group in answer["items"]]


def leave(group: Answer, openid: str = "leader") -> Answer:
    return call("leaveGroup", {"groupId": group["groupId"]}, openid)


def create(openid: str = "leader") -> Answer:
    return call("createGroup", {"goodsId": orders.SKU}, openid)


def test_a_free_group_whose_last_member_leaves_ends(shop: Shop) -> None:
    groups.save_group_goods(price=0)
    group = groups.open_group()
    assert groups.join(group, "friend").ok
    assert leave(group)["status"] == "OPEN"
    left = leave(group, "friend")
    assert (left["status"], left["members"], left["seatsLeft"]) == ("FAILED", [], 3)
    assert groups.join(group, "late").code == "GROUP_EXPIRED"
    assert leave(group, "friend").code == "GROUP_ENDED"
    kept = next(item for item in shop.items("groups") if item["groupId"] == group["groupId"])
    assert "openKey" not in kept, "it is not in the index of open groups"


def test_a_paid_group_whose_last_member_leaves_ends_and_the_money_goes_back(shop: Shop) -> None:
    groups.save_group_goods()
    group = groups.open_group(shop)
    streams = groups.Streams(shop)
    streams.deliver_all()
    assert leave(group)["status"] == "FAILED"
    streams.deliver_all()
    groups.wait_for_refunds(shop, group["orderId"])
    assert groups.refunded_fen(shop, group["orderId"]) == groups.PRICE


def test_a_group_that_nobody_pays_for_ends_with_its_order(shop: Shop) -> None:
    groups.save_group_goods()
    group = groups.open_group()
    assert call("cancelOrder", {"orderId": group["orderId"]}, "leader").ok
    assert groups.get_group(group)["status"] == "FAILED"


def test_a_group_goes_on_while_somebody_holds_a_seat(shop: Shop) -> None:
    groups.save_group_goods()
    group = groups.open_group()
    held = groups.join(group, "friend")
    assert leave(group)["status"] == "OPEN"
    orders.pay(shop, held["orderId"])
    groups.Streams(shop).deliver_all()
    seen = groups.get_group(group, "friend")
    assert [(member["leader"], seen["status"]) for member in seen["members"]] == [(True, "OPEN")]


def test_a_hundred_groups_that_cannot_be_joined_hide_none_that_can(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "PAGE", 3)
    groups.save_group_goods(size=2)
    for number in range(8):
        assert create(f"unpaid-{number}").ok
        shop.clock.advance(1)
    honest = groups.open_group(shop, "honest")
    groups.Streams(shop).deliver_all()
    assert listed() == [honest["groupId"]]


def test_opening_and_leaving_again_and_again_leaves_nothing_in_the_list(shop: Shop) -> None:
    groups.save_group_goods(price=0)
    for number in range(20):
        group = create(f"puppet-{number}")
        assert leave(group, f"puppet-{number}").ok
        shop.clock.advance(1)
    honest = create("honest")
    assert listed() == [honest["groupId"]]
    assert sum("openKey" in item for item in shop.items("groups")) == 1


def test_one_user_has_a_bounded_number_of_open_groups(shop: Shop) -> None:
    groups.save_group_goods(size=2, price=0)
    opened_groups = [create() for _ in range(opened.MAX_OPEN + 2)]
    assert [group.code for group in opened_groups[-3:]] == [
        "OK",
        "TOO_MANY_GROUPS",
        "TOO_MANY_GROUPS",
    ]
    assert create("other").ok
    assert groups.join(opened_groups[0], "friend")["status"] == "SUCCESS"
    assert create().ok, "a group that has succeeded makes room"
    assert create().code == "TOO_MANY_GROUPS"
    assert leave(opened_groups[1]).ok
    assert create().code == "TOO_MANY_GROUPS", "one that was given up does not, for an hour"
    shop.clock.advance(opened.GIVEN_UP_COUNTS)
    assert create().ok
    shop.clock.advance(clock.DAY)
    assert create().ok, "nor do groups whose deadline has passed"


def test_one_shopper_holds_a_bounded_number_of_unpaid_seats(shop: Shop) -> None:
    groups.save_group_goods(size=2)
    opened_groups = [groups.open_group(shop, f"leader-{number}") for number in range(8)]
    groups.Streams(shop).deliver_all()
    held = [groups.join(group, "greedy") for group in opened_groups]
    assert [each.code for each in held] == ["OK"] * 3 + ["TOO_MANY_SEATS"] * 5
    assert create("greedy").code == "TOO_MANY_SEATS"
    assert orders.place("greedy").ok, "orders without a seat are another matter"
    orders.pay(shop, held[0]["orderId"])
    assert groups.join(opened_groups[3], "greedy").ok
    assert leave(opened_groups[1], "greedy").ok
    assert groups.join(opened_groups[4], "greedy").ok


def test_a_limit_per_buyer_does_not_take_the_place_of_the_bound(shop: Shop) -> None:
    groups.save_group_goods(size=2, limit=8)
    opened_groups = [groups.open_group(shop, f"leader-{number}") for number in range(4)]
    held = [groups.join(group, "greedy").code for group in opened_groups]
    assert held == ["OK"] * 3 + ["TOO_MANY_SEATS"]


def test_ones_own_groups_go_on_past_those_that_one_has_left(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "PAGE", 2)
    groups.save_group_goods(price=0)
    mine = create()
    for number in range(5):
        shop.clock.advance(1)
        other = create(f"leader-{number}")
        assert groups.join(other, "leader").ok and leave(other).ok
    groups.Streams(shop).deliver_all()
    own = call("listMyGroups", {}, "leader")["items"]
    assert [group["groupId"] for group in own] == [mine["groupId"]]
