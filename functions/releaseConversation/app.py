"""releaseConversation: an agent gives a user's conversation back to the bot.

Only the agent who has the conversation can do this.
"""

from __future__ import annotations

from shop.roles import AGENT
from shop.support import conversations
from shop.support.conversations import ConversationReleased
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ReleaseConversation(Request):
    openid: Id


@cloud_function(ReleaseConversation, only=AGENT)
def main(data: ReleaseConversation, wx: WXContext) -> ConversationReleased:
    return conversations.release(data.openid, wx.OPENID)
