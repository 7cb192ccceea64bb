"""saveFaq: an operator teaches customer service an answer, changes it, or hides it.

The whole entry is given each time. A text that holds one of the keywords, or one that means the
same, gets the answer; so does one that is much like the question. The bot follows within a minute.

Gives `{faqId}`: the id of the entry, a new one if none was given.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from shop.roles import OPERATOR
from shop.support import faq
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request, Text20, Text50
from wxcloud.function import cloud_function

Words = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=600,
        pattern=r"^(?![\s\S]*[\u0000-\u0009\u000b-\u001f\u007f-\u009f])",
        description="a text; line breaks are allowed",
    ),
]


class SaveFaq(Request):
    question: Text50
    keywords: Annotated[list[Text20], Meta(min_length=1, max_length=20)]
    answer: Words
    faqId: Id | None = None
    hidden: bool = False


@cloud_function(SaveFaq, only=OPERATOR)
def main(data: SaveFaq, wx: WXContext) -> dict[str, Any]:
    faq_id = faq.save(data.faqId, data.question, data.keywords, data.answer, hidden=data.hidden)
    return {"faqId": faq_id}
