"""revokeConsole: ends a browser's session of the console: any for operators, else the caller's own.

To sign out, a browser revokes its own session. A repeat changes nothing.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.console import sessions
from shop.console.views import RevokedConsole
from shop.roles import AGENT, HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class RevokeConsole(Request):
    sessionId: Annotated[Id, Meta(description="of listConsoleSessions, or of openConsole")]


@cloud_function(RevokeConsole, only=(OPERATOR, HOST, AGENT), keeps_answer=False)
def main(data: RevokeConsole, wx: WXContext) -> RevokedConsole:
    return sessions.revoke(data.sessionId, wx.OPENID, for_all=OPERATOR in wx.ROLES)
