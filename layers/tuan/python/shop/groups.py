"""Groups: buying together, at a price that needs company.

A group is one item of the table `groups` (key `groupId`), all its seats included. So one
conditional write takes a seat, another takes the last one and makes the group a SUCCESS, a third
lets it fail at its deadline, and the store orders them: no row is counted, no seat taken twice.

    OPEN ── the last seat is paid ──> SUCCESS
         ── the deadline passes ────> FAILED        both are final

A seat is PAID, or it is nobody's. `seatsLeft` counts seats that nobody has, `toPay` seats that
nobody has paid for. `openKey` keeps open groups, and only them, in the index `byGoods` (goodsId,
openKey: by deadline). It holds keys only and does not change while a group is open, so that the
index costs a write when a group opens and one when it ends, and none when somebody joins.

Cost: the item is about 0.3 KB (0.6 with the longest title) and 70 bytes a seat. Up to 9 seats stay
below 1 KB: a join is 1 write unit. The last of 100 seats makes it 7.3 KB: 8 units.

What follows from an outcome is read from the table's stream (`news`).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import MAP

from shop import goods, notices
from shop.notices import Notice
from wxcloud import clock
from wxcloud.errors import BUSY, NOT_FOUND, Code, Refusal
from wxcloud.function import Change
from wxcloud.ids import new_id
from wxcloud.model import Table, TableMeta
from wxcloud.settings import settings
from wxcloud.timers import set_timer
from wxcloud.transaction import Part, commit, put, update

GROUP_FULL = Code("GROUP_FULL", 409, "All seats of this group are taken: join or open another.")
GROUP_EXPIRED = Code("GROUP_EXPIRED", 409, "This group's time is over: join or open another.")
ALREADY_IN_GROUP = Code("ALREADY_IN_GROUP", 409, "You have a seat in this group already.")
GROUP_NOT_OFFERED = Code("GROUP_NOT_OFFERED", 409, "These goods are not sold to groups.")
GROUP_NEEDS_PAYMENT = Code(
    "GROUP_NEEDS_PAYMENT", 409, "A seat in this group costs money, which cannot be paid yet."
)

OPEN, SUCCESS, FAILED = "OPEN", "SUCCESS", "FAILED"
PAID = "PAID"


class Seat(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody's seat: since when (ms UTC), and which attempt took it."""

    state: str
    at: int
    by: str


class Seats(Attribute[dict[str, Seat]]):
    """openid → seat, as a map of maps."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, Seat]) -> dict[str, Any]:
        return {
            openid: {"M": {"state": {"S": s.state}, "at": {"N": str(s.at)}, "by": {"S": s.by}}}
            for openid, s in value.items()
        }

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, Seat]:
        raw = {openid: seat["M"] for openid, seat in value.items()}
        return {
            openid: Seat(state=s["state"]["S"], at=int(s["at"]["N"]), by=s["by"]["S"])
            for openid, s in raw.items()
        }


class Group(Table):
    """A group. Times are ms UTC; `price` of a seat is fen; `title` is the goods' when it opened."""

    class Meta(TableMeta):
        name = "groups"

    groupId = UnicodeAttribute(hash_key=True)
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    leader = UnicodeAttribute()
    size = NumberAttribute()
    price = NumberAttribute()
    seats = Seats()
    seatsLeft = NumberAttribute()
    toPay = NumberAttribute()
    status = UnicodeAttribute()
    createdAt = NumberAttribute()
    expiresAt = NumberAttribute()
    endedAt = NumberAttribute(null=True)
    openKey = UnicodeAttribute(null=True)

    def is_late(self, now: int) -> bool:
        """Whether its time is over, though nobody has noted it yet."""
        return self.status == OPEN and self.expiresAt <= now

    def members(self) -> list[tuple[str, Seat]]:
        """Who has paid, the longest first."""
        paid = [(openid, seat) for openid, seat in self.seats.items() if seat.state == PAID]
        return sorted(paid, key=lambda member: (member[0] != self.leader, member[1].at))


# --- use cases -----------------------------------------------------------------------------------


def create(goods_id: str, openid: str, *, group_id: str = "") -> Group:
    """Open a group on goods that are sold to groups, with its leader in the first seat.

    Refused with GOODS_NOT_FOUND, GROUP_NOT_OFFERED or GROUP_NEEDS_PAYMENT. `group_id` is for a
    group that is to have an id known before.
    """
    offered = goods.need(goods_id)
    terms = offered.group
    if terms is None:
        raise GROUP_NOT_OFFERED()
    if terms.price > 0:
        raise GROUP_NEEDS_PAYMENT()
    now = clock.now()
    group_id, expires_at = group_id or new_id(), now + int(terms.hours) * clock.HOUR
    group = Group(
        groupId=group_id,
        goodsId=goods_id,
        title=offered.title,
        leader=openid,
        size=terms.size,
        price=terms.price,
        seats={openid: _seat(now)},
        seatsLeft=terms.size - 1,
        toPay=terms.size - 1,
        status=OPEN,
        createdAt=now,
        expiresAt=expires_at,
        openKey=f"{expires_at:013d}#{group_id}",
    )
    # The timer first: one without a group does nothing, a group without one might never end.
    # Scheduler drops the milliseconds, so a second more keeps it from coming early.
    set_timer(
        f"group-{group_id}",
        expires_at + clock.SECOND,
        settings().need("expire_group_arn"),
        {"groupId": group_id},
    )
    commit(put(group, otherwise=BUSY))
    return group


