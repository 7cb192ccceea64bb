"""shipOrder: an operator has sent the goods of an order. A queue tells WeChat.

The order is SHIPPED when no unit is left to ship. Parcels that say what is in them (`lines`) can be
sent in several calls. A repeat with the same tracking numbers changes nothing. An order that is
picked up, or virtual, takes no parcels: the call says that the buyer has the goods.

A parcel by `SF` needs a `contact`: the phone number of the sender or the receiver, masked except
for its last four digits (`189****1234`).
"""

from __future__ import annotations

from shop.orders.parcel_forms import ShipForm
from shop.orders.shipping import ship
from shop.orders.views import OrderView, order_view
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.function import cloud_function


@cloud_function(ShipForm, only=OPERATOR)
def main(data: ShipForm, wx: WXContext) -> OrderView:
    return order_view(ship(data.orderId, wx.OPENID, data.new_parcels()))
