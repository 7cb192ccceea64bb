"""getAfterSale: an after-sale with its history and its refund, for its buyer and for operators."""

from __future__ import annotations

from shop.aftersale.reads import detail
from shop.aftersale.views import AfterSaleDetail
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetAfterSale(Request):
    """The after-sale to read."""

    afterSaleId: Id


@cloud_function(GetAfterSale, asks_roles=True, keeps_answer=False)
def main(data: GetAfterSale, wx: WXContext) -> AfterSaleDetail:
    return detail(data.afterSaleId, wx.OPENID, is_operator=OPERATOR in wx.ROLES)