def join(group_id: str, openid: str) -> Group:
    """Take a free seat; the one that fills the group makes it a SUCCESS. One write, no read.

    Refused with NOT_FOUND, GROUP_FULL, GROUP_EXPIRED, ALREADY_IN_GROUP or GROUP_NEEDS_PAYMENT.
    """
    now = clock.now()
    group: Group = commit(_sit(group_id, openid, _seat(now), now))[0]
    return group


def find(group_id: str) -> Group:
    """The group as of now: one whose time is over has failed, whether its timer came or not.

    Read consistently, because a buyer who has just joined must see themself.
    """
    group = Group.find(group_id, consistent=True)
    if group is None:
        raise _no_group()
    return (expire(group_id) or group) if group.is_late(clock.now()) else group


def expire(group_id: str) -> Group | None:
    """Let a group fail whose time is over; one that is full, or not yet due, stays as it is."""
    group: Group | None = commit(_fail(group_id, clock.now()))[0]
    return group


def view(group: Group, reader: str) -> dict[str, Any]:
    """What a client sees. Only signed-in readers learn who the members are."""
    return {
        "groupId": group.groupId,
        "goodsId": group.goodsId,
        "status": group.status,
        "size": int(group.size),
        "members": [
            ({"openid": openid} if reader else {})
            | {"leader": openid == group.leader, "joinedAt": seat.at}
            for openid, seat in group.members()
        ],
        "seatsLeft": int(group.seatsLeft),
        "expiresAt": int(group.expiresAt),
    }


def news(change: Change[Group]) -> list[Notice]:
    """What the members are to be told of a change: once, when their group has ended."""
    group = change.new
    if group is None or group.status == OPEN:
        return []
    if change.old is not None and change.old.status == group.status:
        return []
    facts = {
        "goods": group.title,
        "groupId": group.groupId,
        "size": str(group.size),
        "joined": str(len(group.members())),
        "missing": str(group.toPay),
        "price": notices.yuan(int(group.price)),
        "time": notices.moment(int(group.endedAt)),
    }
    kind = "groupSuccess" if group.status == SUCCESS else "groupFailed"
    event = f"{kind}#{group.groupId}"
    return [Notice(kind, openid, event, facts) for openid, _ in group.members()]


# --- parts ---------------------------------------------------------------------------------------


def _sit(group_id: str, openid: str, seat: Seat, now: int, *, last: bool = False) -> Part:
    """Take a seat that costs nothing: one of several, or the `last`, which ends the group well."""
    mine = Group.seats[openid]
    taken = [
        mine.set(_raw(seat)),
        Group.seatsLeft.set(Group.seatsLeft - 1),
        Group.toPay.set(Group.toPay - 1),
    ]
    left = Group.seatsLeft == 1 if last else Group.seatsLeft > 1

    def refused(group: Group | None) -> Part | Code | Refusal | None:
        if group is None:
            return _no_group()
        held = group.seats.get(openid)
        if held is not None and held.by == seat.by:
            return None  # our own write, whose answer was lost on the way
        if group.status == FAILED or group.is_late(now):
            return GROUP_EXPIRED
        if held is not None:
            return ALREADY_IN_GROUP
        if group.seatsLeft < 1:
            return GROUP_FULL
        if group.price > 0:
            return GROUP_NEEDS_PAYMENT
        return _sit(group_id, openid, seat, now, last=group.seatsLeft == 1)

    return update(
        Group(groupId=group_id),
        *taken,
        *(_ending(SUCCESS, now) if last else ()),
        where=(Group.status == OPEN)
        & (Group.expiresAt > now)
        & (Group.price == 0)
        & mine.does_not_exist()
        & left,
        otherwise=refused,
    )


def _fail(group_id: str, now: int) -> Part:
    """Close a group whose time is over. Whatever stands in the way is how it shall be."""
    return update(
        Group(groupId=group_id),
        *_ending(FAILED, now),
        where=(Group.status == OPEN) & (Group.expiresAt <= now),
        otherwise=lambda _: None,
    )


def _ending(status: str, now: int) -> tuple[Any, ...]:
    return Group.status.set(status), Group.endedAt.set(now), Group.openKey.remove()


def _seat(now: int) -> Seat:
    return Seat(PAID, now, secrets.token_urlsafe(4))


def _raw(seat: Seat) -> dict[str, Any]:
    raw: dict[str, Any] = msgspec.to_builtins(seat)
    return raw


def _no_group() -> Refusal:
    return NOT_FOUND("There is no such group.")
