"""getService: how customer service works (opening hours and other settings), and its phrases."""

from __future__ import annotations

from shop.roles import AGENT, OPERATOR
from shop.support import service
from shop.support.service import ServiceView
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class GetService(Request):
    """This function takes no fields."""


@cloud_function(GetService, only=(OPERATOR, AGENT), keeps_answer=False)
def main(data: GetService, wx: WXContext) -> ServiceView:
    return service.show()
