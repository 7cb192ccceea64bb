"""replyConversation: an agent replies to a user. The reply is sent once.

The agent has taken the conversation, and gives its token. WeChat allows five replies within 48
hours of a user's message. The last one is kept for a note: that another agent goes on, or that the
user has to write again.

After an error with a status of 429 or 5xx call again with the same `replyId`: the reply is sent, if
WeChat does not have it yet.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import AGENT
from shop.support import agents
from shop.support.views import ReplySent
from wxcloud.context import WXContext
from wxcloud.fields import Id, Lines600, Request
from wxcloud.function import cloud_function


class ReplyConversation(Request):
    openid: Annotated[Id, Meta(description="the user whose conversation it is")]
    token: Annotated[Id, Meta(description="of `takeConversation` or `getConversation`")]
    replyId: Annotated[
        Id, Meta(description="made by the client, a new one for each reply; a repeat sends nothing")
    ]
    text: Lines600
    isNote: Annotated[
        bool, Meta(description="the note for which the last reply is kept: it may use it up")
    ] = False


@cloud_function(ReplyConversation, only=AGENT, keeps_answer=False)
def main(data: ReplyConversation, wx: WXContext) -> ReplySent:
    hold = agents.Hold(data.openid, wx.OPENID, data.token)
    return agents.reply(hold, data.replyId, data.text, is_note=data.isNote)
