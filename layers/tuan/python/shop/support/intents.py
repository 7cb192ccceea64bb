"""What a user's text asks for: a human, an order, a greeting. Pure functions of the text."""

from __future__ import annotations

import re

from shop.support import matching

_HUMAN = re.compile(r"人工|真人|转接|转客服|找客服|(?<![a-z])(?:human|agent|real person)(?![a-z])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z_-]*[0-9])[0-9A-Za-z_-]{4,64}(?![0-9A-Za-z])")
_ORDER = re.compile(r"订单|单号|(?<![a-z])order(?![a-z])")
_LONG = 10  # a number of this length is an order number even without the word "order"
_MY_ORDER = re.compile(
    r"我的?(?:订单|快递|包裹|物流)|查(?:一下|下|询)?(?:订单|快递|物流|单)"
    r"|订单(?:状态|进度|查询|情况|怎么样|呢)|(?:快递|包裹|物流|东西|货)(?:现在)?(?:到哪|到了)"
    r"|^订单$|(?:my|track|latest) orders?|order status|where is my"
)
_ABOUT_IT = re.compile(r"退|换|取消|修改|改|发票|多久|为什么|refund|return|cancel|change|invoice")
_HELLO = re.compile(r"^(?:你好|您好|哈喽|嗨|在吗|在么|hi|hello|hey)(?:呀|啊|吗)?$")
_THANKS = re.compile(r"^(?:好的)?(?:谢谢|多谢|感谢|thanks|thank you)")


def wants_human(text: str) -> bool:
    return _HUMAN.search(text.casefold()) is not None


def order_number(text: str) -> str:
    """The order number in a text; "" if it has none. Without a word for "order", only a long number
    of letters and digits is taken for one, so that a date is not."""
    numbers = [found[0] for found in _NUMBER.finditer(text)]
    if not _ORDER.search(text.casefold()):
        numbers = [number for number in numbers if len(number) >= _LONG and number.isalnum()]
    return max(numbers, key=len, default="")


def asks_for_order(text: str) -> bool:
    """Whether the user asks where their order is, and not how to change or return it."""
    plain = matching.plain(text)
    return bool(_MY_ORDER.search(plain)) and not _ABOUT_IT.search(plain)


def greets(text: str) -> bool:
    return _HELLO.match(matching.plain(text)) is not None


def thanks(text: str) -> bool:
    return _THANKS.match(matching.plain(text)) is not None
