"""confirmReceipt: the buyer has received the goods. The order is completed.

If WeChat was told that the order is shipped, the buyer confirms the receipt in WeChat first
(`wx.openBusinessView` with `weappOrderConfirm`), and WeChat is asked whether that is so.
"""

from __future__ import annotations

from shop.orders.completing import receive
from shop.orders.views import OrderView, order_view
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ConfirmReceipt(Request):
    """The order that arrived."""

    orderId: Id


@cloud_function(ConfirmReceipt)
def main(data: ConfirmReceipt, wx: WXContext) -> OrderView:
    return order_view(receive(data.orderId, wx.OPENID))
