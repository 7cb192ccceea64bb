"""getLive: a live room as it is now: its title, times, goods on show, viewers and likes.

Operators and hosts also see whose it is.
"""

from __future__ import annotations

from shop.live import views
from shop.live.views import LiveRoom
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetLive(Request):
    liveId: Id


@cloud_function(GetLive, guests=True, asks_roles=True, keeps_answer=False)
def main(data: GetLive, wx: WXContext) -> LiveRoom:
    return views.see(data.liveId, as_staff=bool(wx.ROLES & {OPERATOR, HOST}))
