"""Customer service: answer messages, take and release conversations, save answers."""

from __future__ import annotations

from local.client import until
from shop.support import agents, messages, service
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop

TALK = {"pk": "user#shopper-1", "sk": "conversation"}


def send_message(shop: LocalShop) -> int:
    """Send a message of shopper-1, so that WeChat allows replies, and delete the shop's items about
    it. Returns the number of replies to shopper-1."""
    count = len(shop.messages("shopper-1", "custom"))
    shop.forget("support", pk="user#shopper-1")
    assert shop.wechat.ask("shopper-1", "什么时候发货？")["body"] == "success"
    assert until(lambda: len(shop.messages("shopper-1", "custom")) > count)
    shop.forget("support", pk="user#shopper-1")
    return count + 1


def replied(shop: LocalShop, key: str, before: int) -> bool:
    """Whether one more reply was sent, and it is the reply that is stored for the message."""
    reply = next((each for each in said() if each.place.endswith(f"#{key}")), None)
    new = shop.messages("shopper-1", "custom")[before:]
    if reply is None or not new:
        return False
    (message,) = new
    return bool(reply.state == "TAKEN" and message["text"]["content"] == reply.answer)


def said() -> list[messages.Said]:
    """What is kept of the conversation of shopper-1."""
    return list(messages.all_of("shopper-1"))


@expects("csReply.check.http.json")
def the_url_check_is_answered(shop: LocalShop) -> Effect:
    answer = yield
    assert str(answer.body) == "4375120948345356249"


@expects("csReply.http.json")
def a_pushed_question_is_answered(shop: LocalShop) -> Effect:
    before = send_message(shop)
    answer = yield
    assert answer.body == "success"
    assert until(lambda: replied(shop, "24000000000000002", before))


@expects("sendReply.sqs.json")
def a_queued_question_is_answered(shop: LocalShop) -> Effect:
    before = send_message(shop)
    yield
    assert replied(shop, "24000000000000001", before)
    talk = shop.row("support", **TALK)
    assert talk is not None and len(talk["sentAt"]) == 1


@expects("saveFaq.json", "saveFaq.http.json")
def the_answer_is_saved(shop: LocalShop) -> Effect:
    shop.forget("support", pk="faq", sk="faq-demo-delivery")
    yield
    row = shop.row("support", pk="faq", sk="faq-demo-delivery")
    assert row is not None
    assert row["keywords"] == ["发货", "几天到"] and "48 小时" in row["answer"]


@expects("takeConversation.json", "takeConversation.http.json")
def the_agent_has_the_conversation(shop: LocalShop) -> Effect:
    shop.forget("support", pk="user#shopper-1")
    yield
    talk = shop.row("support", **TALK)
    assert talk is not None and (talk["human"], talk["owner"]) == (True, "agent-1")


@expects("releaseConversation.json", "releaseConversation.http.json")
def the_bot_has_the_conversation_again(shop: LocalShop) -> Effect:
    shop.forget("support", pk="user#shopper-1")
    agents.take("shopper-1", "agent-1")
    yield
    talk = shop.row("support", **TALK)
    assert talk is not None and talk["human"] is False and "owner" not in talk


@expects("listFaq.json", "listFaq.http.json")
def all_entries_are_listed(shop: LocalShop) -> Effect:
    answer = yield
    assert {"faq-shipping", "faq-refund"} <= {entry["faqId"] for entry in answer["items"]}


@expects("listConversations.json", "listConversations.http.json")
def who_waits_is_listed(shop: LocalShop) -> Effect:
    ask_for_an_agent(shop)
    answer = yield
    assert "shopper-1" in {each["openid"] for each in answer["items"]}


@expects("getConversation.json", "getConversation.http.json")
def a_conversation_is_shown(shop: LocalShop) -> Effect:
    ask_for_an_agent(shop)
    answer = yield
    assert answer["state"] == "WAITING"
    assert "转人工" in {each["text"] for each in answer["messages"]}


@expects("replyConversation.json", "replyConversation.http.json")
def a_reply_is_sent(shop: LocalShop) -> Effect:
    ask_for_an_agent(shop)
    token, before = agents.take("shopper-1", "agent-1").token, shop.messages("shopper-1", "custom")
    answer = yield {"token-demo-1": token}
    assert answer["state"] == "SENT"
    (sent,) = shop.messages("shopper-1", "custom")[len(before) :]
    assert sent["text"]["content"] == said()[-1].text


@expects("getService.json", "getService.http.json")
def the_settings_are_shown(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["answerIn"] == "console"


@expects("saveService.json", "saveService.http.json")
def the_settings_are_saved(shop: LocalShop) -> Effect:
    forget_settings(shop)
    answer = yield
    assert answer["phrases"][0]["title"] == "发货时间"
    row = shop.row("support", pk="service", sk="settings")
    assert row is not None and row["waitMinutes"] == 10
    forget_settings(shop)


@expects("tryFaq.json", "tryFaq.http.json")
def a_text_is_tried(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["intent"] == "faq" and answer["answeredBy"] is not None


def ask_for_an_agent(shop: LocalShop) -> None:
    """shopper-1 waits for an agent."""
    send_message(shop)
    assert shop.wechat.ask("shopper-1", "转人工")["body"] == "success"
    assert until(lambda: any(each.handsOver for each in said()))


def forget_settings(shop: LocalShop) -> None:
    """All settings are as usual: agents are there at any time."""
    for kind in ("settings", "phrases"):
        shop.forget("support", pk="service", sk=kind)
    service._rules.clear()
