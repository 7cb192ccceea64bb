"""What the bot says: at most one reply to each message of a user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from shop.orders.status_text import status_text
from shop.support import faq, human, order_questions, small_talk
from shop.support.masking import mask_phones
from shop.support.model import UserMessage
from wxcloud.value import Value

Intent = Literal["human", "order", "faq", "thanks", "greeting", "other"]

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


class Reply(Value):
    """What the bot says; whether it `missed` the question; whether a human takes over."""

    text: str
    missed: bool = False
    to_human: bool = False


class Understood(Value):
    """What a text asks for; the order's `number`, and the `entry` of the FAQ, if there is one."""

    intent: Intent
    number: str = ""
    entry: faq.Faq | None = None


def reply_to(message: UserMessage, misses: int, away: str = "") -> Reply:
    """The reply to a message. `misses`: how many questions in a row the bot has missed before;
    `away`: what it says in place of handing the user over, while no agent is there."""
    if message.kind == "enter":
        return Reply(_greeting())
    if message.kind != "text":
        return _miss(misses, TEXT_ONLY, away)
    asked = understand(message.text)
    match asked.intent:
        case "human":
            return Reply(away or TO_HUMAN, to_human=True)
        case "order":
            return Reply(_order(message.openid, asked.number))
        case "faq" if asked.entry is not None:
            return Reply(asked.entry.answer)
        case "thanks":
            return Reply(BYE)
        case "greeting":
            return Reply(_greeting())
    return _miss(misses, _lines(MISSED, _questions(), OR_HUMAN), away)


def understand(text: str, best: Callable[[str], faq.Faq | None] = faq.best) -> Understood:
    """What a text asks for. A request to change an order is "other": it needs a human. `best` finds
    the entry that answers a text."""
    if human.wants_human(text):
        return Understood("human")
    number = order_questions.number_in(text)
    if number:
        changes = order_questions.asks_for_change(text)
        return Understood("other" if changes else "order", number=number)
    if order_questions.asks_where(text):
        return Understood("order")
    if small_talk.thanks(text):
        return Understood("thanks")
    if small_talk.greets(text):
        return Understood("greeting")
    entry = best(text)
    return Understood("other") if entry is None else Understood("faq", entry=entry)


def _order(openid: str, number: str) -> str:
    """The status of the user's own order, or of their latest order if the number is "". An order of
    another user is answered as one that does not exist."""
    status = status_text(openid, number)
    if status is not None:
        return status
    return NO_ORDER.format(number=mask_phones(number)) if number else NO_ORDERS


def _miss(misses: int, text: str, away: str) -> Reply:
    if misses + 1 >= MISSES:
        return Reply(away or TO_HUMAN_AFTER_MISSES, missed=True, to_human=True)
    return Reply(text, missed=True)


def _greeting() -> str:
    return _lines(HELLO, _questions())


def _questions() -> str:
    """The first questions of the FAQ, as an offer; "" if there are none."""
    offered = [f"· {entry.question}" for entry in faq.entries()[:_OFFERED]]
    return _lines(OFFER, *offered) if offered else ""


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
