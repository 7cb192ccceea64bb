"""The items of flash sales, and their keys.

Keys of the table `stock`, beside those of `shop.stock.model`:

    sale#<saleId>            stock               the sale, which is also the first shard of its pool
    sales                    <endAt>#<saleId>    the sale's card, in the list of sales
    limit#<saleId>#<openid>  stock               what one buyer has bought in the sale
"""

from __future__ import annotations

from typing import Self

import msgspec
from pynamodb.attributes import UnicodeAttribute

from shop.sales.views import SaleCard
from shop.stock.model import Shard, Sku
from wxcloud.errors import Code, Refusal
from wxcloud.model import Integer, Json, Table, TableMeta

SALE_NOT_FOUND = Code("SALE_NOT_FOUND", 404, "There is no such flash sale.")
SALE_NOT_OPEN = Code("SALE_NOT_OPEN", 409, "This flash sale has not started yet. See startAt.")
SALE_ENDED = Code("SALE_ENDED", 409, "This flash sale is over.")
SALE_LIMIT = Code("SALE_LIMIT", 409, "One buyer cannot buy that many units in this flash sale.")
SALE_CHANGED = Code("SALE_CHANGED", 503, "The stock of this SKU is changing. Try again.")


class SaleTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A flash sale as the operator wants it.

    `price` is fen per unit, `stock` the units that it sells, `limit` the units that one buyer may
    buy, `startAt` and `endAt` ms UTC, `payMinutes` how long a buyer may take to pay.
    """

    skuId: str
    price: int
    stock: int
    limit: int
    startAt: int
    endAt: int
    shards: int = 1
    payMinutes: int = 5


class Sale(Shard):
    """A flash sale: its terms (see SaleTerms; `wanted` is their `stock`) and the first shard of its
    pool."""

    class Meta(TableMeta):
        name = "stock"

    saleId = UnicodeAttribute()
    skuId = UnicodeAttribute()
    goodsId = UnicodeAttribute()
    title = UnicodeAttribute()
    price = Integer()
    limit = Integer()
    startAt = Integer()
    endAt = Integer()
    payMinutes = Integer()
    shards = Integer()
    wanted = Integer()

    @classmethod
    def new(cls, sale_id: str, terms: SaleTerms, sku: Sku, *, shards: int, units: int) -> Sale:
        """A sale with `units` free units in its first shard."""
        return cls(
            pk=pool_of(sale_id),
            saleId=sale_id,
            skuId=sku.skuId,
            goodsId=sku.goodsId,
            title=sku.title,
            price=terms.price,
            limit=terms.limit,
            startAt=terms.startAt,
            endAt=terms.endAt,
            payMinutes=terms.payMinutes,
            shards=shards,
            wanted=terms.stock,
            initial=units,
            remaining=units,
        )

    def card(self) -> SaleCard:
        return SaleCard(
            saleId=self.saleId,
            skuId=self.skuId,
            goodsId=self.goodsId,
            title=self.title,
            price=self.price,
            limit=self.limit,
            startAt=self.startAt,
            endAt=self.endAt,
            stock=self.wanted,
        )


class SaleLimit(Table):
    """The units that a buyer has bought in a sale and not given back, and their last order."""

    class Meta(TableMeta):
        name = "stock"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="stock")
    bought = Integer()
    orderId = UnicodeAttribute()

    @classmethod
    def at(cls, sale_id: str, openid: str) -> Self:
        """The key alone: what a conditional write names."""
        return cls(pk=f"limit#{sale_id}#{openid}")


class ListedSale(Table):
    """A sale's card in the list of sales, which is sorted by when they end."""

    class Meta(TableMeta):
        name = "stock"

    pk = UnicodeAttribute(hash_key=True, default="sales")
    sk = UnicodeAttribute(range_key=True)
    card = Json(SaleCard)

    @classmethod
    def at(cls, sale: Sale) -> Self:
        """The key alone."""
        return cls(sk=list_key(sale.endAt, sale.saleId))


class LimitReached(Refusal):
    """The buyer may not buy that many. `order_id` is their last order in this sale, if they have
    one."""

    def __init__(self, order_id: str | None) -> None:
        super().__init__(SALE_LIMIT, SALE_LIMIT.message)
        self.order_id = order_id


def pool_of(sale_id: str) -> str:
    """The sale's pool of units."""
    return f"sale#{sale_id}"


def list_key(end_at: int, sale_id: str = "") -> str:
    """The sort key in the list; without a sale, the beginning of all that end at that time."""
    return f"{end_at:013d}#{sale_id}"
