"""cancelGoodsPush: cancel a push that has not gone out yet. To cancel it twice is no error."""

from __future__ import annotations

from shop.live import planning
from shop.live.planning import PushCancelled
from shop.roles import HOST
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CancelGoodsPush(Request):
    liveId: Id
    pushId: Id


@cloud_function(CancelGoodsPush, only=HOST)
def main(data: CancelGoodsPush, wx: WXContext) -> PushCancelled:
    return planning.cancel(wx.OPENID, data.liveId, data.pushId)
