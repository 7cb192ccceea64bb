"""tryFaq: what the bot would do with a text, and which entries of the FAQ fit it. Nothing is sent.

A `draft` is tried as if it were saved: in place of the entry of its `faqId`, or beside all entries.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.roles import AGENT, OPERATOR
from shop.support import trying
from shop.support.views import FaqTrial
from wxcloud.context import WXContext
from wxcloud.fields import Id, Lines600, Request, Text20, Text50, Text500
from wxcloud.function import cloud_function


class FaqDraft(Request):
    """An entry that is not saved yet."""

    question: Text50
    keywords: Annotated[list[Text20], Meta(min_length=1, max_length=20)]
    answer: Lines600
    faqId: Annotated[Id, Meta(description="the entry that it would replace")] | None = None


class TryFaq(Request):
    text: Annotated[Text500, Meta(description="what a user could write")]
    draft: FaqDraft | None = None


@cloud_function(TryFaq, only=(OPERATOR, AGENT), keeps_answer=False)
def main(data: TryFaq, wx: WXContext) -> FaqTrial:
    draft = data.draft
    if draft is None:
        return trying.try_text(data.text)
    entry = trying.draft(draft.faqId, draft.question, draft.keywords, draft.answer)
    return trying.try_text(data.text, entry)
