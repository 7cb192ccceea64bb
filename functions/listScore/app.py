"""listScore: everything that changed the user's points, newest first, in pages of 20."""

from __future__ import annotations

from shop.points import reads
from shop.points.views import ScoreHistory
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListScore(Request):
    cursor: Cursor | None = None


@cloud_function(ListScore, keeps_answer=False)
def main(data: ListScore, wx: WXContext) -> ScoreHistory:
    return reads.list_history(wx.OPENID, data.cursor)
