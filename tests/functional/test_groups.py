"""Free groups, through their functions: open, join, fill, and pass the deadline."""

from __future__ import annotations

import json

import pytest

from tests.support.cloud import LambdaContext, call, direct, handler
from tests.support.group_items import groups_in
from tests.support.lost_answers import lose_answer
from tests.support.people import ids
from wxcloud import clock

GOODS = {
    "goodsId": "tea",
    "title": "明前龙井 250g",
    "cover": "https://cdn.example.com/tea.jpg",
    "price": 9900,
    "category": "tea",
    "rank": 1,
    "stock": 100,
    "group": {"size": 3, "hours": 24, "price": 0},
}


@pytest.fixture
def tea(shop):
    """A shop whose goods `tea` are free for groups of three."""
    offer()
    return shop


def offer(**changes):
    answer = call("saveGoods", {**GOODS, **changes}, openid="operator", roles=("operator",))
    assert answer.ok, answer


def open_group(openid="leader"):
    answer = call("createGroup", {"goodsId": "tea"}, openid=openid)
    assert answer.ok, answer
    return answer.body


def join(group, openid):
    return call("joinGroup", {"groupId": group["groupId"]}, openid=openid)


def get_group(group, openid="leader"):
    return call("getGroup", {"groupId": group["groupId"]}, openid=openid).body


def fire_deadline(group):
    """Call expireGroup as the timer of the group's deadline does."""
    return handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())


def test_a_group_opens_with_its_leader_in_the_first_seat(tea):
    group = open_group()

    assert group == {
        "groupId": group["groupId"],
        "goodsId": "tea",
        "title": "明前龙井 250g",
        "price": 0,
        "status": "OPEN",
        "size": 3,
        "members": [
            {
                "memberId": ids("leader")[0],
                "isMe": True,
                "leader": True,
                "joinedAt": tea.clock.now,
            }
        ],
        "seatsLeft": 2,
        "expiresAt": tea.clock.now + 24 * clock.HOUR,
    }
    assert get_group(group) == group


def test_a_group_has_a_timer_that_fires_just_after_its_deadline(tea):
    tea.clock.advance(999)
    group = open_group()

    (timer,) = tea.aws("scheduler").list_schedules(GroupName=tea.prefix + "timers")["Schedules"]
    timer = tea.aws("scheduler").get_schedule(Name=timer["Name"], GroupName=timer["GroupName"])
    assert json.loads(timer["Target"]["Input"]) == {"groupId": group["groupId"]}
    assert timer["Target"]["Arn"].endswith(":expireGroup")
    rings = timer["ScheduleExpression"].removeprefix("at(").removesuffix(")") + "Z"
    assert clock.iso(group["expiresAt"]) < rings <= clock.iso(group["expiresAt"] + 1000)


def test_a_group_is_not_opened_if_its_timer_cannot_be_created(tea):
    tea.set(SCHEDULE_GROUP="no-such-group")

    answer = call("createGroup", {"goodsId": "tea"})

    assert answer.status == 500
    assert groups_in(tea) == []


def test_goods_must_exist_be_visible_and_be_sold_to_groups(tea):
    assert call("createGroup", {"goodsId": "coffee"}).status == 404

    offer(hidden=True)
    assert call("createGroup", {"goodsId": "tea"}).status == 404

    offer(group=None)
    refused = call("createGroup", {"goodsId": "tea"})
    assert (refused.status, refused.code) == (409, "GROUP_NOT_OFFERED")
    assert groups_in(tea) == []


def test_joining_takes_one_seat_and_the_last_seat_makes_the_group_a_success(tea):
    group = open_group()
    tea.clock.advance(5)

    first = join(group, "friend")
    assert (first["status"], first["seatsLeft"]) == ("OPEN", 1)
    tea.clock.advance(5)
    last = join(group, "colleague")
    assert (last["status"], last["seatsLeft"]) == ("SUCCESS", 0)
    assert [m["memberId"] for m in last["members"]] == ids("leader", "friend", "colleague")
    assert get_group(group, "colleague") == last.body


def test_a_group_of_two_is_full_with_the_first_join(tea):
    offer(group={"size": 2, "hours": 1, "price": 0})

    assert join(open_group(), "friend")["status"] == "SUCCESS"


def test_a_user_has_at_most_one_seat_even_in_the_same_millisecond(tea):
    group = open_group()
    assert join(group, "friend").ok

    for member in ("leader", "friend"):
        refused = join(group, member)
        assert (refused.status, refused.code) == (409, "ALREADY_IN_GROUP")
    assert get_group(group)["seatsLeft"] == 1


def test_a_full_group_refuses_more_members(tea):
    group = open_group()
    for friend in ("a", "b"):
        join(group, friend)

    refused = join(group, "late")
    assert (refused.status, refused.code) == (409, "GROUP_FULL")
    assert join(group, "a").code == "ALREADY_IN_GROUP"
    assert len(get_group(group)["members"]) == 3


