"""What the bot says: at most one reply to each message of a user."""

from __future__ import annotations

from dataclasses import dataclass

from shop.orders.status_text import status_text
from shop.support import faq, intents
from shop.support.model import UserMessage

MISSES = 2  # the bot hands over to a human after this many misses in a row
_OFFERED = 3  # questions that a greeting offers

HELLO = "您好，我是小团，很高兴为您服务～"
BYE = "不客气，祝您购物愉快～"
TO_HUMAN = "好的，正在为您转接人工客服，请稍等～"
TO_HUMAN_AFTER_MISSES = (
    "抱歉，小团暂时回答不了这个问题，已为您转人工客服。"
    "请再发一条消息，说明您遇到的问题，客服会尽快回复您～"
)
TEXT_ONLY = "小团目前只能看懂文字消息，请用文字描述您的问题；如需人工客服，请回复“人工”。"
MISSED = "抱歉，小团没太明白您的意思。"
OR_HUMAN = "如需人工客服，请回复“人工”。"
OFFER = "您可以这样问我："
NO_ORDER = (
    "没有找到您名下订单号为 {number} 的订单，请核对订单号后再试；如需人工客服，请回复“人工”。"
)
NO_ORDERS = "您名下还没有订单；如有疑问，请回复“人工”联系客服。"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says; whether it `missed` the question; whether a human takes over."""

    text: str
    missed: bool = False
    to_human: bool = False


def reply_to(message: UserMessage, misses: int) -> Reply:
    """The reply to a message. `misses`: how many questions in a row the bot has missed before."""
    if message.kind == "enter":
        return Reply(_greeting())
    if message.kind == "other":
        return _miss(misses, TEXT_ONLY)
    text = message.text
    if intents.wants_human(text):
        return Reply(TO_HUMAN, to_human=True)
    known = _order(message.openid, text) or _answer(text) or _small_talk(text)
    return Reply(known) if known else _miss(misses, _lines(MISSED, _questions(), OR_HUMAN))


def _order(openid: str, text: str) -> str | None:
    """The status of the user's own order; None if the text does not ask for it. An order of another
    user is answered as one that does not exist."""
    number = intents.order_number(text)
    if number:
        return status_text(openid, number) or NO_ORDER.format(number=number)
    if intents.asks_for_order(text):
        return status_text(openid, "") or NO_ORDERS
    return None


def _answer(text: str) -> str | None:
    entry = faq.best(text)
    return entry.answer if entry is not None else None


def _small_talk(text: str) -> str | None:
    if intents.greets(text):
        return _greeting()
    return BYE if intents.thanks(text) else None


def _miss(misses: int, text: str) -> Reply:
    if misses + 1 >= MISSES:
        return Reply(TO_HUMAN_AFTER_MISSES, missed=True, to_human=True)
    return Reply(text, missed=True)


def _greeting() -> str:
    return _lines(HELLO, _questions())


def _questions() -> str:
    """The first questions of the FAQ, as an offer; "" if there are none."""
    offered = [f"· {entry.question}" for entry in faq.entries()[:_OFFERED]]
    return _lines(OFFER, *offered) if offered else ""


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
