"""listScoreRules: how points are earned and what they are worth, for the mini-program to show.

WeChat wants the full rules of an activity in a place where users can read them.
"""

from __future__ import annotations

from shop.points import saving
from shop.points.views import ScoreRuleList
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListScoreRules(Request):
    pass


@cloud_function(ListScoreRules, guests=True, keeps_answer=False)
def main(data: ListScoreRules, wx: WXContext) -> ScoreRuleList:
    return saving.list_rules()
