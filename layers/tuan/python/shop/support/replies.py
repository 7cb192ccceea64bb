"""What the bot says. One reply at most for each thing a user says or does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from shop.support import faq

# Whoever knows of orders: (openid, order number, or "" for the latest) → their state in words, or
# None if that user has no such order. Modules add themselves; the first that knows answers.
OrderDesk = Callable[[str, str], "str | None"]
order_desks: list[OrderDesk] = []

MISSES = 2  # so many in a row, and a human takes over
_SHOWN = 3

_HUMAN = re.compile(r"人工|真人|转接|转客服|找客服|(?<![a-z])(?:human|agent|real person)(?![a-z])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z_-]*[0-9])[0-9A-Za-z_-]{4,64}(?![0-9A-Za-z])")
_NAMED = re.compile(r"订单|单号|(?<![a-z])order(?![a-z])")
_BARE = 10  # without the word "order", a number must be this long to be taken for one
_MY_ORDER = re.compile(
    r"我的?(?:订单|快递|包裹|物流)|查(?:一下|下|询)?(?:订单|快递|物流|单)"
    r"|订单(?:状态|进度|查询|情况|怎么样|呢)|(?:快递|包裹|物流|东西|货)(?:现在)?(?:到哪|到了)"
    r"|^订单$|(?:my|track|latest) orders?|order status|where is my"
)
_ABOUT_IT = re.compile(r"退|换|取消|修改|改|发票|多久|为什么|refund|return|cancel|change|invoice")
_HELLO = re.compile(r"^(?:你好|您好|哈喽|嗨|在吗|在么|hi|hello|hey)(?:呀|啊|吗)?$")
_THANKS = re.compile(r"^(?:好的)?(?:谢谢|多谢|感谢|thanks|thank you)")

HELLO = "您好，我是小团，很高兴为您服务～"
BYE = "不客气，祝您购物愉快～"
TO_HUMAN = "好的，正在为您转接人工客服，请稍等～"
TO_HUMAN_AFTER_MISSES = (
    "抱歉，这个问题小团答不上来，已为您转人工客服。请再发一条消息说说您的问题，客服会尽快回复您～"
)
NO_TEXT = "小团现在只看得懂文字，请用文字告诉我您的问题；需要人工客服，请回复“人工”。"
MISSED = "抱歉，小团没太明白您的意思。"
OR_HUMAN = "需要人工客服，请回复“人工”。"
NO_ORDER = "没有找到您名下订单号为 {number} 的订单，请核对一下订单号；需要人工客服，请回复“人工”。"
NO_ORDERS = "您名下还没有订单；如果有疑问，请回复“人工”联系人工客服。"


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot's words; whether it did not understand, and whether a human takes over."""

    text: str
    missed: bool = False
    human: bool = False


def greeting() -> Reply:
    return Reply(HELLO + _questions())


def reply_to(openid: str, text: str, misses: int) -> Reply:
    """The reply to a user's words, after so many misses before it."""
    plain = faq.plain(text)
    if wants_human(text):
        return Reply(TO_HUMAN, human=True)
    number = order_number(text)
    if number:
        return Reply(order_status(openid, number) or NO_ORDER.format(number=number))
    if _MY_ORDER.search(plain) and not _ABOUT_IT.search(plain):
        return Reply(order_status(openid) or NO_ORDERS)
    known = faq.find(text)
    if known is not None:
        return Reply(known.answer)
    if _HELLO.match(plain):
        return greeting()
    if _THANKS.match(plain):
        return Reply(BYE)
    return _miss(misses, MISSED + _questions() + "\n" + OR_HUMAN)


def reply_to_picture(misses: int) -> Reply:
    """To a picture, a card, or anything else that is no text."""
    return _miss(misses, NO_TEXT)


def wants_human(text: str) -> bool:
    return _HUMAN.search(text.casefold()) is not None


def order_number(text: str) -> str:
    """The order number in a text, or nothing. Where no order is spoken of, only a long one."""
    numbers = [found[0] for found in _NUMBER.finditer(text)]
    if not _NAMED.search(text.casefold()):
        numbers = [number for number in numbers if len(number) >= _BARE and number.isalnum()]
    return max(numbers, key=len, default="")


def order_status(openid: str, number: str = "") -> str | None:
    """The state, in words, of that user's order, or of their latest; None if they have none such.

    Another user's order is none: the number alone opens nothing.
    """
    for ask in order_desks:
        found = ask(openid, number)
        if found is not None:
            return found
    return None


def _miss(misses: int, text: str) -> Reply:
    if misses + 1 >= MISSES:
        return Reply(TO_HUMAN_AFTER_MISSES, missed=True, human=True)
    return Reply(text, missed=True)


def _questions() -> str:
    """The first questions, as an offer."""
    shown = [entry.question for entry in faq.entries()[:_SHOWN]]
    return "".join(["您可以问我：", *(f"\n· {question}" for question in shown)]) if shown else ""
