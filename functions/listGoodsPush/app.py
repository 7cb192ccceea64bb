"""listGoodsPush: the timeline of a live room: pushes that went out, are planned or were cancelled.

They are in the order of their planned times, 50 to a page. `pushedAt` makes them markers of a
replay: it is when the goods appeared.
"""

from __future__ import annotations

from shop.live import pushes
from shop.live.pushes import PushTimeline
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request
from wxcloud.function import cloud_function


class ListGoodsPush(Request):
    liveId: Id
    cursor: Cursor | None = None


@cloud_function(ListGoodsPush, keeps_answer=False)
def main(data: ListGoodsPush, wx: WXContext) -> PushTimeline:
    return pushes.list_pushes(data.liveId, data.cursor)
