"""analyzeLive: who watched a live room, and for each push: who saw it, clicked, ordered and paid.

It is about the time from the room's beginning, or its first push, to a week after its last push. If
the answer takes long, there is only a `queryId`: ask getAnalysis. A host asks about their own
rooms, an operator about every room.
"""

from __future__ import annotations

from shop.analytics.broadcasts import LiveAnswer
from shop.analytics.ranges import Format
from shop.analytics.rooms import of_room
from shop.live.rules import Caller
from shop.questions import ask
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class AnalyzeLive(Request):
    liveId: Id
    format: Format = "json"


@cloud_function(AnalyzeLive, only=(HOST, OPERATOR), keeps_answer=False)
def main(data: AnalyzeLive, wx: WXContext) -> LiveAnswer:
    return ask(of_room(data.liveId, Caller.of(wx)), wx.OPENID, data.format)
