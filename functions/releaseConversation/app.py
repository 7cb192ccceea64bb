"""releaseConversation: an agent gives a user's conversation back, to the bot or into the queue.

Only the agent who has the conversation can do this. The bot answers from then on; from the queue
another agent takes it, and the bot stays silent.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from shop.roles import AGENT
from shop.support import agents
from shop.support.views import ConversationReleased
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class ReleaseConversation(Request):
    openid: Annotated[Id, Meta(description="the user whose conversation it is")]
    token: (
        Annotated[
            Id,
            Meta(
                description="of `takeConversation`: if it is given and another one, it is refused"
            ),
        ]
        | None
    ) = None
    to: Annotated[
        Literal["bot", "queue"], Meta(description="who goes on: the bot, or another agent")
    ] = "bot"


@cloud_function(ReleaseConversation, only=AGENT)
def main(data: ReleaseConversation, wx: WXContext) -> ConversationReleased:
    return agents.release(data.openid, wx.OPENID, data.token, data.to)
