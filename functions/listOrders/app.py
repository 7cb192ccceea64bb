"""listOrders: the caller's own orders, newest first, one page at a time."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.orders.reads import list_orders
from shop.orders.states import OrderStatus
from shop.orders.views import OrderPage
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListOrders(Request):
    """Which orders, and which page."""

    cursor: Cursor | None = None
    status: OrderStatus | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="orders per page")] = 20


@cloud_function(ListOrders, keeps_answer=False)
def main(data: ListOrders, wx: WXContext) -> OrderPage:
    return list_orders(wx.OPENID, data.status, data.limit, data.cursor)
