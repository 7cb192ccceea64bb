"""listNotices: all notices, the facts that each can tell, and the templates that they use."""

from __future__ import annotations

from shop.notices import templates
from shop.notices.templates import NoticeList
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListNotices(Request):
    """This function takes no fields."""


@cloud_function(ListNotices, only=OPERATOR, keeps_answer=False)
def main(data: ListNotices, wx: WXContext) -> NoticeList:
    return templates.list_templates()
