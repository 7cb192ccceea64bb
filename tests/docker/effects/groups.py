"""Groups: open, join, read, end."""

from __future__ import annotations

from shop.groupbuy.join import join
from shop.groups.model import Membership
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from tests.support.demo import demo_group
from tests.support.people import ids
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, put

GROUP = "group-demo-1"


def save_group(shop: LocalShop, **fields: int) -> None:
    """Save the group of the events: open, with its leader only, changed by `fields`."""
    shop.forget("groups", groupId=GROUP)
    group = demo_group(GROUP)
    for name, value in fields.items():
        setattr(group, name, value)
    commit_one(put(group, otherwise=ALREADY_SO))


@expects("createGroup.json", "createGroup.http.json")
def a_group_opens_and_its_timer_runs(shop: LocalShop) -> Effect:
    shop.forget("groups", groupId="opened#shopper-1")  # one user opens at most ten
    answer = yield
    row = shop.row("groups", groupId=answer["groupId"])
    assert row is not None
    assert (row["status"], row["leader"], row["goodsId"]) == ("OPEN", "shopper-1", "goods-demo-1")
    assert set(row["seats"]) == {"shopper-1"}
    assert row["seatsLeft"] == answer["seatsLeft"] == answer["size"] - 1
    assert shop.timer(f"group-{answer['groupId']}") is not None


@expects("joinGroup.json", "joinGroup.http.json")
def a_seat_is_taken(shop: LocalShop) -> Effect:
    save_group(shop)
    answer = yield
    row = shop.row("groups", groupId=GROUP)
    assert row is not None
    assert set(row["seats"]) == {"leader-demo-1", "shopper-1"}
    assert row["seatsLeft"] == answer["seatsLeft"] == 98


@expects("getGroup.json", "getGroup.http.json")
def a_group_is_returned(shop: LocalShop) -> Effect:
    save_group(shop)
    answer = yield
    assert (answer["groupId"], answer["status"], answer["seatsLeft"]) == (GROUP, "OPEN", 99)
    assert [member["memberId"] for member in answer["members"]] == ids("leader-demo-1")


@expects("expireGroup.scheduler.json")
def a_group_fails_at_its_deadline(shop: LocalShop) -> Effect:
    save_group(shop, expiresAt=clock.now() - clock.SECOND)
    yield
    row = shop.row("groups", groupId=GROUP)
    assert row is not None
    assert row["status"] == "FAILED" and row["endedAt"] <= clock.now()
    assert "openKey" not in row


@expects("leaveGroup.json", "leaveGroup.http.json")
def a_seat_is_free_again(shop: LocalShop) -> Effect:
    save_group(shop)
    join(GROUP, "shopper-1")
    answer = yield
    row = shop.row("groups", groupId=GROUP)
    assert row is not None
    assert set(row["seats"]) == {"leader-demo-1"}
    assert row["seatsLeft"] == answer["seatsLeft"] == 99


@expects("listOpenGroups.json", "listOpenGroups.http.json")
def open_groups_are_returned(shop: LocalShop) -> Effect:
    save_group(shop, size=2, seatsLeft=1, toPay=1)
    answer = yield
    assert GROUP in [group["groupId"] for group in answer["items"]]


@expects("listMyGroups.json", "listMyGroups.http.json")
def the_groups_of_a_member_are_returned(shop: LocalShop) -> Effect:
    shop.forget("groups", groupId=f"{GROUP}#shopper-1")
    save_group(shop)
    join(GROUP, "shopper-1")
    note = Membership.new(GROUP, "shopper-1")  # the stream's function creates it, too
    commit_one(put(note, otherwise=ALREADY_SO))
    answer = yield
    assert answer["items"][0]["groupId"] == GROUP


@expects("onGroupChange.sqs.json")
def a_failed_handler_is_retried(shop: LocalShop) -> Effect:
    shop.forget("groups", groupId=f"{GROUP}#shopper-1")
    yield
    note = shop.row("groups", groupId=f"{GROUP}#shopper-1")
    assert note is not None and note["member"] == "shopper-1"
