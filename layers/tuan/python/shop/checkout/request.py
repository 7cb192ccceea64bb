"""What a buyer orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from wxcloud.fields import Id, Request, Text200
from wxcloud.value import Value

if TYPE_CHECKING:
    from shop.groups.holds import SeatRequest  # other orders do without groups


class SkuQuantity(Request):
    """A SKU, and how many units of it."""

    skuId: Id
    quantity: Annotated[int, Meta(ge=1, le=999, description="units")]


Remark = Annotated[Text200, Meta(description="what the buyer asks the shop to know")]
Items = Annotated[list[SkuQuantity], Meta(min_length=1, max_length=20)]


def units_by_sku(items: Iterable[SkuQuantity]) -> dict[str, int]:
    """SKU → units. The units of a SKU that is named twice are added up."""
    units: dict[str, int] = {}
    for item in items:
        units[item.skuId] = units.get(item.skuId, 0) + item.quantity
    return units


class OrderRequest(Value):
    """SKUs with quantities (skuId → units), in a flash sale or with a seat in a group if one is
    named, partly paid with `points`. `push_id` and `share_code` say what led to it.

    `address_id` is an address of the buyer's book, where the goods are sent. With `expect_total`
    the order is placed only if it costs so many fen."""

    buyer: str
    items: Mapping[str, int]
    sale_id: str | None = None
    seat: SeatRequest | None = None
    points: int = 0
    push_id: str | None = None
    share_code: str | None = None
    address_id: str | None = None
    remark: str | None = None
    expect_total: int | None = None

    @property
    def units(self) -> int:
        return sum(self.items.values())
