"""getScore: the user's points, when they lapse, and the check-in streak.

Gives `{score, debt, expiring: [{date, points}], streak}`.
- `score`: points that can be spent
- `debt`: points that were taken back after they had been spent; what comes in pays it first
- `expiring`: all points by the last day on which they can be spent (`2026-11-30`), soonest first
- `streak`: days on end with a check-in; 0 if neither today nor yesterday had one
"""

from __future__ import annotations

from typing import Any

from shop import points
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetScore(Request):
    pass


@cloud_function(GetScore)
def main(data: GetScore, wx: WXContext) -> dict[str, Any]:
    return points.score(wx.OPENID)
