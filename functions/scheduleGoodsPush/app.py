"""scheduleGoodsPush: plan the moment at which goods come up on the screens of a live's viewers.

`timestamp` is at most a year away; the push lands within a second of it. The bubble stays
`bubbleSeconds` (30 unless said). The same goods at the same time in the same live are one push,
however often it is asked for. A live that nobody has saved yet becomes this host's.

Gives `{pushId, fireAt}`: the push, and the `timestamp` it is planned for, ms UTC.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.live import pushes
from shop.roles import HOST
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Time
from wxcloud.function import cloud_function


class ScheduleGoodsPush(Request):
    liveId: Id
    goodsId: Id
    timestamp: Time
    bubbleSeconds: Annotated[int, Meta(ge=1, le=3600)] = 30


@cloud_function(ScheduleGoodsPush, only=HOST)
def main(data: ScheduleGoodsPush, wx: WXContext) -> dict[str, Any]:
    push = pushes.schedule(wx.OPENID, data.liveId, data.goodsId, data.timestamp, data.bubbleSeconds)
    return {"pushId": push.pushId, "fireAt": push.fireAt}
