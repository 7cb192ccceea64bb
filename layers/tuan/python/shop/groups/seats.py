"""Writes to a group's seats and outcome, as parts: each is one conditional write to the group."""

from __future__ import annotations

from typing import Any

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shop.groups.model import (
    FAILED,
    GROUP_ENDED,
    HELD,
    NOT_IN_GROUP,
    OPEN,
    PAID,
    SUCCESS,
    Group,
    Seat,
    no_group,
)
from shop.groups.rules import (
    may_still_fill,
    next_leader,
    outcome,
    seat_to_take_over,
    why_no_seat,
)
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.errors import BUSY, Code
from wxcloud.transaction import (
    ALREADY_SO,
    Instead,
    Outcome,
    Part,
    Refuse,
    check,
    update,
)

# Groups that have succeeded, so nobody can join or leave them any more. The link of a group that
# everybody shares is opened long after it is full, and a refused write costs as many units as one
# that is carried out: the group's item would refuse no more than 125 people a second.
_FULL: Cache[Group] = Cache(10)

# --- taking --------------------------------------------------------------------------------------


def known_refusal(group_id: str, openid: str, now: int) -> Code | None:
    """Why nobody can join a group that this process knows to be full; None if it must ask."""
    group = _FULL.peek(group_id)
    return why_no_seat(group, openid, now) if group is not None else None


def _note_full(group: Group) -> None:
    if group.status == SUCCESS:
        _FULL.set(group.groupId, group)


def take_free(group_id: str, openid: str, seat: Seat, now: int) -> Part[Group | None]:
    """Take a seat that costs nothing, in a group that was not read. If the seat needs more than
    that (money, or a place in a limit), nothing is written and the group is returned as it stands.
    """
    is_free = (Group.price == 0) & Group.limit.does_not_exist()
    return _take(group_id, openid, seat, now, seen=None, only_if=is_free)


def take(group: Group, openid: str, seat: Seat, now: int) -> Part[Group | None]:
    """Take a free seat, or one whose hold has expired, in a single write.

    `now` is when it was taken, or paid: that must be before the deadline. NOT_FOUND, GROUP_FULL,
    GROUP_EXPIRED, ALREADY_IN_GROUP.
    """
    return _take(group.groupId, openid, seat, now, seen=group, only_if=None)


def _take(
    group_id: str,
    openid: str,
    seat: Seat,
    now: int,
    *,
    seen: Group | None,
    only_if: Condition | None,
) -> Part[Group | None]:
    where: Condition = (Group.status == OPEN) & (Group.expiresAt > now)
    if only_if is not None:
        where &= only_if
    taken_over = seat_to_take_over(seen, openid, now) if seen is not None else None
    if seen is None or taken_over is None:
        actions: list[Action] = [Group.seatsLeft.set(Group.seatsLeft - 1)]
        where &= Group.seats[openid].does_not_exist() & (Group.seatsLeft >= 1)
    else:
        actions = _take_over(seen, openid, taken_over[0])
        where &= _is(*taken_over) & (Group.leader == seen.leader)
        if taken_over[0] != openid:
            where &= Group.seats[openid].does_not_exist()
    if seat.state == PAID:
        is_last = seen is not None and seen.toPay == 1
        actions += _one_more_paid(now, is_last=is_last)
        where &= _unpaid_seats(is_last=is_last)

    def otherwise(group: Group | None) -> Outcome:
        if group is None:
            return Refuse(no_group())
        held = group.seats.get(openid)
        if held is not None and held.is_of(seat.by, seat.state):
            return ALREADY_SO  # we wrote it, and the answer was lost
        why = why_no_seat(group, openid, now)
        if why is not None:
            _note_full(group)
            return Refuse(why)
        if only_if is not None and (not group.is_free or group.limit):
            return ALREADY_SO  # the caller sees that the seat is not taken
        return Instead(_take(group_id, openid, seat, now, seen=group, only_if=only_if))

    mine = Group.seats[openid].set(raw(seat))
    return update(Group(groupId=group_id), mine, *actions, where=where, otherwise=otherwise)


def _take_over(group: Group, openid: str, whose: str) -> list[Action]:
    """An expired seat gets another owner, and if need be the group another leader."""
    if whose == openid:
        return []
    leader = next_leader(group, whose) or openid
    lead = [Group.leader.set(leader)] if group.leader == whose else []
    return [Group.seats[whose].remove(), *lead]


# --- paying and leaving --------------------------------------------------------------------------


def pay(
    group_id: str, openid: str, order_id: str, at: int, *, is_last: bool = False
) -> Part[Group | None]:
    """The seat that the order holds becomes PAID, if it was paid (`at`, ms UTC) before the
    deadline; the last one makes the group a SUCCESS. In any other case the group stays as it is."""
    mine = Group.seats[openid]
    paid = mine.set(raw(Seat(PAID, at, order_id)))

    def otherwise(group: Group | None) -> Outcome:
        seat = group.seats.get(openid) if group is not None else None
        if group is None or seat is None or not seat.is_of(order_id, HELD):
            return ALREADY_SO
        if group.status != OPEN or group.expiresAt <= at:
            return ALREADY_SO
        return Instead(pay(group_id, openid, order_id, at, is_last=group.toPay == 1))

    return update(
        Group(groupId=group_id),
        paid,
        *_one_more_paid(at, is_last=is_last),
        where=(Group.status == OPEN)
        & (Group.expiresAt > at)
        & (mine["by"] == order_id)
        & (mine["state"] == HELD)
        & _unpaid_seats(is_last=is_last),
        otherwise=otherwise,
    )


