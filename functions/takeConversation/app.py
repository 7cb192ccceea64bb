"""takeConversation: an agent takes a user's conversation; the bot falls silent.

The bot speaks again when the agent releases the conversation, or when nobody has said anything
for half an hour.

Gives `{openid}`: the user whose conversation it is.
"""

from __future__ import annotations

from typing import Any

from shop.roles import AGENT
from shop.support import conversations
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class TakeConversation(Request):
    openid: Id


@cloud_function(TakeConversation, only=AGENT)
def main(data: TakeConversation, wx: WXContext) -> dict[str, Any]:
    conversations.take(data.openid, wx.OPENID)
    return {"openid": data.openid}
