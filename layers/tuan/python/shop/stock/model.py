"""The items of stock, and their keys.

Keys of the table `stock`, sort key `stock`:

    sku#<skuId>    the SKU, which is also the first shard of its pool
    <pool>#<k>     the further shards of a pool (k from 1)

A pool is named by the key of its first shard. Flash sales name their pools themselves
(`shop.sales.model`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

import msgspec
from pynamodb.attributes import Attribute, BooleanAttribute, UnicodeAttribute
from pynamodb.constants import STRING

from wxcloud.errors import Code
from wxcloud.model import Integer, Json, Table, TableMeta

SKU_NOT_FOUND = Code(
    "SKU_NOT_FOUND", 404, "This SKU does not exist or is no longer sold. Load the goods again."
)
SKU_TAKEN = Code("SKU_TAKEN", 409, "This skuId belongs to other goods. Choose another one.")
SKU_REMOVED = Code(
    "SKU_REMOVED",
    409,
    "This skuId was removed from its goods, and no skuId is used twice. Save the SKU without one.",
)
SOLD_OUT = Code("SOLD_OUT", 409, "Not enough units are left.")
STOCK_IN_USE = Code(
    "STOCK_IN_USE",
    409,
    "More units are sold, held or set aside than the new stock allows. Save a larger stock.",
)
STOCK_MOVED = Code("STOCK_MOVED", 503, "Other buyers are taking these units. Try again.")
# Units are sold, released and restocked only under the condition of the order that holds them. If
# the units are missing even so, the counts are wrong, and a human must find out why.
STOCK_BROKEN = Code(
    "STOCK_BROKEN", 500, "Something failed on the server. Tell the shop the requestId."
)

Allocation = Mapping[str, int]  # key of a shard → units
# How goods come to the buyer: by a carrier, from the shop's counter, or without anything to carry.
Delivery = Literal["express", "pickup", "virtual"]


class DeliveryAttribute(Attribute[Delivery | None]):
    """How goods come to the buyer; None where nobody has said. Such goods are sent by a carrier as
    those of `express`, but can be ordered without an address: clients that know nothing of
    addresses go on."""

    attr_type = STRING

    def __init__(self) -> None:
        super().__init__(null=True)


class Shard(Table):
    """Units of a pool: `initial` of them in all, of which `remaining` are free, `held` belong to
    unpaid orders and `sold` are sold.

    The units of a flash sale that is over are moved to its SKU: `movedTo` is the key of the shard
    that has them now (`shop.stock.moving`)."""

    class Meta(TableMeta):
        name = "stock"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="stock")
    initial = Integer(default=0)
    remaining = Integer(default=0)
    held = Integer(default=0)
    sold = Integer(default=0)
    movedTo = UnicodeAttribute(null=True)

    @classmethod
    def at(cls, key: str) -> Self:
        """The key alone: what a conditional write names, and a shard that was never written."""
        return cls(pk=key)


class SalePool(msgspec.Struct, frozen=True, array_like=True):
    """How many shards the pool of a flash sale has, and when the sale ends (ms UTC)."""

    shards: int
    endAt: int


class Sku(Shard):
    """What a buyer orders. `price` is fen per unit.

    `wanted` is the stock that the operator saved last: to save another number adds the difference.
    `sales` are the pools of the SKU's flash sales: pool → SalePool. A `hidden` SKU is not sold; the
    orders that were placed for it go on.

    `options` (such as colour → red), `weight` (grams per unit), `delivery` and `freightId` are what
    an order needs to know, so that it reads no goods.
    """

    class Meta(TableMeta):
        name = "stock"

    skuId = UnicodeAttribute()
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    price = Integer()
    shards = Integer()
    wanted = Integer()
    hidden = BooleanAttribute()
    sales = Json(dict[str, SalePool])
    options = Json(dict[str, str], default=dict)
    weight = Integer(default=0)
    delivery = DeliveryAttribute()
    freightId = UnicodeAttribute(null=True)

    @classmethod
    def new(
        cls,
        sku_id: str,
        goods_id: str,
        *,
        title: str,
        price: int,
        stock: int,
        shards: int,
        hidden: bool,
        options: Mapping[str, str] | None = None,
        weight: int = 0,
        delivery: Delivery | None = None,
        freight_id: str | None = None,
    ) -> Sku:
        """A SKU whose units are all free, and all in its first shard."""
        return cls(
            pk=pool_of(sku_id),
            skuId=sku_id,
            goodsId=goods_id,
            title=title,
            price=price,
            shards=shards,
            wanted=stock,
            hidden=hidden,
            sales={},
            options=dict(options or {}),
            weight=weight,
            delivery=delivery,
            freightId=freight_id,
            initial=stock,
            remaining=stock,
        )


def pool_of(sku_id: str) -> str:
    """The SKU's own pool."""
    return f"sku#{sku_id}"


def shard_keys(pool: str, shards: int) -> list[str]:
    """The keys of a pool's shards."""
    return [pool, *(f"{pool}#{number}" for number in range(1, shards))]


def pool_of_shard(key: str) -> str:
    """The pool that the shard with this key belongs to."""
    return "#".join(key.split("#")[:2])
