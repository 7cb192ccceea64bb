"""rankGoods: an operator puts goods right behind other goods in the feed, or at its beginning.

The goods get a rank between those of their neighbours. If there is none, goods behind them get a
higher rank, too. Only shown goods have a place in the feed.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.catalog import ranking
from shop.catalog.views import Ranked
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class RankGoods(Request):
    goodsId: Annotated[Id, Meta(description="the goods to move")]
    after: (
        Annotated[Id, Meta(description="goods behind which they go; null: to the beginning")] | None
    )


@cloud_function(RankGoods, only=OPERATOR)
def main(data: RankGoods, wx: WXContext) -> Ranked:
    return ranking.move(data.goodsId, data.after)
