"""startLive: a live room is live from now on.

Viewers who are connected get a `room` message, and listLives shows the room first. To start a live
twice is no error.
"""

from __future__ import annotations

from shop.live import broadcasting
from shop.live.broadcasting import LiveStarted
from shop.live.rules import Caller
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class StartLive(Request):
    liveId: Id


@cloud_function(StartLive, only=(HOST, OPERATOR))
def main(data: StartLive, wx: WXContext) -> LiveStarted:
    return broadcasting.start(Caller.of(wx), data.liveId)
