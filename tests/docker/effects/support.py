"""Customer service: heard, answered, handed over; and what the bot knows."""

from __future__ import annotations

from local.client import until
from shop.support import conversations
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop

TALK = {"pk": "user#shopper-1", "sk": "conversation"}


def writes(shop: LocalShop) -> int:
    """shopper-1 has just written, so that WeChat lets us reply, and the shop has forgotten it;
    how many replies they had before."""
    count = len(shop.messages("shopper-1", "custom"))
    shop.forget("support", pk="user#shopper-1")
    assert shop.wechat.ask("shopper-1", "什么时候发货？")["body"] == "success"
    assert until(lambda: len(shop.messages("shopper-1", "custom")) > count)
    shop.forget("support", pk="user#shopper-1")
    return count + 1


def replied(shop: LocalShop, key: str, before: int) -> bool:
    """One reply more has come, and it is the one noted under the message's key."""
    reply = shop.row("support", pk="user#shopper-1", sk=f"message#{key}")
    new = shop.messages("shopper-1", "custom")[before:]
    if reply is None or not new:
        return False
    (message,) = new
    return bool(reply["state"] == "TAKEN" and message["text"]["content"] == reply["text"])


@expects("csReply.check.http.json")
def wechat_finds_us(shop: LocalShop) -> Effect:
    answer = yield
    assert str(answer.body) == "4375120948345356249"


@expects("csReply.http.json")
def a_question_is_heard_and_answered(shop: LocalShop) -> Effect:
    before = writes(shop)
    answer = yield
    assert answer.body == "success"
    assert until(lambda: replied(shop, "24000000000000002", before))


@expects("sendReply.sqs.json")
def a_question_is_answered(shop: LocalShop) -> Effect:
    before = writes(shop)
    yield
    assert replied(shop, "24000000000000001", before)
    talk = shop.row("support", **TALK)
    assert talk is not None and len(talk["sentAt"]) == 1


@expects("saveFaq.json", "saveFaq.http.json")
def the_bot_learns_an_answer(shop: LocalShop) -> Effect:
    shop.forget("support", pk="faq", sk="faq-demo-delivery")
    yield
    row = shop.row("support", pk="faq", sk="faq-demo-delivery")
    assert row is not None
    assert row["keywords"] == ["发货", "几天到"] and "48 小时" in row["answer"]


@expects("takeConversation.json", "takeConversation.http.json")
def an_agent_has_the_word(shop: LocalShop) -> Effect:
    shop.forget("support", pk="user#shopper-1")
    yield
    talk = shop.row("support", **TALK)
    assert talk is not None and (talk["human"], talk["owner"]) == (True, "agent-1")


@expects("releaseConversation.json", "releaseConversation.http.json")
def the_bot_has_the_word_again(shop: LocalShop) -> Effect:
    shop.forget("support", pk="user#shopper-1")
    conversations.take("shopper-1", "agent-1")
    yield
    talk = shop.row("support", **TALK)
    assert talk is not None and talk["human"] is False and "owner" not in talk
