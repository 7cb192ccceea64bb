"""placeOrder: a buyer places an order and gets what wx.requestPayment needs.

`payment` is null if there is nothing to pay. In a flash sale (`saleId`), a buyer who repeats the
call beyond the limit, or when all is sold, gets the order that they have not paid yet.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.checkout.place import place
from shop.checkout.request import Items, OrderRequest, Remark, units_by_sku
from shop.checkout.views import PlacedOrder
from wxcloud.context import WXContext
from wxcloud.fields import Fen, Id, Request
from wxcloud.function import cloud_function


class PlaceOrder(Request):
    """What the buyer orders."""

    items: Items
    saleId: Annotated[Id, Meta(description="the flash sale to buy in")] | None = None
    points: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000_000_000,
            description="points to pay with; those that are worth less than a fen are not spent",
        ),
    ] = 0
    pushId: Annotated[Id, Meta(description="the live push that led to the order")] | None = None
    shareCode: Annotated[Id, Meta(description="the share that led to the order")] | None = None
    addressId: (
        Annotated[
            Id,
            Meta(
                description="an address of the caller's book, where the goods are sent; required if"
                " goods are sent of which the shop has said so (`delivery: express`)"
            ),
        ]
        | None
    ) = None
    remark: Remark | None = None
    expectTotal: (
        Annotated[
            Fen,
            Meta(
                description="what the buyer was shown (`total` of quoteOrder); if the order costs"
                " something else, nothing is ordered: TOTAL_CHANGED"
            ),
        ]
        | None
    ) = None


@cloud_function(PlaceOrder)
def main(data: PlaceOrder, wx: WXContext) -> PlacedOrder:
    request = OrderRequest(
        wx.OPENID,
        units_by_sku(data.items),
        sale_id=data.saleId,
        points=data.points,
        push_id=data.pushId,
        share_code=data.shareCode,
        address_id=data.addressId,
        remark=data.remark,
        expect_total=data.expectTotal,
    )
    return place(request).view()
