"""changeAddress: the buyer sends an order to another address, until it is shipped.

The price stays as it is. An order can be sent elsewhere ten times.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.checkout.addressing import change_address
from shop.orders.views import OrderView, order_view
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ChangeAddress(Request):
    """The order, and where it goes."""

    orderId: Id
    addressId: Annotated[Id, Meta(description="an address of the caller's book")]


@cloud_function(ChangeAddress)
def main(data: ChangeAddress, wx: WXContext) -> OrderView:
    return order_view(change_address(data.orderId, wx.OPENID, data.addressId))
