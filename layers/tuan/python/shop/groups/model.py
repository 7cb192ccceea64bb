"""The group, its seats, and the states they may be in.

Keys of the table `groups`:

    <groupId>                    the group, all its seats included
    <groupId>#<openid>           that this user had a seat in it: what `listMyGroups` starts from
    limit#<goodsId>#<startAt>#<openid>
                                 the seats that one buyer holds or has bought in a campaign

`openKey` keeps open groups, and only them, in the index `byGoods` (goodsId, openKey: by deadline).
It holds keys only and does not change while a group is open, so that the index costs a write when a
group opens and one when it ends, and none when somebody joins.

Cost: the item is about 0.3 KB (0.6 with the longest title), and 70 bytes a free seat or 90 a paid
one. Up to 6 seats stay below 1 KB: a paid seat is 1 write unit. The last of 100 makes it 10 KB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from pynamodb.attributes import (
    Attribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.constants import MAP
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from wxcloud import clock
from wxcloud.errors import NOT_FOUND, Code, Refusal
from wxcloud.model import Table, TableMeta

GROUP_FULL = Code("GROUP_FULL", 409, "All seats of this group are taken: join or open another.")
GROUP_EXPIRED = Code("GROUP_EXPIRED", 409, "This group's time is over: join or open another.")
GROUP_ENDED = Code("GROUP_ENDED", 409, "This group has ended: nobody can leave it any more.")
ALREADY_IN_GROUP = Code("ALREADY_IN_GROUP", 409, "You have a seat in this group already.")
NOT_IN_GROUP = Code("NOT_IN_GROUP", 409, "You have no seat in this group.")
GROUP_NOT_OFFERED = Code("GROUP_NOT_OFFERED", 409, "These goods are not sold to groups just now.")
GROUP_LIMIT = Code("GROUP_LIMIT", 409, "You have bought as many of these in groups as one may.")

# A payment in time may be told this much later: until then its seat decides.
GRACE = 10 * clock.SECOND

OPEN, SUCCESS, FAILED = "OPEN", "SUCCESS", "FAILED"
HELD, PAID = "HELD", "PAID"


class Seat(msgspec.Struct, frozen=True, omit_defaults=True):
    """A seat since `at` (ms UTC): HELD while its order may be paid, until `until`, or PAID.

    `by` is the order that it belongs to; of a seat that costs nothing, the attempt that took it.
    """

    state: str
    at: int
    by: str
    until: int = 0

    def has_lapsed(self, now: int) -> bool:
        return self.state == HELD and self.until <= now


class Seats(Attribute[dict[str, Seat]]):
    """openid → seat, as a map of maps."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, Seat]) -> dict[str, Any]:
        return {openid: {"M": _packed(seat)} for openid, seat in value.items()}

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, Seat]:
        return {openid: _unpacked(seat["M"]) for openid, seat in value.items()}


def _packed(seat: Seat) -> dict[str, Any]:
    until = {"until": {"N": str(seat.until)}} if seat.until else {}
    return {"state": {"S": seat.state}, "at": {"N": str(seat.at)}, "by": {"S": seat.by}} | until


def _unpacked(raw: Mapping[str, Any]) -> Seat:
    until = int(raw["until"]["N"]) if "until" in raw else 0
    return Seat(raw["state"]["S"], int(raw["at"]["N"]), raw["by"]["S"], until)


class ByGoods(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "byGoods"
        projection = KeysOnlyProjection()

    goodsId = UnicodeAttribute(hash_key=True)
    openKey = UnicodeAttribute(range_key=True)


class ByMember(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "byMember"
        projection = KeysOnlyProjection()

    member = UnicodeAttribute(hash_key=True)
    groupId = UnicodeAttribute(range_key=True)


class Row(Table):
    """What is kept in the table `groups`: the kinds of items are subclasses."""

    class Meta(TableMeta):
        name = "groups"

    groupId = UnicodeAttribute(hash_key=True)
    by_goods = ByGoods()
    by_member = ByMember()


class Group(Row):
    """A group. Times are ms UTC, amounts fen; `title` is the goods' when it opened.

    `seatsLeft` counts seats that nobody has, `toPay` seats that nobody has paid for. The campaign's
    terms are kept as they were when the group opened: `price` of a seat, `prices` of SKUs that have
    another, `tiers` as [[head count, price]], `spare` seats that may stay empty at the deadline,
    `limit` of seats per buyer in the `campaign` that began then, `hours` that a group may take.
    """

    goodsId = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    leader = UnicodeAttribute(null=True)
    size = NumberAttribute(null=True)
    price = NumberAttribute(null=True)
    hours = NumberAttribute(null=True)
    prices = JSONAttribute(null=True)
    tiers = JSONAttribute(null=True)
    spare = NumberAttribute(null=True)
    limit = NumberAttribute(null=True)
    campaign = NumberAttribute(null=True)
    seats = Seats(null=True)
    seatsLeft = NumberAttribute(null=True)
    toPay = NumberAttribute(null=True)
    status = UnicodeAttribute(null=True)
    createdAt = NumberAttribute(null=True)
    expiresAt = NumberAttribute(null=True)
    endedAt = NumberAttribute(null=True)
    openKey = UnicodeAttribute(null=True)

    @property
    def is_free(self) -> bool:
        return int(self.price) == 0

    def is_late(self, now: int) -> bool:
        """Whether its time is over, though nobody has noted it yet."""
        return self.status == OPEN and self.expiresAt <= now

    def may_still_fill(self, now: int) -> bool:
        """Whether payments that may have come in time, but are not told of yet, could fill it."""
        told = any(seat.state == HELD and seat.until + GRACE > now for seat in self.seats.values())
        return told and self.seatsLeft <= (self.spare or 0) and self.expiresAt + GRACE > now

    def price_of(self, sku_id: str) -> int:
        return int((self.prices or {}).get(sku_id, self.price))

    def rebate(self) -> int:
        """What each member gets back because so many came, in fen."""
        reached = [price for size, price in self.tiers or [] if size <= len(self.members())]
        return int(self.price) - min(reached, default=int(self.price))

    def members(self) -> list[tuple[str, Seat]]:
        """Who has paid: who leads, then the longest."""
        paid = [(openid, seat) for openid, seat in self.seats.items() if seat.state == PAID]
        paid.sort(key=lambda member: (member[0] != self.leader, member[1].at))
        return paid

    @property
    def leads(self) -> str:
        """The leader; if they left when nobody else had paid, who has paid the longest."""
        members = self.members()
        gone = self.leader not in self.seats
        return members[0][0] if gone and members else str(self.leader)

    def lapsed(self, now: int) -> tuple[str, Seat] | None:
        """The seat whose hold lapsed the longest ago."""
        held = [(openid, seat) for openid, seat in self.seats.items() if seat.has_lapsed(now)]
        return min(held, key=lambda member: member[1].until, default=None)

    def heir(self, without: str) -> str:
        """Who leads the group once somebody is gone: the same, or who has paid the longest."""
        if self.leader != without:
            return str(self.leader)
        others = [openid for openid, _ in self.members() if openid != without]
        return others[0] if others else ""


class Membership(Row):
    """That a user had a seat in a group. Written once and kept: the group tells whether still."""

    member = UnicodeAttribute()


class Limit(Row):
    """The seats of a campaign that one buyer holds or has bought: orders, or free groups."""

    used = UnicodeSetAttribute(null=True)


def no_group() -> Refusal:
    return NOT_FOUND("There is no such group.")
