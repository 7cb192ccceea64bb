"""getConversation: a user's conversation, with what was said in the last 30 days, newest first.

The user's latest orders are beside the first page. Phone numbers in what the user wrote are masked,
and orders have no address.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import AGENT, OPERATOR
from shop.support import reads
from shop.support.views import ConversationDetail
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Id, Request
from wxcloud.function import cloud_function


class GetConversation(Request):
    openid: Annotated[Id, Meta(description="the user whose conversation it is")]
    cursor: Cursor | None = None
    limit: Annotated[
        int, Meta(ge=1, le=50, description="messages of users and agents per page")
    ] = 20


@cloud_function(GetConversation, only=(OPERATOR, AGENT), keeps_answer=False)
def main(data: GetConversation, wx: WXContext) -> ConversationDetail:
    return reads.detail(data.openid, wx.OPENID, data.limit, data.cursor)
