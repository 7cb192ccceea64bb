"""correctAddress: an operator sends an order to another address, until it is shipped.

It is for buyers who ask the shop to do it. The price stays as it is, and the order's history notes
who did it. Operators can change the address of an order ten times. The buyer's own way is
`changeAddress`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.addresses.forms import AddressForm
from shop.checkout.addressing import correct_address
from shop.orders.views import OrderView, order_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CorrectAddress(Request):
    """The order, and where it goes."""

    orderId: Id
    address: Annotated[AddressForm, Meta(description="the whole address")]


@cloud_function(CorrectAddress, only=OPERATOR)
def main(data: CorrectAddress, wx: WXContext) -> OrderView:
    return order_view(correct_address(data.orderId, wx.OPENID, data.address.address()))
