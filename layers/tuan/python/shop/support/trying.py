"""What the bot would do with a text: for who edits the FAQ."""

from __future__ import annotations

from collections.abc import Sequence

from shop.support import faq, replies
from shop.support.faq import Faq, Match
from shop.support.views import FaqMatch, FaqTrial
from wxcloud import clock

_SHOWN = 5


def draft(faq_id: str | None, question: str, keywords: Sequence[str], answer: str) -> Faq:
    """An entry that is not saved. Its id is "" if it would be a new one."""
    return Faq(
        sk=faq_id or "",
        question=question,
        keywords=list(keywords),
        answer=answer,
        updatedAt=clock.now(),
    )


def try_text(text: str, draft: Faq | None = None) -> FaqTrial:
    """What the bot takes the text for, and the entries that fit it as they are saved now. A draft
    stands in place of the entry that it would replace."""
    among = faq.entries_now()
    if draft is not None:
        among = [each for each in among if each.sk != draft.sk] + [draft]
    found = faq.matches(text, among)
    asked = replies.understand(text, lambda _: found[0].entry if found else None)
    return FaqTrial(
        intent=asked.intent,
        answeredBy=_shown(found[0]) if asked.intent == "faq" else None,
        matches=[_shown(each) for each in found[:_SHOWN]],
    )


def _shown(match: Match) -> FaqMatch:
    entry = match.entry
    return FaqMatch(
        faqId=entry.sk or None,
        question=entry.question,
        answer=entry.answer,
        score=round(match.score, 2),
    )
