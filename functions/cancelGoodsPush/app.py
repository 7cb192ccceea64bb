"""cancelGoodsPush: take back a push that has not gone out yet. Cancelling it twice is no error.

Gives `{pushId, status}`: `status` is `CANCELLED`.
"""

from __future__ import annotations

from typing import Any

from shop.live import pushes
from shop.roles import HOST
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class CancelGoodsPush(Request):
    liveId: Id
    pushId: Id


@cloud_function(CancelGoodsPush, only=HOST)
def main(data: CancelGoodsPush, wx: WXContext) -> dict[str, Any]:
    push = pushes.cancel(wx.OPENID, data.liveId, data.pushId)
    return {"pushId": push.pushId, "status": push.status}
