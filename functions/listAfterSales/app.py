"""listAfterSales: the after-sales of all buyers in one status, for operators, one page at a time.

Those that were asked for first come first; of those that are over, the newest.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.aftersale.reads import list_by_status
from shop.aftersale.states import ASKED, AfterSaleStatus
from shop.aftersale.views import AfterSalePage
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListAfterSales(Request):
    """Which after-sales, and which page."""

    status: Annotated[
        AfterSaleStatus, Meta(description="ASKED if not given: what the shop has to decide on")
    ] = ASKED
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="after-sales per page")] = 20


@cloud_function(ListAfterSales, only=OPERATOR, keeps_answer=False)
def main(data: ListAfterSales, wx: WXContext) -> AfterSalePage:
    return list_by_status(data.status, data.limit, data.cursor)
