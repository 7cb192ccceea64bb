"""The freight template, and its key.

Key of the table `goods`, beside those of `shop.catalog`:

    freight    <freightId>    a freight template
"""

from __future__ import annotations

from typing import Literal

import msgspec
from pynamodb.attributes import UnicodeAttribute

from wxcloud.errors import Code
from wxcloud.model import Integer, Json, Table, TableMeta

FREIGHT_NOT_FOUND = Code(
    "FREIGHT_NOT_FOUND",
    404,
    "The freight of these goods is not set. Tell the shop, or choose other goods.",
)

By = Literal["count", "weight"]


class FreightTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What it costs to send goods.

    The `first` units (`by` is "count") or grams ("weight") cost `firstFen`, and each `further` ones
    that are begun cost `furtherFen`. Goods of `freeFrom` fen and more are sent for nothing. Areas
    whose code begins with one of `notTo` are not served.
    """

    title: str
    by: By
    first: int
    firstFen: int
    further: int
    furtherFen: int
    freeFrom: int | None = None
    notTo: list[str] = []


class FreightTemplate(Table):
    """A freight template, saved at `savedAt` (ms UTC) by an operator."""

    class Meta(TableMeta):
        name = "goods"

    pk = UnicodeAttribute(hash_key=True, default="freight")
    sk = UnicodeAttribute(range_key=True)
    terms = Json(FreightTerms)
    savedAt = Integer()
    savedBy = UnicodeAttribute()
