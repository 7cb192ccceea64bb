"""rebuildDesk: make the operators' lists and numbers again from the orders; or see how far it is.

Lists and numbers go on working meanwhile, and are exact afterwards whatever they were before.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.desk.rebuild import start, view
from shop.desk.views import RebuildView
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class RebuildDesk(Request):
    start: Annotated[
        bool, Meta(description="begin a rebuild; false: only see how far the last one is")
    ] = True


@cloud_function(RebuildDesk, only=OPERATOR)
def main(data: RebuildDesk, wx: WXContext) -> RebuildView:
    return start() if data.start else view()
