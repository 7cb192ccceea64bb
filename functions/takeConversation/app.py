"""takeConversation: an agent takes a user's conversation, and the bot is silent.

After it not one text of the bot goes out. It can be taken while no agent has it, or when the agent
who has it has not answered for some minutes (`waitMinutes`). The bot answers again when the agent
releases the conversation, or when nobody has said anything for half an hour.
"""

from __future__ import annotations

from shop.roles import AGENT
from shop.support import agents
from shop.support.views import ConversationTaken
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class TakeConversation(Request):
    openid: Id


@cloud_function(TakeConversation, only=AGENT)
def main(data: TakeConversation, wx: WXContext) -> ConversationTaken:
    return agents.take(data.openid, wx.OPENID)
