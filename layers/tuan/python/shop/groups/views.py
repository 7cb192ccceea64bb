"""What clients see of groups: the results of functions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from shop.groups import rules
from shop.groups.model import Group
from wxcloud.fields import Id, Result, Time
from wxcloud.pseudonyms import member_id


class GroupMember(Result):
    """A member who has paid."""

    leader: bool
    joinedAt: Time
    memberId: (
        Annotated[
            Id, Meta(description="stands for the user, the same in all groups; absent for guests")
        ]
        | UnsetType
    ) = UNSET
    isMe: (
        Annotated[bool, Meta(description="true for the caller; absent for guests")] | UnsetType
    ) = UNSET


class GroupTier(Result):
    """With `size` members or more, a seat costs `price`: the difference is paid back."""

    size: Annotated[int, Meta(description="paid members, at least")]
    price: Annotated[int, Meta(description="fen per seat")]


class OwnSeat(Result):
    """The caller's own seat."""

    state: Literal["HELD", "PAID"]
    orderId: Id
    payBefore: (
        Annotated[int, Meta(description="ms UTC: a held seat is free again then; absent if paid")]
        | UnsetType
    ) = UNSET


class GroupView(Result):
    """A group as it is now."""

    groupId: Id
    goodsId: Id
    title: str
    price: Annotated[int, Meta(ge=0, description="fen per seat, unless its SKU has another price")]
    status: Literal["OPEN", "SUCCESS", "FAILED"]
    size: Annotated[int, Meta(description="seats")]
    members: Annotated[list[GroupMember], Meta(description="those who have paid, the leader first")]
    seatsLeft: Annotated[
        int,
        Meta(
            ge=0,
            description="seats that are neither paid nor held; with 0 one can still join if a hold"
            " has expired",
        ),
    ]
    expiresAt: Annotated[int, Meta(description="the deadline, ms UTC")]
    tiers: (
        Annotated[list[GroupTier], Meta(description="absent if the campaign has none")] | UnsetType
    ) = UNSET
    mine: (
        Annotated[OwnSeat, Meta(description="absent without a seat, and if seats cost nothing")]
        | UnsetType
    ) = UNSET


class GroupList(Result):
    """Groups."""

    items: list[GroupView]


def group_view(group: Group, reader: str) -> GroupView:
    return GroupView(**group_fields(group, reader))


def group_fields(group: Group, reader: str) -> dict[str, Any]:
    """What a client sees. Only signed-in readers see who the members
    are, by pseudonyms."""
    leader = rules.leader_shown(group)
    seat = group.seats.get(reader)
    return {
        "groupId": group.groupId,
        "goodsId": group.goodsId,
        "title": group.title,
        "price": group.price,
        "status": group.status,
        "size": group.size,
        "members": [
            GroupMember(
                memberId=member_id(openid) if reader else UNSET,
                isMe=openid == reader if reader else UNSET,
                leader=openid == leader,
                joinedAt=paid.at,
            )
            for openid, paid in group.members()
        ],
        "seatsLeft": group.seatsLeft,
        "expiresAt": group.expiresAt,
        "tiers": [GroupTier(size=each.size, price=each.price) for each in group.tiers or []]
        or UNSET,
        "mine": UNSET
        if seat is None or group.is_free
        else OwnSeat(state=seat.state, orderId=seat.by, payBefore=seat.until or UNSET),  # type: ignore[arg-type]
    }
