"""listOrders: a buyer's own orders, newest first.

Gives `{items: [{orderId, status, items: [{skuId, goodsId, title, price, quantity, refunded?}],
total, points, refunded, createdAt, payBefore, saleId?, groupId?, shipping?: {carrier,
trackingNumber, shippedAt, contact?}, refundAsked?}], cursor}`: orders as `getOrder` shows them,
without refunds and history. Pass `cursor` for the next page; it is null behind the last.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from shop.orders import reading
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function

Status = Literal["PENDING", "PAID", "SHIPPED", "COMPLETED", "CLOSED", "REFUNDING", "REFUNDED"]


class ListOrders(Request):
    cursor: Cursor | None = None
    status: Status | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20


@cloud_function(ListOrders)
def main(data: ListOrders, wx: WXContext) -> dict[str, Any]:
    return reading.page(wx.OPENID, data.status, data.limit, data.cursor)
