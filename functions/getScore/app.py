"""getScore: the user's points, when they expire, and the streak of check-ins."""

from __future__ import annotations

from shop.points import reads
from shop.points.views import Score
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetScore(Request):
    pass


@cloud_function(GetScore, keeps_answer=False)
def main(data: GetScore, wx: WXContext) -> Score:
    return reads.score(wx.OPENID)
