"""scheduleGoodsPush: plan the time at which goods appear on the screens of a live room's viewers.

Viewers get the push within a second of `timestamp`. The same goods at the same time in the same
room are one push, even if the request is repeated. A room that nobody has saved yet becomes this
host's. Operators may push to every room.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.live import planning
from shop.live.planning import PushScheduled
from shop.live.pushes import BubbleSeconds
from shop.live.rules import Caller
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Time
from wxcloud.function import cloud_function


class ScheduleGoodsPush(Request):
    liveId: Id
    goodsId: Id
    timestamp: Annotated[Time, Meta(description="ms UTC, at most a year from now")]
    bubbleSeconds: BubbleSeconds = 30


@cloud_function(ScheduleGoodsPush, only=(HOST, OPERATOR))
def main(data: ScheduleGoodsPush, wx: WXContext) -> PushScheduled:
    return planning.schedule(
        Caller.of(wx), data.liveId, data.goodsId, data.timestamp, data.bubbleSeconds
    )
