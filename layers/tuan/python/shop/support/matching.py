"""How texts are compared: without case, width, punctuation and synonyms. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_HAN = re.compile(r"[\u4e00-\u9fff]")
LIKE = 0.5  # from this likeness on, a text matches a question without any keyword

# What customers write, by the word that stands for its whole row.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "可以": ("可唔可以", "能不能"),
    "怎么": ("咋个", "咋", "啷个", "点样", "如何", "怎样"),
    "什么": ("啥", "咩", "哪种", "哪样"),
    "时候": ("辰光", "时间"),
    "多久": ("几耐", "多长时间", "好久"),
    "发货": ("寄出", "寄货", "发出", "出货", "配送", "送货", "ship", "shipping", "delivery"),
    "快递": ("物流", "包裹", "courier", "express", "parcel"),
    "运费": ("邮费", "快递费", "配送费", "包邮", "postage"),
    "退款": ("退钱", "退费", "钱退", "退的钱", "refund", "refunds"),
    "退货": ("退换", "换货", "不想要", "return"),
    "拼团": ("团购", "成团", "开团", "参团", "组团", "凑团", "退团", "拼单", "group"),
    "优惠券": ("红包", "折扣", "代金券", "优惠", "coupon", "coupons", "discount"),
    "积分": ("点数", "points"),
    "支付": ("付款", "付钱", "交钱", "pay", "payment"),
    "发票": ("开票", "专票", "invoice", "invoices", "fapiao"),
    "直播": ("直播间", "live"),
}

# Traditional characters of the words here, and their simplified forms.
_SIMPLIFIED = str.maketrans(
    "轉個單貨發幾時開積點張過運費換訂號嗎沒還麼為給幫聯繫電話遞裝團購優惠劃錢買賣圖質郵寄場誰邊啲嘅エ冇",
    "转个单货发几时开积点张过运费换订号吗没还么为给帮联系电话递装团购优惠划钱买卖图质邮寄场谁边的的工没",
)

# Words that people mistype with a character of the same sound, and those characters.
_WORDS = (
    "人工", "客服", "订单", "发货", "快递", "物流", "包裹", "运费", "邮费", "包邮", "退款", "退货",
    "换货", "拼团", "优惠券", "积分", "支付", "付款", "发票", "直播", "理由",
)  # fmt: skip
_SOUNDS_LIKE = {
    "人": "仁", "工": "公功", "客": "课刻", "服": "福付附", "订": "定钉丁", "单": "丹担",
    "发": "法罚", "货": "或获祸", "快": "块筷", "递": "第地弟", "物": "误勿", "流": "留刘",
    "包": "抱苞", "裹": "果过", "运": "孕云", "费": "废肺", "邮": "油由", "退": "推褪",
    "款": "宽", "换": "唤", "拼": "品聘", "团": "囤湍", "优": "悠", "惠": "会慧", "券": "卷劵圈",
    "积": "鸡极集", "分": "份芬", "支": "之知", "付": "负复", "票": "飘漂嫖", "直": "值植",
    "播": "波拨", "理": "里", "由": "油",
}  # fmt: skip

# Where a clause ends: a mark, or a space between two Chinese words.
_BREAKS = re.compile(r"[,.;!?\n。；，！？、…~～]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]{3,})")

# Goods whose names contain such a word: 发票夹, 微积分, 直播补光灯.
_GOODS = re.compile(
    r"微积分|定积分|红包封面|支付宝[蓝色]"
    r"|(?:订单|快递|发票|积分|直播|红包|退款|退货|优惠券)"
    r"(?:本|簿|夹|袋|盒|箱|包|壳|榜|架|支架|灯|补光灯|机|设备|手机|声卡|贴|纸|打印机|电池|刀|柜|车|卡套)"
)


def score(text: str, question: str, keywords: Iterable[str]) -> float:
    """How well a folded text asks that question; 0 if it does not. A keyword counts 1 and a tenth
    for each of its characters; likeness to the question counts at most 1."""
    words = {fold(word) for word in keywords}
    hits = [1 + len(word) / 10 for word in words if _contains(text, word)]
    like = likeness(text, fold(question))
    return sum(hits) + like if hits or like >= LIKE else 0.0


def any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def clauses(text: str) -> list[str]:
    """The clauses of a text, each plain."""
    return [each for part in _BREAKS.split(narrow(text)) if (each := plain(part))]


def fold(text: str) -> str:
    """A plain text with one word for all its synonyms: the form in which texts are compared. Names
    of goods that contain such a word are left out. In a Chinese text, a Latin word is part of a
    name."""
    bare = _GOODS.sub("", plain(text))
    words = _synonyms(latin=not _HAN.search(bare))
    return words.sub(lambda found: _standing_for()[found[0]], bare)


def narrow(text: str) -> str:
    """A text in simplified characters, without case, width and common typing mistakes."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED)
    return _mistyped().sub(lambda found: _meant()[found[0]], folded)


def plain(text: str) -> str:
    """A narrow text without punctuation, with spaces between Latin words only."""
    spaced = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in narrow(text))
    return re.sub(r"(?<![a-z0-9]) +| +(?![a-z0-9])", "", " ".join(spaced.split()))


def likeness(one: str, other: str) -> float:
    """Dice's coefficient over pairs of neighbouring characters: 0 (nothing) to 1 (the same)."""
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


@cache
def _standing_for() -> dict[str, str]:
    return {word: first for first, others in SYNONYMS.items() for word in (first, *others)}


@cache
def _meant() -> dict[str, str]:
    """Mistyped word → the word, for each word with one character mistyped."""
    return {
        word[:i] + wrong + word[i + 1 :]: word
        for word in _WORDS
        for i, right in enumerate(word)
        for wrong in _SOUNDS_LIKE.get(right, "")
    }


@cache
def _mistyped() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_meant(), key=len, reverse=True)))


@cache
def _synonyms(*, latin: bool) -> re.Pattern[str]:
    words = (word for word in _standing_for() if latin or not word.isascii())
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_whole_word(word) for word in longest_first))


def _whole_word(word: str) -> str:
    """A pattern: a Latin word must stand alone, a Chinese one may stand anywhere."""
    pattern = re.escape(word)
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if word.isascii() else pattern


def _contains(text: str, word: str) -> bool:
    return bool(word) and re.search(_whole_word(word), text) is not None
