"""Seats and outcomes as parts: each is one conditional write to the group's item."""

from __future__ import annotations

from typing import Any

import msgspec
from pynamodb.expressions.condition import Condition, size

from shop.groups.model import (
    ALREADY_IN_GROUP,
    FAILED,
    GRACE,
    GROUP_ENDED,
    GROUP_EXPIRED,
    GROUP_FULL,
    GROUP_LIMIT,
    HELD,
    NOT_IN_GROUP,
    OPEN,
    PAID,
    SUCCESS,
    Group,
    Limit,
    Seat,
    no_group,
)
from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.transaction import Part, check, update

# --- taking --------------------------------------------------------------------------------------


class NotForNothing(Exception):
    """A seat in this group takes more than a seat: money, or one of the buyer's limit."""

    def __init__(self, group: Group) -> None:
        self.group = group


def sit(group_id: str, openid: str, seat: Seat, now: int) -> Part:
    """Take a seat that costs nothing, of a group of which nothing is known yet. NotForNothing."""
    return _take(group_id, openid, seat, now, None, blind=True)


def take(group: Group, openid: str, seat: Seat, now: int) -> Part:
    """Take a free seat, HELD or PAID, or one whose hold has lapsed, in the same single write.

    `now` is when it was taken, or paid: that must be in time. NOT_FOUND, GROUP_FULL,
    GROUP_EXPIRED, ALREADY_IN_GROUP."""
    return _take(group.groupId, openid, seat, now, group, blind=False)


def _take(
    group_id: str, openid: str, seat: Seat, now: int, seen: Group | None, *, blind: bool
) -> Part:
    where = (Group.status == OPEN) & (Group.expiresAt > now)
    if blind:
        where &= (Group.price == 0) & Group.limit.does_not_exist()
    instead = _instead(seen, openid, now) if seen is not None else None
    if seen is None or instead is None:
        actions = [Group.seatsLeft.set(Group.seatsLeft - 1)]
        where &= Group.seats[openid].does_not_exist() & (Group.seatsLeft >= 1)
    else:
        actions = _take_over(seen, openid, instead[0])
        where &= _is(*instead) & (Group.leader == seen.leader)
        if instead[0] != openid:
            where &= Group.seats[openid].does_not_exist()
    if seat.state == PAID:
        last = seen is not None and seen.toPay == 1
        actions += _one_more_paid(now, last=last)
        where &= _left_to_pay(last=last)

    def refused(group: Group | None) -> Part | Code | Refusal | None:
        if group is None or group.status is None:
            return no_group()
        held = group.seats.get(openid)
        if held is not None and (held.by, held.state) == (seat.by, seat.state):
            return None  # our own write, whose answer was lost on the way
        why = _no_room(group, openid, now)
        if why is None and blind and (not group.is_free or group.limit):
            raise NotForNothing(group)
        return why or _take(group_id, openid, seat, now, group, blind=blind)

    mine = Group.seats[openid].set(_raw(seat))
    return update(Group(groupId=group_id), mine, *actions, where=where, otherwise=refused)


def _no_room(group: Group, openid: str, now: int) -> Code | None:
    """Why the user can have no seat in the group, if so."""
    if group.status == FAILED or group.is_late(now):
        return GROUP_EXPIRED
    held = group.seats.get(openid)
    if held is not None and not (group.status == OPEN and held.has_lapsed(now)):
        return ALREADY_IN_GROUP
    room = group.seatsLeft >= 1 or group.lapsed(now) is not None
    return None if group.status == OPEN and room else GROUP_FULL


def _instead(group: Group, openid: str, now: int) -> tuple[str, Seat] | None:
    """Whose lapsed seat to take: one's own; another's only if no seat is free."""
    own = group.seats.get(openid)
    if own is not None and own.has_lapsed(now):
        return openid, own
    return group.lapsed(now) if group.seatsLeft < 1 else None


def _take_over(group: Group, openid: str, whose: str) -> list[Any]:
    """A lapsed seat changes hands, and with it, if need be, the lead."""
    if whose == openid:
        return []
    lead = [Group.leader.set(group.heir(whose) or openid)] if group.leader == whose else []
    return [Group.seats[whose].remove(), *lead]


# --- paying, leaving -----------------------------------------------------------------------------


def pay(group_id: str, openid: str, order_id: str, at: int, *, last: bool = False) -> Part:
    """A seat that the order holds is PAID, if that was in time; the last one makes the group a
    SUCCESS. In any other case the group stays as it is: look at it to know why."""
    mine = Group.seats[openid]
    paid = [mine.set(_raw(Seat(PAID, at, order_id))), *_one_more_paid(at, last=last)]

    def refused(group: Group | None) -> Part | None:
        seat = group.seats.get(openid) if group is not None else None
        if group is None or seat is None or (seat.by, seat.state) != (order_id, HELD):
            return None
        if group.status != OPEN or group.expiresAt <= at:
            return None
        return pay(group_id, openid, order_id, at, last=group.toPay == 1)

    return update(
        Group(groupId=group_id),
        *paid,
        where=(Group.status == OPEN)
        & (Group.expiresAt > at)
        & (mine["by"] == order_id)
        & (mine["state"] == HELD)
        & _left_to_pay(last=last),
        otherwise=refused,
    )


