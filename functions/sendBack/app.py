"""sendBack: the buyer has sent the goods of a return that the shop has agreed to. A second call
corrects the parcel, until the shop has the goods."""

from __future__ import annotations

from shop.aftersale.returning import send_back
from shop.aftersale.views import AfterSaleView, after_sale_view
from shop.orders.parcel_forms import Carrier, TrackingNumber
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class SendBack(Request):
    """The parcel that brings the goods back."""

    afterSaleId: Id
    carrier: Carrier
    trackingNumber: TrackingNumber


@cloud_function(SendBack)
def main(data: SendBack, wx: WXContext) -> AfterSaleView:
    sent = send_back(data.afterSaleId, wx.OPENID, data.carrier, data.trackingNumber)
    return after_sale_view(sent)
