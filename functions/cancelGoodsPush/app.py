"""cancelGoodsPush: cancel a push that has not gone out yet. To cancel it twice is no error.

The room's host and operators may cancel it, whoever planned it.
"""

from __future__ import annotations

from shop.live import planning
from shop.live.planning import PushCancelled
from shop.live.rules import Caller
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CancelGoodsPush(Request):
    liveId: Id
    pushId: Id


@cloud_function(CancelGoodsPush, only=(HOST, OPERATOR))
def main(data: CancelGoodsPush, wx: WXContext) -> PushCancelled:
    return planning.cancel(Caller.of(wx), data.liveId, data.pushId)
