"""openConsole: the browser that got a code asks whether it was approved, and gets its session.

The session is given once. It has the roles that the member of the staff has then, and ends after
eight hours, or when it is revoked, or when the member has no role any more.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.console import codes
from shop.console.codes import Code6
from shop.console.views import ConsoleOpened
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class OpenConsole(Request):
    code: Code6
    secret: Annotated[
        str,
        Meta(pattern=r"^[0-9A-Za-z_-]{43}(?![\s\S])", description="the one that startConsole gave"),
    ]


@cloud_function(OpenConsole, guests=True, keeps_answer=False)
def main(data: OpenConsole, wx: WXContext) -> ConsoleOpened:
    return codes.open_session(data.code, data.secret, wx.CLIENTIP)
