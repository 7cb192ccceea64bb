"""listConsoleSessions: the browsers that are signed in to the console: of all staff for operators,
else the caller's own."""

from __future__ import annotations

from shop.console import sessions
from shop.console.views import ConsoleSessions
from shop.roles import AGENT, HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListConsoleSessions(Request):
    """This function takes no fields."""


@cloud_function(ListConsoleSessions, only=(OPERATOR, HOST, AGENT), keeps_answer=False)
def main(data: ListConsoleSessions, wx: WXContext) -> ConsoleSessions:
    return sessions.list_for(wx.OPENID, OPERATOR in wx.ROLES, wx.BROWSER)
