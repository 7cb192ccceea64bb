"""startConsole: a browser gets a code with which the staff signs it in to the console.

Show `code` and the QR code, and ask `openConsole` every two seconds. A member of the staff approves
the code in the mini-program (`approveConsole`). A code works once, for two minutes.
"""

from __future__ import annotations

from shop.console import codes
from shop.console.views import ConsoleCode
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class StartConsole(Request):
    """This function takes no fields."""


@cloud_function(StartConsole, guests=True, keeps_answer=False)
def main(data: StartConsole, wx: WXContext) -> ConsoleCode:
    return codes.start(wx.CLIENTIP, wx.USERAGENT)
