"""placeOrder: a buyer places an order and gets what wx.requestPayment needs.

`payment` is null if there is nothing to pay. In a flash sale (`saleId`), a buyer who repeats the
call beyond the limit, or when all is sold, gets the order that they have not paid yet.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.checkout.place import place
from shop.checkout.request import Items, OrderRequest, units_by_sku
from shop.checkout.views import PlacedOrder
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Request
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


@cloud_function(PlaceOrder)
def main(data: PlaceOrder, wx: WXContext) -> PlacedOrder:
    items = units_by_sku(data.items)
    if data.saleId and len(items) > 1:
        raise BAD_REQUEST("items: A flash sale sells one SKU.", field="items")
    request = OrderRequest(
        wx.OPENID,
        items,
        sale_id=data.saleId,
        points=data.points,
        push_id=data.pushId,
        share_code=data.shareCode,
    )
    return place(request).view()
