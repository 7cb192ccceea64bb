"""withdrawAfterSale: the buyer asks for the after-sale no longer."""

from __future__ import annotations

from shop.aftersale.ending import withdraw
from shop.aftersale.views import AfterSaleView, after_sale_view
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class WithdrawAfterSale(Request):
    """The after-sale to end."""

    afterSaleId: Id


@cloud_function(WithdrawAfterSale)
def main(data: WithdrawAfterSale, wx: WXContext) -> AfterSaleView:
    return after_sale_view(withdraw(data.afterSaleId, wx.OPENID))
