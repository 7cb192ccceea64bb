"""decideAfterSale: an operator agrees to an after-sale or denies it.

To agree to a refund pays the money back. To agree to a return lets the buyer send the goods back
within 7 days; the `note` says where to. Goods that came back (SENT) can be denied after a look.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.aftersale.deciding import decide
from shop.aftersale.views import AfterSaleView, after_sale_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text120
from wxcloud.function import cloud_function


class DecideAfterSale(Request):
    """The shop's decision."""

    afterSaleId: Id
    agree: bool
    note: Annotated[Text120, Meta(description="the answer that the buyer reads")] | None = None


@cloud_function(DecideAfterSale, only=OPERATOR)
def main(data: DecideAfterSale, wx: WXContext) -> AfterSaleView:
    decided = decide(data.afterSaleId, wx.OPENID, agree=data.agree, note=data.note or "")
    return after_sale_view(decided)
