"""endLive: a live room is over. Its planned pushes are cancelled, and no others can be planned.

Viewers who are connected get a `room` message. A live that is over stays so. To end it twice is no
error.
"""

from __future__ import annotations

from shop.live import broadcasting
from shop.live.broadcasting import LiveEnded
from shop.live.rules import Caller
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class EndLive(Request):
    liveId: Id


@cloud_function(EndLive, only=(HOST, OPERATOR))
def main(data: EndLive, wx: WXContext) -> LiveEnded:
    return broadcasting.end(Caller.of(wx), data.liveId)
