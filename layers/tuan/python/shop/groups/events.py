"""What can happen to a group, as the table's stream tells it."""

from __future__ import annotations

import msgspec

from shop.groups import rules
from shop.groups.model import FAILED, OPEN, PAID, SUCCESS, Group, is_group
from wxcloud.events import Change, Event


class MemberJoined(Event, frozen=True, tag=True):
    """A user has a seat in the group, held or paid, that they did not have before."""

    groupId: str
    openid: str


class GroupOpened(Event, frozen=True, tag=True):
    """A group was opened at `createdAt`. It ends at `expiresAt` (ms UTC) at the latest."""

    groupId: str
    expiresAt: int
    createdAt: int = 0


class SeatPaid(Event, frozen=True, tag=True):
    """A member's seat is paid; `orderId` is the order, or the attempt that took a free seat."""

    groupId: str
    openid: str
    orderId: str


class Member(msgspec.Struct, frozen=True):
    """A member who has paid, and the order of the seat."""

    openid: str
    orderId: str


class GroupEnded(Event, frozen=True):
    """What is common to GroupSucceeded and GroupFailed. Amounts are fen; `endedAt` and `expiresAt`
    are ms UTC.

    `price` is what a seat costs; if `hasPrices`, a member's order tells what the member's SKU
    costs. `rebate` is paid back to each member. `missing` seats are not paid. `campaign` is set if
    the campaign has a limit per buyer.
    """

    groupId: str
    goodsId: str
    title: str
    size: int
    price: int
    hasPrices: bool
    rebate: int
    missing: int
    endedAt: int
    members: list[Member]
    campaign: int | None = None
    expiresAt: int = 0


class GroupSucceeded(GroupEnded, frozen=True, tag=True):
    """All seats of the group are paid, or as many as the campaign asks for at the deadline."""


class GroupFailed(GroupEnded, frozen=True, tag=True):
    """The deadline has passed and too few seats are paid."""


def decode(change: Change) -> list[Event]:
    """The events that a change of the table `groups` means. Only groups have events."""
    if change.new is None or not is_group(change.new["groupId"]["S"]):
        return []
    group = Group.of(change.new)
    before = Group.of(change.old) if change.old is not None else None
    events: list[Event] = []
    if before is None and group.status == OPEN:
        times = {"createdAt": group.createdAt, "expiresAt": group.expiresAt}
        events.append(GroupOpened(groupId=group.groupId, at=change.at, **times))
    for openid, seat in group.seats.items():
        was = before.seats.get(openid) if before is not None else None
        if was is None:
            events.append(MemberJoined(groupId=group.groupId, openid=openid, at=change.at))
        if seat.state == PAID and (was is None or was.state != PAID):
            events.append(
                SeatPaid(groupId=group.groupId, openid=openid, orderId=seat.by, at=change.at)
            )
    has_ended = group.status != OPEN and (before is None or before.status == OPEN)
    return [*events, _ended(group, change.at)] if has_ended else events


def _ended(group: Group, at: int) -> Event:
    kind = {SUCCESS: GroupSucceeded, FAILED: GroupFailed}[group.status]
    return kind(
        groupId=group.groupId,
        goodsId=group.goodsId,
        title=group.title,
        size=group.size,
        price=group.price,
        hasPrices=bool(group.prices),
        rebate=rules.rebate_of(group) if group.status == SUCCESS else 0,
        missing=group.toPay,
        endedAt=group.endedAt or at,
        members=[Member(openid, seat.by) for openid, seat in group.members()],
        campaign=group.campaign if group.limit else None,
        expiresAt=group.expiresAt,
        at=at,
    )