def test_a_full_group_that_everybody_opens_is_asked_once_by_a_process(tea):
    """A refused write costs what a carried-out one does, and the item takes few of them."""
    group = open_group()
    for friend in ("a", "b"):
        join(group, friend)
    with tea.units() as used:
        codes = [join(group, f"late-{n}").code for n in range(5)]
        member = join(group, "a")
    assert codes == ["GROUP_FULL"] * 5 and member.code == "ALREADY_IN_GROUP"
    assert used.calls.count("UpdateItem") == 1


def test_a_group_that_does_not_exist_cannot_be_joined_or_read(shop):
    for name in ("joinGroup", "getGroup"):
        answer = call(name, {"groupId": "nowhere"})
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert groups_in(shop) == []


def test_joining_is_possible_until_one_millisecond_before_the_deadline(tea):
    group = open_group()
    tea.clock.set(group["expiresAt"] - 1)
    assert join(group, "friend").ok

    tea.clock.advance(1)
    refused = join(group, "late")
    assert (refused.status, refused.code) == (409, "GROUP_EXPIRED")


def test_reading_a_group_after_its_deadline_ends_it(tea):
    group = open_group()
    tea.clock.set(group["expiresAt"])

    seen = get_group(group)
    assert (seen["status"], seen["seatsLeft"]) == ("FAILED", 2)
    (kept,) = groups_in(tea)
    assert (kept["status"], kept["endedAt"]) == ("FAILED", tea.clock.now)
    assert "openKey" not in kept  # no longer among the open groups
    assert join(group, "late").code == "GROUP_EXPIRED"


def test_the_timer_ends_a_group_once_and_not_before_its_deadline(tea):
    group = open_group()

    tea.clock.set(group["expiresAt"] - 1)
    fire_deadline(group)
    assert get_group(group)["status"] == "OPEN"

    tea.clock.advance(1)
    fire_deadline(group)
    (failed,) = groups_in(tea)
    assert failed["status"] == "FAILED"
    tea.clock.advance(1000)
    fire_deadline(group)
    assert groups_in(tea) == [failed]


def test_the_timer_does_not_change_a_successful_or_unknown_group(tea):
    group = open_group()
    for friend in ("a", "b"):
        join(group, friend)
    before = groups_in(tea)

    tea.clock.advance(25 * clock.HOUR)
    fire_deadline(group)
    fire_deadline({"groupId": "nowhere"})

    assert groups_in(tea) == before
    assert get_group(group)["status"] == "SUCCESS"


def test_guests_can_read_a_group_without_openids_but_cannot_join(tea):
    group = open_group()

    seen = get_group(group, openid="")
    assert seen["members"] == [{"leader": True, "joinedAt": tea.clock.now}]
    assert "leader" not in {value for value in seen.values() if isinstance(value, str)}
    assert join(group, "").status == 401
    assert call("createGroup", {"goodsId": "tea"}, openid="").status == 401


def test_a_join_whose_response_is_lost_succeeds_when_it_is_repeated(tea):
    """The DynamoDB client repeats a write that got no response, although the write succeeded."""
    group = open_group()
    for friend, status in (("friend", "OPEN"), ("colleague", "SUCCESS")):

        def has_joined(answer, friend=friend):
            return friend in answer.get("Attributes", {}).get("seats", {}).get("M", {})

        with lose_answer("UpdateItem", has_joined) as answer:
            joined = join(group, friend)

        assert answer.lost
        assert joined.ok, joined
        assert joined["status"] == status


def test_bad_input_is_refused_with_the_name_of_its_field(shop):
    for name, data, field in (
        ("createGroup", {}, "goodsId"),
        ("createGroup", {"goodsId": 7}, "goodsId"),
        ("createGroup", {"goodsId": "tea", "price": 0}, "price"),
        ("joinGroup", {"groupId": ""}, "groupId"),
        ("joinGroup", {"groupId": "a#b"}, "groupId"),
        ("joinGroup", {"groupId": "x" * 65}, "groupId"),
        ("getGroup", {"groupId": None}, "groupId"),
    ):
        answer = call(name, data)
        assert (answer.status, answer["field"]) == (400, field), data


def test_a_direct_invocation_uses_the_openid_of_its_event(tea):
    group = direct("createGroup", {"goodsId": "tea"}, openid="leader")
    joined = direct("joinGroup", {"groupId": group["groupId"]}, openid="friend")

    assert [m["memberId"] for m in joined["members"]] == ids("leader", "friend")
    again = direct("joinGroup", {"groupId": group["groupId"]}, openid="friend")
    assert again["errCode"] == "ALREADY_IN_GROUP"
