"""analyzeGoods: from being seen to being paid, by goods, category, push, or channel of a share.

The totals are what the orders say, to the fen. If the answer takes long, there is only a `queryId`:
ask getAnalysis.
"""

from __future__ import annotations

from shop.analytics.goods import By, GoodsAnswer, GoodsQuestion
from shop.analytics.ranges import Period
from shop.questions import ask
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.function import cloud_function


class AnalyzeGoods(Period):
    by: By = "goods"


@cloud_function(AnalyzeGoods, only=OPERATOR, keeps_answer=False)
def main(data: AnalyzeGoods, wx: WXContext) -> GoodsAnswer:
    since, until = data.span()
    question = GoodsQuestion(since=since, until=until, by=data.by)
    return ask(question, wx.OPENID, data.format)
