"""Customer service in tests: users who write through the WeChat sandbox, and agents."""

from __future__ import annotations

import json
from typing import Any

from tests.support.cloud import Answer, Shop, call

SEND = "/cgi-bin/message/custom/send"
AGENT, OTHER = "agent-1", "agent-2"
USER = "o1"
ANSWER = "付款后 48 小时内发货，一般 3 天送到哦～"


def save_answer() -> None:
    entry = {"question": "什么时候发货？", "keywords": ["发货"], "answer": ANSWER}
    assert call("saveFaq", {"faqId": "faq-ship", **entry}, "operator-1", ("operator",)).ok


def agent(name: str, who: str = AGENT, /, **data: Any) -> Answer:
    return call(name, data, who, ("agent",))


def settle(**changes: Any) -> Any:
    answer = call("saveService", changes, "operator-1", ("operator",))
    assert answer.ok, answer.body
    return answer.body


def answer_in_wechat() -> None:
    """Agents answer in WeChat's own tool, and not in the shop's console."""
    answer = call("saveService", {"answerIn": "wechat"}, "operator-1", ("operator",))
    assert answer.ok, answer.body


class Chats:
    """The users of a shop, who write, and what they get."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.replies = 0

    def push(self, content: str = "", openid: str = USER, **more: Any) -> None:
        """A user writes, or does something else."""
        self.shop.clock.advance(1000)
        text = {"content": content} if content else {}
        pushed = self.shop.sandbox.post("/sandbox/push", {"openid": openid, **text, **more})
        assert pushed["status"] == 200, pushed

    def run(self) -> list[str]:
        """The bot answers what waits for it."""
        self.shop.clock.advance(1000)
        return self.shop.run_queue("support", "sendReply")

    def write(self, content: str, openid: str = USER) -> str:
        """A user writes; what the bot says, "" for nothing."""
        before = len(self.texts(openid))
        self.push(content, openid)
        assert self.run() == []
        (*_, reply) = ["", *self.texts(openid)[before:]]
        return reply

    def texts(self, openid: str = USER) -> list[str]:
        return [each["text"]["content"] for each in self.shop.sandbox.messages(openid)]

    def take(self, openid: str = USER, who: str = AGENT) -> str:
        """An agent takes the conversation; its token."""
        self.shop.clock.advance(1000)
        taken = agent("takeConversation", who, openid=openid)
        assert taken.ok, taken.body
        return str(taken["token"])

    def reply(
        self, token: str, text: str = "您好", openid: str = USER, who: str = AGENT, **more: Any
    ) -> Answer:
        """An agent replies, with a new id unless one is given."""
        self.shop.clock.advance(1000)
        self.replies += 1
        form = {"openid": openid, "token": token, "replyId": f"r-{self.replies}", "text": text}
        return agent("replyConversation", who, **form | more)

    def of(self, openid: str = USER, who: str = AGENT, **more: Any) -> Any:
        seen = agent("getConversation", who, openid=openid, **more)
        assert seen.ok, seen.body
        return seen.body

    def waiting(self, who: str = AGENT, which: str = "waiting", **more: Any) -> list[str]:
        """The users of a list, in its order."""
        page = agent("listConversations", who, which=which, **more)
        assert page.ok, page.body
        return [each["openid"] for each in page["items"]]


def item_of(shop: Shop, openid: str = USER) -> dict[str, Any]:
    """The conversation as it is stored."""
    (found,) = [
        each
        for each in shop.items("support")
        if (each["pk"], each["sk"]) == (f"user#{openid}", "conversation")
    ]
    return found


def stored(shop: Shop) -> str:
    """All that customer service has stored."""
    return json.dumps(shop.items("support"), ensure_ascii=False, default=str)
