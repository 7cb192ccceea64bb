"""listConversations: the users who wait for an agent, or the conversations that the caller has.

`waiting`: who waits the longest comes first. A conversation that an agent has is there again when
the agent has not answered for some minutes (`waitMinutes` of `saveService`). `mine`: the
conversation that was taken last comes first.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from shop.roles import AGENT, OPERATOR
from shop.support import reads
from shop.support.views import ConversationPage
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListConversations(Request):
    which: Annotated[
        Literal["waiting", "mine"],
        Meta(description="the queue, or the conversations that the caller has taken"),
    ] = "waiting"
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="conversations per page")] = 20


@cloud_function(ListConversations, only=(OPERATOR, AGENT), keeps_answer=False)
def main(data: ListConversations, wx: WXContext) -> ConversationPage:
    if data.which == "mine":
        return reads.list_mine(wx.OPENID, data.limit, data.cursor)
    return reads.list_waiting(wx.OPENID, data.limit, data.cursor)
