"""The group's items, and their keys.

Keys of the table `groups`:

    <groupId>                    the group, with all its seats
    <groupId>#<openid>           that this user had a seat in it: where `listMyGroups` starts
    limit#<goodsId>#<startAt>#<openid>
                                 the seats that one buyer holds or has bought in a campaign
    opened#<openid>              the groups that this user opened and that may still be open

`openKey` keeps open groups, and only them, in the index `byGoods` (goodsId, openKey: by deadline).
The index has keys only and does not change while a group is open, so it costs a write when a group
opens and one when it ends, and none when somebody joins.

Size: the item is about 0.3 KB (0.6 KB with the longest title), 30 bytes per SKU, if seats cost
money, and 70 bytes per free seat or 90 per paid seat. Up to 6 paid seats stay below 1 KB: paying
one is 1 write unit. With 100 it is 10 KB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import MAP
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from wxcloud import clock
from wxcloud.errors import NOT_FOUND, Code, Refusal
from wxcloud.model import Integer, Json, Table, TableMeta

GROUP_FULL = Code("GROUP_FULL", 409, "This group is full. Join another group, or open one.")
GROUP_EXPIRED = Code("GROUP_EXPIRED", 409, "This group has ended. Join another group, or open one.")
GROUP_ENDED = Code("GROUP_ENDED", 409, "This group has ended. Nobody can leave it now.")
ALREADY_IN_GROUP = Code("ALREADY_IN_GROUP", 409, "You have a seat in this group already.")
NOT_IN_GROUP = Code("NOT_IN_GROUP", 409, "You have no seat in this group.")
GROUP_NOT_OFFERED = Code("GROUP_NOT_OFFERED", 409, "Groups cannot be opened on these goods now.")

# The timer of a group rings this much later than the deadline: most payments are known by then.
GRACE = 10 * clock.SECOND
# A group that a held seat could fill waits until WeChat was asked for that seat's payment. If that
# fails for so long, the group ends as it is.
PATIENCE = 10 * clock.MINUTE

OPEN, SUCCESS, FAILED = "OPEN", "SUCCESS", "FAILED"
HELD, PAID = "HELD", "PAID"


class Seat(msgspec.Struct, frozen=True, omit_defaults=True):
    """A seat since `at` (ms UTC): PAID, or HELD until `until`, while its order may be paid.

    `by` is the order that holds it; for a free seat it is the id of the attempt that took it.
    """

    state: str
    at: int
    by: str
    until: int = 0

    def has_expired(self, now: int) -> bool:
        return self.state == HELD and self.until <= now

    def is_of(self, order_id: str, state: str) -> bool:
        return (self.by, self.state) == (order_id, state)


class Seats(Attribute[dict[str, Seat]]):
    """openid → seat, as a map of maps, so that a condition can name one seat."""

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


class Tier(msgspec.Struct, frozen=True, array_like=True):
    """With `size` paid seats or more, a seat costs `price` fen."""

    size: int
    price: int


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


class GroupRow(Table):
    """An item of the table `groups`. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "groups"

    groupId = UnicodeAttribute(hash_key=True)
    by_goods = ByGoods()
    by_member = ByMember()


class Group(GroupRow):
    """A group. Times are ms UTC, amounts fen; `title` is the goods' title when the group opened.

    `seatsLeft` counts the seats that nobody has, `toPay` the seats that are not paid. The
    campaign's terms are kept as they were when the group opened: `price` of a seat, `skus` that are
    sold at it, `prices` of SKUs with another price (the group sells no other SKUs), `tiers`,
    `spare` seats that may stay empty at the deadline, `limit` of seats per buyer in the `campaign`
    (which is known by when it began), `hours` that a group may take.
    """

    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    leader = UnicodeAttribute()
    size = Integer()
    price = Integer()
    hours = Integer()
    skus = Json(list[str], null=True)
    prices = Json(dict[str, int], null=True)
    tiers = Json(list[Tier], null=True)
    spare = Integer(null=True)
    limit = Integer(null=True)
    campaign = Integer(null=True)
    seats = Seats()
    seatsLeft = Integer()
    toPay = Integer()
    status = UnicodeAttribute()
    createdAt = Integer()
    expiresAt = Integer()
    endedAt = Integer(null=True)
    openKey = UnicodeAttribute(null=True)

    @classmethod
    def new(
        cls, group_id: str, leader: str, seat: Seat, *, at: int, size: int, hours: int, **terms: Any
    ) -> Group:
        """A new open group with its leader in the first seat. `terms`: goodsId, title, price,
        skus, prices, tiers, spare, limit, campaign."""
        expires_at = at + hours * clock.HOUR
        return cls(
            groupId=group_id,
            leader=leader,
            size=size,
            hours=hours,
            seats={leader: seat},
            seatsLeft=size - 1,
            toPay=size - 1 if seat.state == PAID else size,
            status=OPEN,
            createdAt=at,
            expiresAt=expires_at,
            openKey=f"{expires_at:013d}#{group_id}",
            **terms,
        )

    def again(self, group_id: str, leader: str, seat: Seat, at: int) -> Group:
        """A new group on the same terms."""
        names = ("goodsId", "title", "size", "price", "hours", "skus", "prices", "tiers", "spare")
        same = {name: getattr(self, name) for name in (*names, "limit", "campaign")}
        return Group.new(group_id, leader, seat, at=at, **same)

    @property
    def is_free(self) -> bool:
        return self.price == 0

    def is_late(self, now: int) -> bool:
        """Whether its deadline has passed, though no write has ended it yet."""
        return self.status == OPEN and self.expiresAt <= now

    @property
    def sold_skus(self) -> list[str] | None:
        """The SKUs that the group sells; None if it sells all of its goods: a seat costs
        nothing."""
        return None if self.skus is None else [*self.skus, *(self.prices or {})]

    def price_of(self, sku_id: str) -> int | None:
        """What a seat costs for the SKU (fen); None if the group does not sell it."""
        if self.sold_skus is not None and sku_id not in self.sold_skus:
            return None
        return (self.prices or {}).get(sku_id, self.price)

    def members(self) -> list[tuple[str, Seat]]:
        """Those who have paid: the leader first, then by time."""
        paid = [(openid, seat) for openid, seat in self.seats.items() if seat.state == PAID]
        paid.sort(key=lambda member: (member[0] != self.leader, member[1].at))
        return paid


class Membership(GroupRow):
    """That a user had a seat in a group. It is kept when the user leaves: the group tells."""

    member = UnicodeAttribute()

    @classmethod
    def new(cls, group_id: str, openid: str) -> Membership:
        """The key sorts by the group's time, so that the newest come first."""
        return cls(groupId=f"{group_id}#{openid}", member=openid)

    @property
    def group(self) -> str:
        return str(self.groupId.partition("#")[0])


def is_group(key: str) -> bool:
    return "#" not in key


def no_group() -> Refusal:
    return NOT_FOUND("There is no such group.")


def get(group_id: str) -> Group | None:
    """The group as it is now. (Read consistently: a buyer who has just joined must see it.)"""
    return Group.get(group_id, consistent=True) if is_group(group_id) else None


def need(group_id: str) -> Group:
    """The group as it is now; NOT_FOUND."""
    group = get(group_id)
    if group is None:
        raise no_group()
    return group
