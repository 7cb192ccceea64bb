"""saveFaq: an operator saves a question and its answer for customer service, or hides it.

Each call gives the whole entry. A user gets the answer if their text contains one of the keywords
or a synonym of it, or if it is similar to the question. The bot uses the change within a minute.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import OPERATOR
from shop.support import faq
from shop.support.faq import FaqSaved
from wxcloud.context import WXContext
from wxcloud.fields import Id, Lines600, Request, Text20, Text50
from wxcloud.function import cloud_function


class SaveFaq(Request):
    question: Text50
    keywords: Annotated[list[Text20], Meta(min_length=1, max_length=20)]
    answer: Lines600
    faqId: Id | None = None
    hidden: bool = False


@cloud_function(SaveFaq, only=OPERATOR)
def main(data: SaveFaq, wx: WXContext) -> FaqSaved:
    return faq.save(data.faqId, data.question, data.keywords, data.answer, hidden=data.hidden)
