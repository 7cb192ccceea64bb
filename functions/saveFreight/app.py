"""saveFreight: an operator saves a freight template: a new one, or all fields of one that exists.

Goods name a template by its id (`saveGoods`, `freightId`). The goods of an order that have the same
template are sent together: their units, weights and prices are added up. Orders that were placed
before keep their freight.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, convert, field

from shop.freight import saving
from shop.freight.model import By, FreightTerms
from shop.freight.views import FreightSaved
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Fen, Id, Request, Text50
from wxcloud.function import cloud_function

Step = Annotated[int, Meta(ge=1, le=1_000_000, description="units, or grams")]
StepFen = Annotated[int, Meta(ge=0, le=1_000_000, description="fen")]
AreaPrefix = Annotated[str, Meta(pattern=r"^[0-9]{2,6}(?![\s\S])", description="65, or 6501")]


class SaveFreight(Request):
    title: Annotated[Text50, Meta(description="what operators call it")]
    by: Annotated[By, Meta(description="what `first` and `further` count: units, or grams")]
    first: Annotated[Step, Meta(description="units or grams that cost `firstFen`")]
    firstFen: StepFen
    further: Annotated[Step, Meta(description="units or grams of each further step")]
    furtherFen: Annotated[StepFen, Meta(description="fen for each further step that is begun")]
    freightId: (
        Annotated[Id, Meta(description="without it, or if it is not used yet, a new template")]
        | None
    ) = None
    freeFrom: (
        Annotated[
            Fen,
            Meta(
                description="if the goods of this template cost as much, before points, they are"
                " sent for nothing"
            ),
        ]
        | None
    ) = None
    notTo: Annotated[
        list[AreaPrefix],
        Meta(max_length=100, description="beginnings of area codes (GB/T 2260): not sent there"),
    ] = field(default_factory=list)


@cloud_function(SaveFreight, only=OPERATOR)
def main(data: SaveFreight, wx: WXContext) -> FreightSaved:
    terms = convert(data, FreightTerms, from_attributes=True)
    return FreightSaved(freightId=saving.save(terms, wx.OPENID, data.freightId))
