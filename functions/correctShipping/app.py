"""correctShipping: an operator corrects the parcels of a shipped order, such as a mistyped number.

`parcels` replace all that were named before. WeChat takes one correction of an order, so a second
one is refused; a repeat of the same changes nothing.
"""

from __future__ import annotations

from shop.orders.parcel_forms import Parcels
from shop.orders.shipping import correct_parcels
from shop.orders.views import OrderView, order_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CorrectShipping(Request):
    """The order, and its parcels as they are."""

    orderId: Id
    parcels: Parcels


@cloud_function(CorrectShipping, only=OPERATOR)
def main(data: CorrectShipping, wx: WXContext) -> OrderView:
    parcels = [form.parcel() for form in data.parcels]
    return order_view(correct_parcels(data.orderId, wx.OPENID, parcels))
