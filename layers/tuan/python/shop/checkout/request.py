"""What a buyer asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop.groups.holds import SeatRequest


@dataclass(frozen=True)
class OrderRequest:
    """SKUs with quantities (skuId → units), in a flash sale or with a seat in a group if one is
    named, partly paid with `points`. `push_id` and `share_code` say what led to it."""

    buyer: str
    items: Mapping[str, int]
    sale_id: str | None = None
    seat: SeatRequest | None = None
    points: int = 0
    push_id: str | None = None
    share_code: str | None = None

    @property
    def units(self) -> int:
        return sum(self.items.values())
