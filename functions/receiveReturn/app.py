"""receiveReturn: an operator has received the goods of a return. The money goes back; the units can
be bought again only if they are `resaleable`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.aftersale.returning import receive
from shop.aftersale.views import AfterSaleView, after_sale_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ReceiveReturn(Request):
    """What came back."""

    afterSaleId: Id
    resaleable: Annotated[bool, Meta(description="true: the units go back to the stock")]


@cloud_function(ReceiveReturn, only=OPERATOR)
def main(data: ReceiveReturn, wx: WXContext) -> AfterSaleView:
    return after_sale_view(receive(data.afterSaleId, wx.OPENID, resaleable=data.resaleable))
