"""listGoodsPush: the timeline of a live room: pushes that went out, are planned or were cancelled.

They are in the order of their planned times, 50 to a page. `pushedAt` makes them markers of a
replay: it is when the goods appeared. Operators and hosts also see how many viewers tapped them.
"""

from __future__ import annotations

from shop.live import timeline
from shop.live.timeline import PushTimeline
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request
from wxcloud.function import cloud_function


class ListGoodsPush(Request):
    liveId: Id
    cursor: Cursor | None = None


@cloud_function(ListGoodsPush, asks_roles=True, keeps_answer=False)
def main(data: ListGoodsPush, wx: WXContext) -> PushTimeline:
    is_staff = bool(wx.ROLES & {OPERATOR, HOST})
    return timeline.list_pushes(data.liveId, data.cursor, as_staff=is_staff)
