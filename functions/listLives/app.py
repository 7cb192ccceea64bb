"""listLives: the live rooms, the one that begins last at the top, 20 to a page.

Operators and hosts also see whose they are.
"""

from __future__ import annotations

from shop.live import rooms
from shop.live.rooms import LiveList
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListLives(Request):
    cursor: Cursor | None = None


@cloud_function(ListLives, guests=True, asks_roles=True, keeps_answer=False)
def main(data: ListLives, wx: WXContext) -> LiveList:
    return rooms.list_lives(data.cursor, with_host=bool(wx.ROLES & {OPERATOR, HOST}))
