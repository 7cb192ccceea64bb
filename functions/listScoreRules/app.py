"""listScoreRules: how points are earned and what they are worth, for the mini-program to show.

WeChat wants the full rules of an activity where users can read them.

Gives `{items: [{action, points, percent, per, dailyCap, streak: [{days, points}], months,
claimable, pointsPerYuan?}]}`: a rule for each action, as `saveScoreRule` explains them.
"""

from __future__ import annotations

from typing import Any

from shop.points import rules
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListScoreRules(Request):
    pass


@cloud_function(ListScoreRules, guests=True)
def main(data: ListScoreRules, wx: WXContext) -> dict[str, Any]:
    return {"items": [rule.shown() for rule in rules.everything()]}
