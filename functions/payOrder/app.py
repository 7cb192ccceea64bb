"""payOrder: new payment fields for an order that is not paid yet.

`status` is `PENDING`; `payment` is never null.
"""

from __future__ import annotations

from shop.checkout.pay import pay_again
from shop.checkout.views import PlacedOrder
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class PayOrder(Request):
    """The order to pay."""

    orderId: Id


@cloud_function(PayOrder)
def main(data: PayOrder, wx: WXContext) -> PlacedOrder:
    return pay_again(data.orderId, wx.OPENID).view()
