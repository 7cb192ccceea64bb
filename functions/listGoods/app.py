"""listGoods: the waterfall page of goods, in the order of their rank, page by page.

Pass the `cursor` of a page for the next page. Goods that are shown all the time come exactly once,
whatever goods are added, moved or hidden between two pages.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.catalog import feed
from shop.catalog.views import GoodsFeed
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request, Text20
from wxcloud.function import cloud_function


class ListGoods(Request):
    cursor: (
        Annotated[
            Cursor,
            Meta(description="of the page before, with the same `category`; good for an hour"),
        ]
        | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=50, description="goods on a page, at most")] = 20
    category: Annotated[Text20, Meta(description="only goods of this category")] | None = None


@cloud_function(ListGoods, guests=True, keeps_answer=False)
def main(data: ListGoods, wx: WXContext) -> GoodsFeed:
    return feed.list_goods(data.category, data.limit, data.cursor)
