"""listLives: live rooms, 20 to a page: those that are live, then planned ones, then those over.

In each part the one that begins last is at the top. Operators and hosts also see whose they are.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.live import views
from shop.live.rules import LiveStatus
from shop.live.views import LiveList
from shop.roles import HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function

OnlyStatus = Annotated[
    LiveStatus,
    Meta(
        description="only these rooms; PLANNED: the next one first, without those that should have "
        "begun more than six hours ago; ENDED: those that endLive has ended"
    ),
]


class ListLives(Request):
    status: OnlyStatus | None = None
    cursor: Cursor | None = None


@cloud_function(ListLives, guests=True, asks_roles=True, keeps_answer=False)
def main(data: ListLives, wx: WXContext) -> LiveList:
    return views.list_lives(data.status, data.cursor, as_staff=bool(wx.ROLES & {OPERATOR, HOST}))
