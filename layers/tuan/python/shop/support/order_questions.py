"""Whether a user asks where an order is, and which one. Pure functions of the text.

Words for an order count only where they are words: 床单, 菜单 and "in order to" ask for none.
"""

from __future__ import annotations

import re
import unicodedata

from shop.support import matching
from shop.support.matching import any_of

# --- the number ----------------------------------------------------------------------------------

# An order number is 26 characters of base 32 (wxcloud/ids.py); the first is 0 for a thousand years.
# People also write o for 0, and i or l for 1.
_NUMBER = re.compile(r"(?<![0-9a-z])[0o][0-9a-tv-z]{25}(?![0-9a-z])", re.IGNORECASE)
_LIKE_DIGITS = str.maketrans("oil", "011")

# Something else counts only directly after "order number", or after "order" if it begins with a
# digit or has four of them, and is neither a day nor a measure: 128GB.
_ORDER = "(?<![递流运货])(?:[订定]单|单号)"
_IS = r"\s*(?:是|为|[:=#])?\s*"
_NAMED = re.compile(
    rf"(?:{_ORDER}(?:编?号|号码)|(?<![递流运货])单号|\border (?:number|no\.?|id)){_IS}"
    r"((?=[a-z_-]*[0-9])[0-9a-z_-]{4,64})"
    rf"|(?:{_ORDER}|\border){_IS}"
    r"(?!20[0-9]{6}(?![0-9])|[0-9]+[a-z]{1,3}(?![0-9a-z]))"
    r"((?:(?=[0-9])|(?=(?:[a-z_-]*[0-9]){4}))[0-9a-z_-]{5,64})",
    re.IGNORECASE,
)


def number_in(text: str) -> str:
    """The order number in a text, as the shop writes it; "" if it has none."""
    half_width = unicodedata.normalize("NFKC", text)
    found = _NUMBER.search(half_width)
    if found is not None:
        return found[0].lower().translate(_LIKE_DIGITS)
    named = _NAMED.search(half_width)
    return (named[1] or named[2]) if named is not None else ""


# --- the question --------------------------------------------------------------------------------

