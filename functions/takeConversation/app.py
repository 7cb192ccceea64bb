"""takeConversation: an agent takes a user's conversation, and the bot is silent.

The bot answers again when the agent releases the conversation, or when the user has written nothing
for half an hour since the agent took it.
"""

from __future__ import annotations

from shop.roles import AGENT
from shop.support import conversations
from shop.support.conversations import ConversationTaken
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class TakeConversation(Request):
    openid: Id


@cloud_function(TakeConversation, only=AGENT)
def main(data: TakeConversation, wx: WXContext) -> ConversationTaken:
    return conversations.take(data.openid, wx.OPENID)
