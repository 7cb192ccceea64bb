"""searchGoods: the goods whose title has the text that a user looks for.

A text of several terms, with blanks between them, finds titles that have all of them, in any order.
Full width is half width, and capitals are small letters.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.catalog import search
from shop.catalog.views import GoodsFound
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request, Text50
from wxcloud.function import cloud_function


class SearchGoods(Request):
    text: Annotated[Text50, Meta(description="what titles shall have: 茶, or 红茶 250g")]
    cursor: (
        Annotated[
            Cursor, Meta(description="of the page before, with the same `text`; good for an hour")
        ]
        | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=50, description="goods on a page, at most")] = 20


@cloud_function(SearchGoods, guests=True, keeps_answer=False)
def main(data: SearchGoods, wx: WXContext) -> GoodsFound:
    return search.search_goods(data.text, data.limit, data.cursor)
