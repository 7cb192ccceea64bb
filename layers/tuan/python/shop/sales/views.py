"""What users see of flash sales: the results of functions."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from wxcloud.fields import Fen, Id, Result, Time


class SaleCard(Result):
    """A flash sale of one SKU."""

    saleId: Id
    skuId: Id
    goodsId: Annotated[Id, Meta(description="the goods that the SKU belongs to")]
    title: Annotated[str, Meta(description="the SKU's title")]
    price: Annotated[Fen, Meta(description="fen per unit")]
    limit: Annotated[int, Meta(ge=1, description="units that one buyer may buy")]
    startAt: Annotated[Time, Meta(description="ms UTC: orders can be placed from then on")]
    endAt: Annotated[Time, Meta(description="ms UTC: no orders from then on")]
    stock: Annotated[
        int, Meta(ge=0, description="units, as the operator saved them; not what is left")
    ]


class SaleView(SaleCard):
    """A flash sale as operators see it, with its units and those that it can still get."""

    payMinutes: Annotated[int, Meta(ge=1, description="minutes to pay; then the order is closed")]
    shards: Annotated[int, Meta(ge=1, description="items that share the stock")]
    remaining: Annotated[int, Meta(ge=0, description="free units of the sale")]
    held: Annotated[int, Meta(ge=0, description="units that unpaid orders hold")]
    sold: Annotated[int, Meta(ge=0, description="units that are sold")]
    skuFree: Annotated[
        int,
        Meta(
            ge=0,
            description="free units of the SKU outside of its sales: by how many `stock` can grow"
            " without new stock",
        ),
    ]
    skuPrice: Annotated[Fen, Meta(description="fen per unit outside of the sale")]


class ReminderSet(Result):
    """Whether the user is told when the flash sale begins."""

    saleId: Id
    on: Annotated[bool, Meta(description="whether the user is told")]
    startAt: Annotated[Time, Meta(description="ms UTC: when the sale begins")]


class SaleList(Result):
    """Flash sales, the one that ends first at the top; of those that are over, the last one."""

    items: list[SaleCard]


class SaleSaved(Result):
    """The flash sale was saved."""

    saleId: Annotated[Id, Meta(description="the sale's id: a new one if none was given")]
