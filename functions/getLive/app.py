"""getLive: a live room: its title and its times. Operators and hosts also see whose it is."""

from __future__ import annotations

from shop.live import rooms
from shop.live.rooms import LiveView
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetLive(Request):
    liveId: Id


@cloud_function(GetLive, guests=True, asks_roles=True, keeps_answer=False)
def main(data: GetLive, wx: WXContext) -> LiveView:
    return rooms.need_view(data.liveId, with_host=bool(wx.ROLES & {OPERATOR, HOST}))