_PARCEL = "(?:快递|快件|物流|包裹|东西|货|件|单子?|订单)"
_MINE = (
    "(?:我(?:的|买|拍|订|下|那|家|这|抢|在|们|昨|前|上|刚)|(?:昨|前|大前)[天晚日]"
    "|上(?:周|个?星期|个?礼拜|个?月)|刚(?:才|刚)?(?:买|拍|下)|(?:买|拍|下|订|抢)的|下单|下的单"
    "|付[款过]|这单|那单|[0-9一二两三四五六七八九十几]+[号天日](?:买|拍|下|了))"
)
_WHERE = (
    "(?:(?:到|走|送|运|去|搁|寄|发|在|卡|停)(?:了|咗|到|在|去)*(?:哪|边(?:度|个))|停在|卡在|不动|没动"
    "|不走|派送中|在途|去咗边|丢了|丢件|没更新|不更新|没有更新|没信息|查不到|空的)"
)
_NOT_YET = (
    "(?:还|仍|都|一直|仲|怎么|为什么|为啥|咋|咋个|点解)(?:是|都|还|仲)*(?:没有?|不|未|冇|唔)"
    "(?:见|看|有|给我?|能|送|寄)*(?:到|发|收到|寄|出库|揽收|物流|动静|消息)"
)
_DONE = (
    "(?:(?:发|寄|送|签收|出库)(?:货|出|出来|出去|走|过来)?(?:(?:了|咗)(?:没有?|吗|未|么)|没有?)(?!货)"
    "|发没发|有没有发|到没到|到了(?:没|吗|么)|没收到|收不到|待发货|待收货|没付上款"
    "|(?:付款?|下单|支付)成功了?(?:没|吗))"
)
_WHEN = (
    "(?:什么时候|啥时候|几时|几点|多久|哪天|何时|今天|明天|后天|周末|今晚|几天|还要|快)"
    "(?:才|能|会|可以|可|就)*(?:给我)?(?:到|收到|送到|送达|发出?|寄)"
)
_QUESTION = any_of(
    # the word alone: 我的订单, 快递呢
    "^(?:你好|您好|亲|请问|看看?|查一?[下查]?|帮我?看?查?一?下?|想问一?下?|我想|问下)*(?:我的?)*"
    f"{_PARCEL}(?:信息|状态|进度|情况|详情|查询|单号)?(?:呢|吗|啊|呀|了)?$",
    # look it up
    "查(?:一下|一查|下|询|查)?(?:我|的|这个?|那个?|昨天|前天)*(?:订单|快递|物流|包裹|单号|单(?!价))",
    "订单(?:现在|目前|是)?(?:什么)?(?:状态|进度|情况|怎么样|咋样|进展)|什么状态",
    "(?:快递|物流)单号(?:是|发|多少|给)",
    # where it is, and that it does not come
    f"{_PARCEL}(?:现在|都|又|还|是|目前|显示|好像|一直|在|已经)*{_WHERE}",
    f"^(?:现在)?{_WHERE}|(?:买|拍|订|下).*{_WHERE}|{_WHERE}了",
    f"{_NOT_YET}|{_DONE}|{_MINE}.*{_WHEN}",
    "(?:物流|快递|包裹|单号).*(?:不动|不更新|没更新|停|卡|空的|签收|派送|能到|啥时候)",
    "催(?:一?下|催|促)?(?:发货|快递|物流|单|一下)?(?:$|嘛|吧|啊|呀|一)|催发货",
    "(?:我|我的|买的|拍的).{0,8}(?:货|茶|东西|件|包裹|快递)呢",
    # English
    r"\b(?:my|track|latest|check|where is|where ?s|wheres|find) (?:my |the )?"
    r"(?:order|parcel|package|delivery|stuff|shipment|item)s?\b",
    r"\border(?:的)?(?: status|到哪| tracking)|\bmy order\b|tracking number|still waiting",
    r"has ?n ?t (?:arrived|shipped|come)|not arrived|not received",
    r"\b(?:package|parcel|delivery|shipping) status\b|where.*\bmy (?:order|parcel|package|stuff)",
)
# How it will be with a new order: a question for the FAQ.
_BEFORE = any_of(
    "一般|通常|如果|的话|(?:下单|付款|拍下?|买)[了的]?(?:以?后|之后|完)",
    "(?:今天|现在|这会儿?)(?:下单|拍|买|付款)",
)
# What the bot cannot do to an order.
_CHANGE = any_of(
    "退款|退货|退钱|退了吧|要退|想退|怎么退|能退|换成|换货|换个|取消|修改|地址",
    "改(?:个|一?下|成)?(?:地址|电话|颜色|尺码|收货)?(?!了?天)|(?:开|要|补)发?票|不想要|不要了",
    "少[了发]|漏[了发]|发错|坏了|烂了|破了|跟图片|质量|扔",
    "refund|return|cancel|change|invoice",
)
_PROGRESS = any_of(
    "被取消|是不是|到哪|哪一步|还没|还不|没到|没收到|什么状态|进度|多久能?到|发了?没|到账了?[没吗]|催"
)
_NO_QUESTION = any_of(
    "(?:不用|不要|不必|别|没|无需|唔使)(?:再|给我|帮我)*(?:查|问|看|催|跟)",
    "收到了|已经?签收了?$|明天别送|别送|先别发",
)


def asks_where(text: str) -> bool:
    """Whether the user asks where their order is, and not how to change or return it."""
    clauses = matching.clauses(text)
    if any(_NO_QUESTION.search(clause) for clause in clauses):
        clauses = [clause for clause in clauses if _PROGRESS.search(clause)]
    return any(
        _QUESTION.search(clause) and not (_CHANGE.search(clause) or _BEFORE.search(clause))
        for clause in clauses
    )


def asks_for_change(text: str) -> bool:
    """Whether a text with an order number asks to change or return the order, or complains."""
    plain = matching.plain(text)
    return bool(_CHANGE.search(plain)) and not _PROGRESS.search(plain)
