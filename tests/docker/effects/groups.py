"""Groups: opened, joined, looked at, over."""

from __future__ import annotations

from shop.groupbuy.join import join
from shop.groups.model import Membership
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from tests.support.demo import open_group
from tests.support.people import ids
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, put

GROUP = "group-demo-1"


def fresh(shop: LocalShop, **fields: int) -> None:
    """The group of the events, open and with its leader alone in it, but for `fields`."""
    shop.forget("groups", groupId=GROUP)
    group = open_group(GROUP)
    for name, value in fields.items():
        setattr(group, name, value)
    commit_one(put(group, otherwise=ALREADY_SO))


@expects("createGroup.json", "createGroup.http.json")
def a_group_opens_and_its_timer_runs(shop: LocalShop) -> Effect:
    answer = yield
    row = shop.row("groups", groupId=answer["groupId"])
    assert row is not None
    assert (row["status"], row["leader"], row["goodsId"]) == ("OPEN", "shopper-1", "goods-demo-1")
    assert set(row["seats"]) == {"shopper-1"}
    assert row["seatsLeft"] == answer["seatsLeft"] == answer["size"] - 1
    assert shop.timer(f"group-{answer['groupId']}") is not None


@expects("joinGroup.json", "joinGroup.http.json")
def a_seat_is_taken(shop: LocalShop) -> Effect:
    fresh(shop)
    answer = yield
    row = shop.row("groups", groupId=GROUP)
    assert row is not None
    assert set(row["seats"]) == {"leader-demo-1", "shopper-1"}
    assert row["seatsLeft"] == answer["seatsLeft"] == 98


@expects("getGroup.json", "getGroup.http.json")
def a_group_is_shown(shop: LocalShop) -> Effect:
    fresh(shop)
    answer = yield
    assert (answer["groupId"], answer["status"], answer["seatsLeft"]) == (GROUP, "OPEN", 99)
    assert [member["memberId"] for member in answer["members"]] == ids("leader-demo-1")


@expects("expireGroup.scheduler.json")
def a_group_whose_time_is_over_fails(shop: LocalShop) -> Effect:
    fresh(shop, expiresAt=clock.now() - clock.SECOND)
    yield
    row = shop.row("groups", groupId=GROUP)
    assert row is not None
    assert row["status"] == "FAILED" and row["endedAt"] <= clock.now()
    assert "openKey" not in row


@expects("leaveGroup.json", "leaveGroup.http.json")
def a_seat_is_free_again(shop: LocalShop) -> Effect:
    fresh(shop)
    join(GROUP, "shopper-1")
    answer = yield
    row = shop.row("groups", groupId=GROUP)
    assert row is not None
    assert set(row["seats"]) == {"leader-demo-1"}
    assert row["seatsLeft"] == answer["seatsLeft"] == 99


@expects("listOpenGroups.json", "listOpenGroups.http.json")
def groups_that_lack_one_are_shown(shop: LocalShop) -> Effect:
    fresh(shop, size=2, seatsLeft=1, toPay=1)
    answer = yield
    assert GROUP in [group["groupId"] for group in answer["items"]]


@expects("listMyGroups.json", "listMyGroups.http.json")
def a_member_sees_their_groups(shop: LocalShop) -> Effect:
    shop.forget("groups", groupId=f"{GROUP}#shopper-1")
    fresh(shop)
    join(GROUP, "shopper-1")
    note = Membership.new(GROUP, "shopper-1")  # the stream makes it, too
    commit_one(put(note, otherwise=ALREADY_SO))
    answer = yield
    assert answer["items"][0]["groupId"] == GROUP


@expects("onGroupChange.sqs.json")
def a_handler_that_failed_is_retried(shop: LocalShop) -> Effect:
    shop.forget("groups", groupId=f"{GROUP}#shopper-1")
    yield
    note = shop.row("groups", groupId=f"{GROUP}#shopper-1")
    assert note is not None and note["member"] == "shopper-1"
