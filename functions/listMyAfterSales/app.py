"""listMyAfterSales: the caller's own after-sales, newest first, one page at a time."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.aftersale.reads import list_mine
from shop.aftersale.views import AfterSalePage
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListMyAfterSales(Request):
    """Which page."""

    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="after-sales per page")] = 20


@cloud_function(ListMyAfterSales, keeps_answer=False)
def main(data: ListMyAfterSales, wx: WXContext) -> AfterSalePage:
    return list_mine(wx.OPENID, data.limit, data.cursor)
