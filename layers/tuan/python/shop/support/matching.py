"""How texts are compared: without case, width, punctuation and synonyms. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

LIKE = 0.5  # from this likeness on, a text matches a question without any keyword

# What customers write, by the word that stands for its whole row.
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


def score(text: str, question: str, keywords: Iterable[str]) -> float:
    """How well a folded text asks that question; 0 if it does not. A keyword counts 1 and a tenth
    for each of its characters; likeness to the question counts at most 1."""
    words = {fold(word) for word in keywords}
    hits = [1 + len(word) / 10 for word in words if _contains(text, word)]
    like = likeness(text, fold(question))
    return sum(hits) + like if hits or like >= LIKE else 0.0


def fold(text: str) -> str:
    """A plain text with one word for all its synonyms: the form in which texts are compared."""
    return _synonyms().sub(lambda found: _standing_for()[found[0]], plain(text))


def plain(text: str) -> str:
    """A text without case, width and punctuation, with spaces between Latin words only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in folded)
    return re.sub(r"(?<![a-z0-9]) +| +(?![a-z0-9])", "", " ".join(spaced.split()))


def likeness(one: str, other: str) -> float:
    """Dice's coefficient over pairs of neighbouring characters: 0 (nothing) to 1 (the same)."""
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


@cache
def _standing_for() -> dict[str, str]:
    return {word: first for first, others in SYNONYMS.items() for word in (first, *others)}


@cache
def _synonyms() -> re.Pattern[str]:
    longest_first = sorted(_standing_for(), key=len, reverse=True)
    return re.compile("|".join(_whole_word(word) for word in longest_first))


def _whole_word(word: str) -> str:
    """A pattern: a Latin word must stand alone, a Chinese one may stand anywhere."""
    pattern = re.escape(word)
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if word.isascii() else pattern


def _contains(text: str, word: str) -> bool:
    return bool(word) and re.search(_whole_word(word), text) is not None
