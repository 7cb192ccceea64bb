"""What buyers see of a quote."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from shop.checkout.quote import Quote, QuoteLine, Trouble
from shop.stock.model import Delivery
from wxcloud.fields import Fen, Id, Result


class QuotedLine(Result):
    """A SKU as it would be ordered."""

    skuId: Id
    quantity: Annotated[int, Meta(ge=1, description="units")]
    price: Annotated[Fen, Meta(description="fen per unit; 0 if there is no such SKU")]
    discount: Annotated[Fen, Meta(description="fen that points take off all units")]
    amount: Annotated[int, Meta(ge=0, description="fen for all units, before the discount")]
    trouble: (
        Annotated[
            Trouble,
            Meta(
                description="why this line cannot be ordered: the errCode with which placeOrder"
                " refuses it; absent if it can"
            ),
        ]
        | UnsetType
    ) = UNSET

    @classmethod
    def of(cls, line: QuoteLine) -> QuotedLine:
        return cls(
            skuId=line.offer.sku_id,
            quantity=line.offer.quantity,
            price=line.offer.price,
            discount=line.discount,
            amount=line.amount,
            trouble=line.trouble or UNSET,
        )


class QuotedOrder(Result):
    """What an order would cost. `total` = `goodsTotal` - `discount` + `freight`; lines in trouble
    are in the sums."""

    lines: list[QuotedLine]
    goodsTotal: Annotated[int, Meta(ge=0, description="fen: the sum of the lines' amounts")]
    discount: Annotated[Fen, Meta(description="fen that points take off")]
    freight: Annotated[int, Meta(ge=0, description="fen; the same for every area that is served")]
    total: Annotated[int, Meta(ge=0, description="fen to pay: `expectTotal` of placeOrder")]
    points: Annotated[int, Meta(ge=0, description="points that would be spent")]
    pointsUsable: Annotated[
        int, Meta(ge=0, description="the most points that the caller can use for this order")
    ]
    delivery: Annotated[
        Delivery,
        Meta(
            description="express: sent to the buyer; pickup: the buyer fetches the goods; virtual:"
            " there is nothing to carry"
        ),
    ]
    needsAddress: Annotated[bool, Meta(description="placeOrder refuses it without `addressId`")]


def quoted_order(quoted: Quote, usable: int) -> QuotedOrder:
    return QuotedOrder(
        lines=[QuotedLine.of(line) for line in quoted.lines],
        goodsTotal=quoted.goods_total,
        discount=quoted.discount,
        freight=quoted.freight,
        total=quoted.total,
        points=quoted.points,
        pointsUsable=usable,
        delivery=quoted.delivery,
        needsAddress=quoted.needs_address,
    )
