"""The rules of seats and outcomes, as functions of values. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shop.groups.model import (
    ALREADY_IN_GROUP,
    FAILED,
    GROUP_EXPIRED,
    GROUP_FULL,
    HELD,
    OPEN,
    PATIENCE,
    SUCCESS,
    Group,
    Seat,
    Tier,
)
from wxcloud.errors import Code


def why_no_seat(group: Group, openid: str, now: int) -> Code | None:
    """Why the user cannot take a seat in the group; None if they can."""
    if group.status == FAILED or group.is_late(now):
        return GROUP_EXPIRED
    own = group.seats.get(openid)
    if own is not None and not (group.status == OPEN and own.has_expired(now)):
        return ALREADY_IN_GROUP
    has_room = group.seatsLeft >= 1 or longest_expired(group.seats, now) is not None
    return None if group.status == OPEN and has_room else GROUP_FULL


def is_worth_joining(group: Group, now: int) -> bool:
    """Whether strangers are invited to the group: somebody has paid, and there is a seat."""
    has_room = group.seatsLeft > 0 or longest_expired(group.seats, now) is not None
    return group.status == OPEN and has_room and bool(group.members())


def seat_to_take_over(group: Group, openid: str, now: int) -> tuple[str, Seat] | None:
    """The expired seat that the user takes over: their own; another user's only if none is free."""
    own = group.seats.get(openid)
    if own is not None and own.has_expired(now):
        return openid, own
    return longest_expired(group.seats, now) if group.seatsLeft < 1 else None


def longest_expired(seats: Mapping[str, Seat], now: int) -> tuple[str, Seat] | None:
    """The seat whose hold expired the longest ago."""
    expired = [(openid, seat) for openid, seat in seats.items() if seat.has_expired(now)]
    return min(expired, key=lambda member: member[1].until, default=None)


def next_leader(group: Group, without: str) -> str:
    """Who leads the group without that user: the leader, or who has paid the longest; "" if nobody
    has paid."""
    if group.leader != without:
        return group.leader
    others = [openid for openid, _ in group.members() if openid != without]
    return others[0] if others else ""


def leader_shown(group: Group) -> str:
    """The leader; if the leader has left before anybody paid, who has paid the longest."""
    members = group.members()
    return members[0][0] if group.leader not in group.seats and members else group.leader


def held_seats(group: Group) -> list[tuple[str, Seat]]:
    """The seats that are held, and not known to be paid."""
    return [(openid, seat) for openid, seat in group.seats.items() if seat.state == HELD]


def may_still_fill(group: Group, now: int) -> bool:
    """Whether payments that were made in time, but that we have not heard of, could fill the group.

    The end of a hold does not matter: its payment may have been made before.
    """
    has_room = group.seatsLeft <= (group.spare or 0)
    return bool(held_seats(group)) and has_room and group.expiresAt + PATIENCE > now


def outcome(to_pay: int, spare: int | None) -> str:
    """SUCCESS or FAILED: what a group becomes at its deadline with `to_pay` unpaid seats."""
    return SUCCESS if spare is not None and to_pay <= spare else FAILED


def rebate(price: int, tiers: Sequence[Tier], members: int) -> int:
    """What each member gets back because the group has so many members, in fen."""
    reached = [tier.price for tier in tiers if tier.size <= members]
    return price - min(reached, default=price)


def rebate_of(group: Group) -> int:
    return rebate(group.price, group.tiers or [], len(group.members()))
