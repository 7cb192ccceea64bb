"""approveConsole: a member of the staff signs in a browser to the console, by the code it shows.

Without `confirm` it says which browser asks, and from where: show that, and ask whether it is
theirs. With `confirm` the browser gets a session with the member's roles. Whoever knows a code but
does not see it on a screen in front of them must not approve it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.console import codes
from shop.console.codes import Code6
from shop.console.views import ConsoleRequest
from shop.roles import AGENT, HOST, OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ApproveConsole(Request):
    code: Annotated[Code6, Meta(description="as the browser shows it; small letters are the same")]
    confirm: Annotated[
        bool, Meta(description="false: only say who asks; true: let the browser in")
    ] = False


@cloud_function(ApproveConsole, only=(OPERATOR, HOST, AGENT), keeps_answer=False)
def main(data: ApproveConsole, wx: WXContext) -> ConsoleRequest:
    return codes.approve(data.code, wx, confirm=data.confirm)
