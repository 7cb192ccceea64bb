"""analyzeShares: how many visitors each sharer brought, and what these bought.

If the answer takes long, there is only a `queryId`: ask getAnalysis.
"""

from __future__ import annotations

from shop.analytics.ranges import Period
from shop.analytics.sharing import SharesAnswer, SharesQuestion
from shop.questions import ask
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.function import cloud_function


class AnalyzeShares(Period):
    pass


@cloud_function(AnalyzeShares, only=OPERATOR, keeps_answer=False)
def main(data: AnalyzeShares, wx: WXContext) -> SharesAnswer:
    since, until = data.span()
    question = SharesQuestion(since=since, until=until)
    return ask(question, wx.OPENID, data.format)
