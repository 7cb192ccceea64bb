"""listFaq: all questions that customer service answers, hidden ones too, 50 to a page."""

from __future__ import annotations

from shop.roles import AGENT, OPERATOR
from shop.support import faq
from shop.support.faq import FaqList
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Request
from wxcloud.function import cloud_function


class ListFaq(Request):
    cursor: Cursor | None = None


@cloud_function(ListFaq, only=(OPERATOR, AGENT), keeps_answer=False)
def main(data: ListFaq, wx: WXContext) -> FaqList:
    return faq.list_entries(data.cursor)
