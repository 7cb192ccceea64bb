"""Frequent questions: found by keywords and their synonyms, or by likeness to the question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from wxcloud import clock
from wxcloud.errors import BUSY
from wxcloud.ids import new_id
from wxcloud.model import Table, TableMeta
from wxcloud.settings import TABLE_PREFIX
from wxcloud.transaction import commit, update

FRESH = 60 * clock.SECOND  # how old the entries in memory may be
LIKE = 0.5  # from this likeness on, a question needs no keyword

# What customers say, by the word that stands for all of its row.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "发货": ("寄出", "寄货", "发出", "出货", "配送", "送货", "ship", "shipping", "delivery"),
    "快递": ("物流", "包裹", "courier", "express", "parcel"),
    "运费": ("邮费", "快递费", "配送费", "包邮", "postage"),
    "退款": ("退钱", "退费", "钱退", "refund"),
    "退货": ("退换", "换货", "不想要", "return"),
    "拼团": ("团购", "成团", "开团", "参团", "组团", "凑团", "group"),
    "优惠券": ("红包", "折扣", "代金券", "优惠", "coupon", "discount"),
    "积分": ("点数", "points"),
    "支付": ("付款", "付钱", "交钱", "pay", "payment"),
    "发票": ("开票", "invoice"),
    "直播": ("直播间", "live"),
}


class Faq(Table):
    """A question as people would ask it, the words that give it away, and the answer."""

    class Meta(TableMeta):
        name = "support"

    pk = UnicodeAttribute(hash_key=True, default="faq")
    sk = UnicodeAttribute(range_key=True)
    question = UnicodeAttribute()
    keywords: ListAttribute[Any] = ListAttribute()
    answer = UnicodeAttribute()
    hidden = BooleanAttribute(default=False)
    updatedAt = NumberAttribute()

    def score(self, text: str) -> float:
        """How well a folded text asks this: whole keywords count by length, likeness below one."""
        words = {fold(word) for word in self.keywords}
        hits = [1 + len(word) / 10 for word in words if _holds(text, word)]
        like = likeness(text, fold(self.question))
        return sum(hits) + like if hits or like >= LIKE else 0.0


def save(
    faq_id: str | None,
    question: str,
    keywords: Sequence[str],
    answer: str,
    *,
    hidden: bool = False,
) -> str:
    """Write an entry whole, new or not; its id. Other functions follow within a minute."""
    faq_id = faq_id or new_id()
    commit(
        update(
            Faq(sk=faq_id),
            Faq.question.set(question),
            Faq.keywords.set(list(keywords)),
            Faq.answer.set(answer),
            Faq.hidden.set(hidden),
            Faq.updatedAt.set(clock.now()),
            where=None,
            otherwise=BUSY,
        )
    )
    _held.clear()
    return faq_id


def find(text: str) -> Faq | None:
    """The entry that answers the text best, if any does."""
    folded = fold(text)
    best = max(entries(), key=lambda entry: entry.score(folded), default=None)
    return best if best is not None and best.score(folded) > 0 else None


_held: dict[str, tuple[int, list[Faq]]] = {}


def entries() -> list[Faq]:
    """All entries that show, from memory if they are younger than a minute. One query else."""
    table, now = TABLE_PREFIX.get(), clock.now()
    held = _held.get(table)
    if held is None or not held[0] <= now < held[0] + FRESH:
        held = _held[table] = now, [entry for entry in Faq.query("faq") if not entry.hidden]
    return held[1]


# --- words ---------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """A plain text with one word for all its synonyms: as texts and keywords are compared."""
    return _synonyms().sub(lambda found: _standing_for()[found[0]], plain(text))


def plain(text: str) -> str:
    """A text without case, width and punctuation, spaced between Latin words only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in folded)
    return re.sub(r"(?<![a-z0-9]) +| +(?![a-z0-9])", "", " ".join(spaced.split()))


@cache
def _standing_for() -> dict[str, str]:
    return {word: first for first, others in SYNONYMS.items() for word in (first, *others)}


@cache
def _synonyms() -> re.Pattern[str]:
    longest_first = sorted(_standing_for(), key=len, reverse=True)
    return re.compile("|".join(_whole_word(word) for word in longest_first))


def _whole_word(word: str) -> str:
    """A pattern: Latin words stand alone, Chinese ones anywhere."""
    pattern = re.escape(word)
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if word.isascii() else pattern


def _holds(text: str, word: str) -> bool:
    return bool(word) and re.search(_whole_word(word), text) is not None


def likeness(one: str, other: str) -> float:
    """Dice's coefficient over pairs of neighbouring characters, 0 to 1."""
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0
