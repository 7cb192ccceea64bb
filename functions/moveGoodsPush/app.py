"""moveGoodsPush: let a planned push go out at another time, earlier or later.

The push gets a new id. If it goes out at this moment, either the move or the push is refused: it
goes out once. The same request again changes nothing. The room's host and operators may move it,
whoever planned it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.live import planning
from shop.live.planning import PushMoved
from shop.live.rules import Caller
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Time
from wxcloud.function import cloud_function


class MoveGoodsPush(Request):
    liveId: Id
    pushId: Id
    timestamp: Annotated[Time, Meta(description="ms UTC, at most a year from now")]


@cloud_function(MoveGoodsPush, only=(HOST, OPERATOR))
def main(data: MoveGoodsPush, wx: WXContext) -> PushMoved:
    return planning.move(Caller.of(wx), data.liveId, data.pushId, data.timestamp)