def leave(group: Group, openid: str, seat: Seat) -> Part:
    """A member gives up a seat before the group has ended; another one leads, if this one did."""

    def refused(now: Group | None) -> Part | Code | Refusal:
        if now is None:
            return no_group()
        if now.status != OPEN:
            return GROUP_ENDED
        held = now.seats.get(openid)
        if held is None:
            return NOT_IN_GROUP
        return leave(now, openid, seat) if held == seat else BUSY

    return _vacate(group, openid, seat, refused)


def has_none(group: Group, openid: str, order_id: str) -> Part:
    """Let what goes with it stand only while the order has no seat in the group. BUSY."""
    mine = Group.seats[openid]
    return check(
        Group(groupId=group.groupId),
        where=mine.does_not_exist() | (mine["by"] != order_id),
        otherwise=BUSY,
    )


def release(group: Group, openid: str, order_id: str) -> Part | None:
    """The seat of an order that is closed or paid back is free again, while the group is open."""
    seat = group.seats.get(openid)
    if group.status != OPEN or seat is None or seat.by != order_id:
        return None

    def refused(now: Group | None) -> Part | None:
        return release(now, openid, order_id) if now is not None else None

    return _vacate(group, openid, seat, refused)


def _vacate(group: Group, openid: str, seat: Seat, otherwise: Any) -> Part:
    actions = [Group.seats[openid].remove(), Group.seatsLeft.set(Group.seatsLeft + 1)]
    if seat.state == PAID:
        actions.append(Group.toPay.set(Group.toPay + 1))
    where = (Group.status == OPEN) & _is(openid, seat)
    if group.leader == openid:
        heir = group.heir(openid)
        actions.append(Group.leader.set(heir))
        if heir:
            where &= Group.seats[heir].exists()
    where &= Group.leader == group.leader
    return update(Group(groupId=group.groupId), *actions, where=where, otherwise=otherwise)


# --- ending --------------------------------------------------------------------------------------


def end(group_id: str, now: int, seen: Group | None = None) -> Part:
    """Close a group whose time is over: it has failed, or enough have come by the campaign's own
    rule. Whatever stands in the way is how it shall be; a held seat does, for GRACE, if a payment
    that came in time could fill the group.

    The first try supposes what is so of most: too few have come, and nobody is about to pay.
    """
    over = (Group.status == OPEN) & (Group.expiresAt <= now)
    if seen is None:
        outcome = FAILED
        over &= (Group.toPay == Group.seatsLeft) | (Group.expiresAt <= now - GRACE)
        over &= Group.spare.does_not_exist() | (Group.toPay > Group.spare)
    else:
        enough = seen.spare is not None and seen.toPay <= seen.spare
        outcome = SUCCESS if enough else FAILED
        over &= (Group.toPay == seen.toPay) & (Group.seatsLeft == seen.seatsLeft)

    def refused(group: Group | None) -> Part | None:
        if group is None or not group.is_late(now) or group.may_still_fill(now):
            return None
        return end(group_id, now, group)

    return update(Group(groupId=group_id), *_ending(outcome, now), where=over, otherwise=refused)


# --- a buyer's limit -----------------------------------------------------------------------------


def use_limit(group: Group, openid: str, seat: str) -> Part:
    """One more seat of those that a buyer may have in the group's campaign; GROUP_LIMIT."""
    return update(
        _limit(group, openid),
        Limit.used.add({seat}),
        where=Limit.used.does_not_exist() | (size(Limit.used) < int(group.limit)),
        otherwise=GROUP_LIMIT,
    )


def unuse_limit(group: Group, openid: str, *seats: str) -> Part:
    """Those seats are not the buyer's any more. A repeat changes nothing."""
    return update(
        _limit(group, openid),
        Limit.used.delete(set(seats)),
        where=Limit.groupId.exists(),
        otherwise=lambda _: None,
    )


def used(group: Group, openid: str) -> set[str]:
    """The seats that the buyer has in the group's campaign."""
    held = Limit.find(_limit(group, openid).groupId, consistent=True)
    return set(held.used or ()) if held is not None else set()


def _limit(group: Group, openid: str) -> Limit:
    return Limit(groupId=f"limit#{group.goodsId}#{int(group.campaign or 0)}#{openid}")


# --- what all have in common ---------------------------------------------------------------------


def _one_more_paid(now: int, *, last: bool) -> tuple[Any, ...]:
    return Group.toPay.set(Group.toPay - 1), *(_ending(SUCCESS, now) if last else ())


def _left_to_pay(*, last: bool) -> Condition:
    left: Condition = Group.toPay == 1 if last else Group.toPay > 1
    return left


def _is(openid: str, seat: Seat) -> Condition:
    mine = Group.seats[openid]
    same: Condition = (mine["by"] == seat.by) & (mine["state"] == seat.state)
    return same


def _ending(status: str, now: int) -> tuple[Any, ...]:
    return Group.status.set(status), Group.endedAt.set(now), Group.openKey.remove()


def _raw(seat: Seat) -> dict[str, Any]:
    raw: dict[str, Any] = msgspec.to_builtins(seat)
    return raw
