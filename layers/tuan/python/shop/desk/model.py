"""The items of the desk, and their keys.

Keys of the table `desk`, where `<g>` is a generation of the read model (`shop.desk.generations`):

    <g>#order#<orderId>    order                  one order: what the indexes and the numbers need
    <g>#goods#<goodsId>    <createdAt>#<orderId>  an order of these goods
    <g>#counts             <shard>                how many orders have a status
    <g>#paid#<day>         <slot>#<shard>         what was paid in ten minutes of a day in Shanghai
    low                    <skuId>                a SKU with few free units
    ending                 <expiresAt>#<groupId>  an open group
    ended#<status>#        <endedAt>#<groupId>    a group that has ended; and the same once more,
                                                  with the id of its goods at the end of the pk
    export#<exportId>      export                 an export, and how far it is
    generations            generations            which generations there are
    rebuild                rebuild                the rebuild, and how far it is

An order's row has no name, no phone and no address. Its phone is there as an HMAC.

The indexes have keys only. `byKind` never changes, `byState` changes with the status, `byPhone`
with the address. `toShip` has only the orders that can be shipped.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from shop.desk.rules import OrderFacts
from wxcloud.model import Integer, Json, Table, TableMeta

GONE_S = 7 * 24 * 3600  # seconds for which a row says that its order was taken back


class ByKind(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "byKind"
        projection = KeysOnlyProjection()

    kind = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class ByState(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "byState"
        projection = KeysOnlyProjection()

    state = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class ByPhone(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "byPhone"
        projection = KeysOnlyProjection()

    phone = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class ToShip(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "toShip"
        projection = KeysOnlyProjection()

    toShip = UnicodeAttribute(hash_key=True)
    since = UnicodeAttribute(range_key=True)


class DeskItem(Table):
    """An item of the table `desk`. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "desk"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = Integer(null=True)
    by_kind = ByKind()
    by_state = ByState()
    by_phone = ByPhone()
    to_ship = ToShip()


class OrderRow(DeskItem):
    """One order. `facts` are what it was counted with; None if the order was taken back: the row
    then stays for some days, so that an older event does not bring it back. `version` counts the
    writes."""

    facts = Json(OrderFacts, null=True)
    version = Integer()
    kind = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    toShip = UnicodeAttribute(null=True)
    since = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, generation: int, order_id: str) -> OrderRow:
        """The key alone."""
        return cls(pk=f"{generation}#order#{order_id}", sk="order")

    @classmethod
    def new(
        cls, generation: int, order_id: str, facts: OrderFacts | None, *, version: int, now_s: int
    ) -> OrderRow:
        """The row of an order; without `facts`, of one that was taken back."""
        row = cls.key(generation, order_id)
        row.facts, row.version = facts, version
        if facts is None:
            row.ttl = now_s + GONE_S
            return row
        row.at = moment_key(facts.createdAt, order_id)
        row.kind = kind_key(generation, facts.kind)
        row.state = state_key(generation, facts.kind, facts.status)
        if facts.phone:
            row.phone = phone_key(generation, facts.phone)
        if facts.shipSince is not None:
            row.toShip = to_ship_key(generation)
            row.since = moment_key(facts.shipSince, order_id)
        return row


class GoodsEntry(DeskItem):
    """That an order has these goods. It never changes."""

    @classmethod
    def new(cls, generation: int, goods_id: str, facts: OrderFacts) -> GoodsEntry:
        sk = moment_key(facts.createdAt, facts.orderId)
        return cls(pk=goods_key(generation, goods_id), sk=sk)


class StatusCounts(DeskItem):
    """How many orders have each status, how many can be shipped, and of how many a refund is asked
    for; one of several shards."""

    PENDING = Integer(default=0)
    PAID = Integer(default=0)
    SHIPPED = Integer(default=0)
    COMPLETED = Integer(default=0)
    CLOSED = Integer(default=0)
    REFUNDING = Integer(default=0)
    REFUNDED = Integer(default=0)
    toShipNow = Integer(default=0)
    asked = Integer(default=0)

    @classmethod
    def key(cls, generation: int, shard: int) -> StatusCounts:
        """The key alone."""
        return cls(pk=counts_key(generation), sk=str(shard))


class PaidSlot(DeskItem):
    """What was paid in ten minutes: `orders`, and `fen`; one of several shards."""

    orders = Integer(default=0)
    fen = Integer(default=0)

    @classmethod
    def key(cls, generation: int, day: str, slot: str, shard: int) -> PaidSlot:
        """The key alone."""
        return cls(pk=paid_key(generation, day), sk=f"{slot}#{shard}")


def kind_key(generation: int, kind: str) -> str:
    return f"{generation}#{kind}"


def state_key(generation: int, kind: str, status: str) -> str:
    return f"{generation}#{kind}#{status}"


def phone_key(generation: int, phone: str) -> str:
    return f"{generation}#{phone}"


def to_ship_key(generation: int) -> str:
    return f"{generation}#toShip"


def goods_key(generation: int, goods_id: str) -> str:
    return f"{generation}#goods#{goods_id}"


def counts_key(generation: int) -> str:
    return f"{generation}#counts"


def paid_key(generation: int, day: str) -> str:
    return f"{generation}#paid#{day}"


def moment_key(at: int, item_id: str = "") -> str:
    """Sorts by time (ms UTC), then by id. Without an id, it sorts before all of that time."""
    return f"{at:013d}#{item_id}"


def id_in(moment: str) -> str:
    """The id in a `moment_key`."""
    return moment.partition("#")[2]


def generation_of(pk: str) -> int | None:
    """The generation of an item; None if the item belongs to none."""
    first = pk.partition("#")[0]
    return int(first) if first.isdigit() else None
