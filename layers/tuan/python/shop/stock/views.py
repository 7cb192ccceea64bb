"""What operators see of the stock: the result of a function."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from wxcloud.fields import Result

Units = Annotated[int, Meta(ge=0, description="units")]


class StockView(Result):
    """The units of a SKU, those of its flash sales included: `initial` is the sum of the others."""

    initial: Annotated[Units, Meta(description="units in all")]
    remaining: Annotated[Units, Meta(description="free units")]
    held: Annotated[Units, Meta(description="units that unpaid orders hold")]
    sold: Annotated[Units, Meta(description="units that are sold")]
