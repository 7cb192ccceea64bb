"""cancelOrder: the buyer cancels an unpaid order. All that it held is free again."""

from __future__ import annotations

from shop.checkout.close import cancel
from shop.orders.views import OrderView, order_view
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CancelOrder(Request):
    """The order to cancel."""

    orderId: Id


@cloud_function(CancelOrder)
def main(data: CancelOrder, wx: WXContext) -> OrderView:
    return order_view(cancel(data.orderId, wx.OPENID))
