"""releaseConversation: an agent gives a user's conversation back to the bot.

Only the agent who has it can.

Gives `{openid}`: the user whose conversation it is.
"""

from __future__ import annotations

from typing import Any

from shop.roles import AGENT
from shop.support import conversations
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ReleaseConversation(Request):
    openid: Id


@cloud_function(ReleaseConversation, only=AGENT)
def main(data: ReleaseConversation, wx: WXContext) -> dict[str, Any]:
    conversations.release(data.openid, wx.OPENID)
    return {"openid": data.openid}