def leave(group: Group, openid: str, seat: Seat) -> Part[Group | None]:
    """A member gives up a seat before the group has ended. NOT_FOUND, GROUP_ENDED, NOT_IN_GROUP."""

    def otherwise(now: Group | None) -> Outcome:
        if now is None:
            return Refuse(no_group())
        if now.status != OPEN:
            return Refuse(GROUP_ENDED)
        held = now.seats.get(openid)
        if held is None:
            return Refuse(NOT_IN_GROUP)
        return Instead(leave(now, openid, seat)) if held == seat else Refuse(BUSY)

    return _vacate(group, openid, seat, otherwise)


def free(group: Group, openid: str, order_id: str) -> Part[Group | None] | None:
    """The seat of an order that is closed becomes free, while the group is open; None if the order
    has no seat there."""
    seat = group.seats.get(openid)
    if group.status != OPEN or seat is None or seat.by != order_id:
        return None

    def otherwise(now: Group | None) -> Outcome:
        part = free(now, openid, order_id) if now is not None else None
        return Instead(part) if part is not None else ALREADY_SO

    return _vacate(group, openid, seat, otherwise)


def has_none(group: Group, openid: str, order_id: str) -> Part[None]:
    """A condition for other parts: the order has no seat in the group. BUSY."""
    mine = Group.seats[openid]
    return check(
        Group(groupId=group.groupId),
        where=mine.does_not_exist() | (mine["by"] != order_id),
        otherwise=BUSY,
    )


def _vacate(group: Group, openid: str, seat: Seat, otherwise: Any) -> Part[Group | None]:
    """The seat becomes free. If nobody else has a seat, the group ends: an open group without
    members would only hide those that can be joined."""
    actions: list[Action] = [Group.seats[openid].remove(), Group.seatsLeft.set(Group.seatsLeft + 1)]
    if seat.state == PAID:
        actions.append(Group.toPay.set(Group.toPay + 1))
    where = (Group.status == OPEN) & _is(openid, seat)
    all_but_one = group.size - 1
    if group.seatsLeft >= all_but_one:
        actions += _ending(FAILED, clock.now())
        where &= Group.seatsLeft == all_but_one
    else:
        where &= Group.seatsLeft < all_but_one
    if group.leader == openid:
        leader = next_leader(group, openid)
        actions.append(Group.leader.set(leader))
        if leader:
            where &= Group.seats[leader].exists()
    where &= Group.leader == group.leader
    return update(Group(groupId=group.groupId), *actions, where=where, otherwise=otherwise)


# --- ending --------------------------------------------------------------------------------------


def end(
    group_id: str, now: int, seen: Group | None = None, *, was_asked: bool = False
) -> Part[Group | None]:
    """End a group whose deadline has passed. Any other group stays as it is; so does one that a
    held seat could still fill, unless WeChat `was_asked` for the payments of all held seats.

    The first attempt assumes the usual case: too few members, and nobody is about to pay.
    """
    over: Condition = (Group.status == OPEN) & (Group.expiresAt <= now)
    if seen is None:
        result = FAILED
        over &= Group.toPay == Group.seatsLeft
        over &= Group.spare.does_not_exist() | (Group.toPay > Group.spare)
    else:
        result = outcome(seen.toPay, seen.spare)
        over &= (Group.toPay == seen.toPay) & (Group.seatsLeft == seen.seatsLeft)

    def otherwise(group: Group | None) -> Outcome:
        if group is None or not group.is_late(now):
            return ALREADY_SO
        if may_still_fill(group, now) and not was_asked:
            return ALREADY_SO
        return Instead(end(group_id, now, group, was_asked=was_asked))

    return update(Group(groupId=group_id), *_ending(result, now), where=over, otherwise=otherwise)


# --- shared --------------------------------------------------------------------------------------


def _one_more_paid(now: int, *, is_last: bool) -> list[Action]:
    return [Group.toPay.set(Group.toPay - 1), *(_ending(SUCCESS, now) if is_last else ())]


def _unpaid_seats(*, is_last: bool) -> Condition:
    left: Condition = Group.toPay == 1 if is_last else Group.toPay > 1
    return left


def _is(openid: str, seat: Seat) -> Condition:
    mine = Group.seats[openid]
    same: Condition = (mine["by"] == seat.by) & (mine["state"] == seat.state)
    return same


def _ending(status: str, now: int) -> tuple[Action, ...]:
    return Group.status.set(status), Group.endedAt.set(now), Group.openKey.remove()


def raw(seat: Seat) -> dict[str, Any]:
    """The seat as it is set in the map of seats."""
    fields: dict[str, Any] = msgspec.to_builtins(seat)
    return fields
