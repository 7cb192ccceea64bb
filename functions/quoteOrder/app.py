"""quoteOrder: what an order would cost the caller, and what stands in its way. It holds nothing.

Pass `total` as `expectTotal` to placeOrder: then nothing is ordered at another price.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.checkout.quote_views import QuotedOrder
from shop.checkout.quoting import quote_order
from shop.checkout.request import Items, OrderRequest, units_by_sku
from wxcloud.context import WXContext
from wxcloud.fields import Count, Id, Request
from wxcloud.function import cloud_function


class QuoteOrder(Request):
    """What the buyer would order."""

    items: Items
    addressId: (
        Annotated[
            Id,
            Meta(
                description="an address of the caller's book; without it, nobody looks"
                " whether the goods are sent there"
            ),
        ]
        | None
    ) = None
    points: Annotated[Count, Meta(description="points to pay with")] = 0
    saleId: Annotated[Id, Meta(description="the flash sale to buy in")] | None = None


@cloud_function(QuoteOrder, keeps_answer=False)
def main(data: QuoteOrder, wx: WXContext) -> QuotedOrder:
    request = OrderRequest(
        wx.OPENID,
        units_by_sku(data.items),
        sale_id=data.saleId,
        points=data.points,
        address_id=data.addressId,
    )
    return quote_order(request)
