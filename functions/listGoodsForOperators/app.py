"""listGoodsForOperators: goods, also those that are hidden or drafts, one page at a time.

All goods, and those that are shown, come in the order of their rank; hidden goods and drafts by
their ids.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.catalog.goods import GoodsState
from shop.catalog.managing import list_managed
from shop.catalog.views import ManagedGoodsPage
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListGoodsForOperators(Request):
    """Which goods, and which page."""

    state: Annotated[GoodsState | None, Meta(description="goods in any, if not given")] = None
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="goods per page")] = 20


@cloud_function(ListGoodsForOperators, only=OPERATOR, keeps_answer=False)
def main(data: ListGoodsForOperators, wx: WXContext) -> ManagedGoodsPage:
    return list_managed(data.state, data.limit, data.cursor)
