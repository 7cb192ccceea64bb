"""placeOrder: a buyer orders, and gets what wx.requestPayment needs.

`payment` is null if there is nothing to pay. In a flash sale (`saleId`), a buyer who repeats beyond
the limit, or when all is gone, gets the order that is still to be paid.

Gives `{orderId, total, status, payment, payBefore}`.
- `total`: fen to pay
- `status`: `PENDING`, or `PAID` if there is nothing to pay
- `payment`: `{timeStamp, nonceStr, package, signType, paySign}`, or null
- `payBefore`: ms UTC
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.orders import placing
from wxcloud.context import WXContext
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Count, Id, Request
from wxcloud.function import cloud_function


class Item(Request):
    skuId: Id
    quantity: Annotated[int, Meta(ge=1, le=999)]


class PlaceOrder(Request):
    items: Annotated[list[Item], Meta(min_length=1, max_length=20)]
    saleId: Id | None = None
    points: Count = 0
    pushId: Id | None = None
    shareCode: Id | None = None


@cloud_function(PlaceOrder)
def main(data: PlaceOrder, wx: WXContext) -> dict[str, Any]:
    items: dict[str, int] = {}
    for item in data.items:
        items[item.skuId] = items.get(item.skuId, 0) + item.quantity
    if data.saleId and len(items) > 1:
        raise BAD_REQUEST("items: A sale is of one SKU", field="items")
    about = {"pushId": data.pushId, "shareCode": data.shareCode}
    return placing.place(
        placing.Wish(wx.OPENID, items, sale_id=data.saleId, points=data.points, about=about)
    )
