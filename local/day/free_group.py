"""A free group: seats are taken at once, the last one makes it succeed, one message each."""

from __future__ import annotations

from local.client import until
from local.day.cast import Cast, Step, expect, refused


def open_group(cast: Cast) -> str:
    group = cast.mei.call("createGroup", goodsId="goods-demo-1")
    cast.notes["group"] = group["groupId"]
    expect(group["status"] == "OPEN", "an open group")
    expect(group["seatsLeft"] == group["size"] - 1, "one seat taken")
    return f"group of {group['size']}, {group['seatsLeft']} seats left"


def friends_join(cast: Cast) -> str:
    cast.lan.login()
    cast.lan.call("joinGroup", groupId=cast.notes["group"])
    cast.bo.login()
    group = cast.bo.call("joinGroup", groupId=cast.notes["group"])
    expect(group["status"] == "SUCCESS" and group["seatsLeft"] == 0, "a full group")
    return f"{group['status']} with {len(group['members'])} members"


def too_late(cast: Cast) -> str:
    late = cast.shopper("late")
    late.login()
    return refused(lambda: late.call("joinGroup", groupId=cast.notes["group"]), "GROUP_FULL")


def members_get_messages(cast: Cast) -> str:
    members = (cast.mei, cast.lan, cast.bo)
    arrived = until(lambda: all(member.messages() for member in members))
    counts = [len(member.messages()) for member in members]
    expect(arrived and counts == [1, 1, 1], f"one message each, not {counts}")
    message = cast.mei.messages()[0]
    return " · ".join(str(field["value"]) for field in message["data"].values())


STEPS: list[Step] = [
    ("Mei opens a free group for blueberries", open_group),
    ("two friends join and fill the group", friends_join),
    ("a fourth user cannot join", too_late),
    ("each member gets one message", members_get_messages),
]
