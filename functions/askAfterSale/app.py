"""askAfterSale: a buyer asks for money back, for units or for an amount, and may send goods back.

Without `items` and `amount` it is about all that is left of the order. With `items` it is about
these units: their share of the money goes back, or at most `amount`. A `refund` with `amount` alone
is about money only. It can be asked for until 7 days after the order was completed. The shop has 48
hours to decide; then what was not shipped is refunded, and a return is agreed to.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.aftersale.asking import ask
from shop.aftersale.states import Kind
from shop.aftersale.views import AfterSaleView, after_sale_view
from shop.checkout.request import Items, units_by_sku
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text120
from wxcloud.function import cloud_function


class AskAfterSale(Request):
    """What the buyer wants back, and why."""

    orderId: Id
    kind: Annotated[
        Kind, Meta(description="refund: money alone; return: the goods are sent back first")
    ]
    reason: Text120
    items: (
        Annotated[Items, Meta(description="the units; all that are left if not given")] | None
    ) = None
    amount: (
        Annotated[int, Meta(ge=1, le=1_000_000_000, description="fen that go back, at most")] | None
    ) = None


@cloud_function(AskAfterSale)
def main(data: AskAfterSale, wx: WXContext) -> AfterSaleView:
    units = units_by_sku(data.items) if data.items else None
    asked = ask(data.orderId, wx.OPENID, data.kind, data.reason, units=units, amount=data.amount)
    return after_sale_view(asked)
