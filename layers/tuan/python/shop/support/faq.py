"""Frequent questions and their answers, as operators save them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute

from shop.support import matching
from wxcloud import clock, cursor
from wxcloud.cache import Cache
from wxcloud.fields import Id, Result, Time
from wxcloud.ids import new_id
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import commit_one, update
from wxcloud.value import Value


class Faq(Table):
    """A question as a user would ask it, keywords that identify it, and the answer."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True, default="faq")
    sk = UnicodeAttribute(range_key=True)
    question = UnicodeAttribute()
    keywords: ListAttribute[str] = ListAttribute()
    answer = UnicodeAttribute()
    hidden = BooleanAttribute(default=False)
    updatedAt = Integer()  # ms UTC


class FaqSaved(Result):
    """The entry that was saved."""

    faqId: Annotated[Id, Meta(description="the given id, or a new one if none was given")]


class FaqEntry(Result):
    """A question and its answer."""

    faqId: Id
    question: str
    keywords: list[str]
    answer: str
    hidden: Annotated[bool, Meta(description="the bot does not use it")]
    updatedAt: Time


class FaqList(Result):
    """A page of the FAQ, by id."""

    items: list[FaqEntry]
    cursor: Annotated[str | None, Meta(description="for the next page; null on the last one")]


class Match(Value):
    """How well an entry fits a text: see `matching.score`."""

    entry: Faq
    score: float


_PAGE = 50
_entries: Cache[list[Faq]] = Cache(60)


def save(
    faq_id: str | None,
    question: str,
    keywords: Sequence[str],
    answer: str,
    *,
    hidden: bool = False,
) -> FaqSaved:
    """Write a whole entry, a new one or over an old one. Other processes use it within a minute."""
    faq_id = faq_id or new_id()
    commit_one(
        update(
            Faq(sk=faq_id),
            Faq.question.set(question),
            Faq.keywords.set(list(keywords)),
            Faq.answer.set(answer),
            Faq.hidden.set(hidden),
            Faq.updatedAt.set(clock.now()),
        )
    )
    _entries.forget("faq")
    return FaqSaved(faqId=faq_id)


def best(text: str) -> Faq | None:
    """The entry that answers the text best; None if none does."""
    found = matches(text, entries())
    return found[0].entry if found else None


def matches(text: str, among: Iterable[Faq]) -> list[Match]:
    """The entries that fit the text, the best first; of equals the first one."""
    folded = matching.fold(text)
    scored = (Match(each, matching.score(folded, each.question, each.keywords)) for each in among)
    return sorted((each for each in scored if each.score > 0), key=lambda each: -each.score)


def list_entries(after: str | None) -> FaqList:
    """A page of all entries, hidden ones too: the first one, or the one that the cursor names."""
    last = cursor.read("faq", after)["faq"] if after else None
    where = Faq.sk > last if last else None
    found = list(Faq.query("faq", where, limit=_PAGE, consistent_read=True))
    items = [
        FaqEntry(
            faqId=each.sk,
            question=each.question,
            keywords=list(each.keywords),
            answer=each.answer,
            hidden=each.hidden,
            updatedAt=each.updatedAt,
        )
        for each in found
    ]
    more = len(found) == _PAGE
    return FaqList(items=items, cursor=cursor.make("faq", {"faq": found[-1].sk}) if more else None)


def entries() -> list[Faq]:
    """All entries that are not hidden, at most a minute old: one query, or none."""
    return _entries.get("faq", lambda: [each for each in Faq.query("faq") if not each.hidden])


def entries_now() -> list[Faq]:
    """All entries that are not hidden, as they are now: one query."""
    return [each for each in Faq.query("faq", consistent_read=True) if not each.hidden]
