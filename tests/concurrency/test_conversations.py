"""Customer service under real concurrency, and the units that it costs."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.service import AGENT, ANSWER, OTHER, USER, Chats, agent, save_answer

RACES = 500


@pytest.fixture
def chats(engine: Shop) -> Iterator[Chats]:
    save_answer()
    yield Chats(engine)


def test_after_a_takeover_not_one_text_of_the_bot_goes_out(chats: Chats) -> None:
    """The bot's reply is queued, and an agent takes the conversation at any moment of its way. What
    the user has when the agent's call returns is all that the bot ever says."""
    chance = random.Random(7)
    users = [f"user-{n}" for n in range(RACES)]
    for user in users:
        chats.shop.sandbox.post("/sandbox/push", {"openid": user, "content": "什么时候发货"})
    chats.shop.clock.advance(1000)
    queued = {said["openid"]: said for said in chats.shop.drain("support")}
    taken: dict[str, list[str]] = {}

    def take(user: str, late_s: float) -> None:
        time.sleep(late_s)
        answer = agent("takeConversation", openid=user)
        assert answer.ok, answer.body
        taken[user] = chats.texts(user)

    def answer(user: str, late_s: float) -> None:
        time.sleep(late_s)
        outcome = handler("sendReply")(sqs_event(queued[user]), LambdaContext())
        assert outcome == {"batchItemFailures": []}

    with ThreadPoolExecutor(8) as pool:
        for user in users:
            racing = [
                pool.submit(take, user, chance.uniform(0, 0.04)),
                pool.submit(answer, user, chance.uniform(0, 0.04)),
            ]
            for each in racing:
                each.result()
    said = {user: chats.texts(user) for user in users}
    assert said == taken
    answered = sum(texts == [ANSWER] for texts in said.values())
    assert 0 < answered < RACES  # the agent came before the bot, and after it
    assert sum(map(len, said.values())) == answered


def test_of_many_agents_one_takes_the_conversation(chats: Chats) -> None:
    chats.write("转人工")
    with ThreadPoolExecutor(8) as pool:
        names = [f"agent-{n}" for n in range(8)]
        codes = list(pool.map(lambda who: agent("takeConversation", who, openid=USER).code, names))
    assert sorted(codes) == ["CONVERSATION_TAKEN"] * 7 + ["OK"]


def test_a_reply_sent_many_times_at_once_is_sent_once(chats: Chats) -> None:
    chats.write("转人工")
    token = chats.take()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: chats.reply(token, replyId="mine"), range(16)))
    assert all(answer.ok for answer in answers)
    assert len(chats.texts()) == 2
    assert {answer["replies"]["left"] for answer in answers} == {3}


def test_five_replies_at_once_leave_the_last_one_for_a_note(chats: Chats) -> None:
    chats.write("转人工")
    token = chats.take()
    chats.write("在吗")
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: chats.reply(token).code, range(8)))
    assert sorted(codes) == ["LAST_REPLY_KEPT"] * 4 + ["OK"] * 4


def test_an_agent_and_another_one_for_a_late_conversation(chats: Chats) -> None:
    """Either the first agent's reply was kept before the other one took it, or it is refused."""
    for n in range(20):
        user = f"user-{n}"
        chats.write("转人工", user)
        token = chats.take(user)
        chats.shop.clock.advance(11 * 60_000)
        with ThreadPoolExecutor(2) as pool:
            reply = pool.submit(chats.reply, token, "来了", user)
            other = pool.submit(agent, "takeConversation", OTHER, openid=user)
        replied, took = reply.result(), other.result()
        assert (replied.code, took.code) in [
            ("OK", "CONVERSATION_TAKEN"),
            ("CONVERSATION_NOT_YOURS", "OK"),
        ]
        assert chats.texts(user)[1:] == (["来了"] if replied.ok else [])


# --- units ---------------------------------------------------------------------------------------


def test_units_of_a_message(chats: Chats) -> None:
    """The message with its answer and the conversation in one transaction, and a write that says
    that the answer is sent: one more than without agents."""
    chats.write("什么时候发货")
    chats.push("什么时候发货")
    with chats.shop.units() as used:
        chats.run()
    assert (used.write, used.read) == (5, 1)


def test_units_of_handing_over_and_of_a_message_to_an_agent(chats: Chats) -> None:
    chats.write("什么时候发货")
    chats.push("转人工")
    with chats.shop.units() as used:
        chats.run()
    assert (used.write, used.read) == (6, 1)  # and its place in the queue
    chats.push("在吗")
    with chats.shop.units() as used:
        chats.run()
    assert (used.write, used.read) == (2, 1)
    with chats.shop.units() as used:
        token = chats.take()
    assert used.write == 5  # and the agent's list
    with chats.shop.units() as used:
        assert chats.reply(token).ok
    assert (used.write, used.read) == (5, 1.5)  # it leaves the queue
    chats.push("好的")
    with chats.shop.units() as used:
        chats.run()
    assert (used.write, used.read) == (3, 1)  # it waits again
    with chats.shop.units() as used:
        assert agent("releaseConversation", openid=USER).ok
    assert used.write == 6


def test_a_page_costs_the_same_however_many_wait(chats: Chats) -> None:
    def cost(which: str) -> tuple[float, int]:
        with chats.shop.units() as used:
            page = agent("listConversations", which=which, limit=20)
        assert len(page["items"]) == 20 and page["cursor"] is not None
        return used.read, len(used.calls)

    few = 25
    for n in range(few):
        chats.write("转人工", f"user-{n}")
    before = cost("waiting")
    _more_wait(chats.shop, 400)
    assert cost("waiting") == before
    assert before[0] <= 1.5 + 20


def test_a_page_of_messages_costs_the_same_however_many_there_are(chats: Chats) -> None:
    def cost() -> float:
        with chats.shop.units() as used:
            page = call("getConversation", {"openid": USER, "limit": 20}, AGENT, ("agent",))
        assert page.ok and page["cursor"] is not None
        return used.read

    for _ in range(25):
        chats.push("什么时候发货")
    chats.run()
    before = cost()
    for _ in range(100):
        chats.push("什么时候发货")
    chats.run()
    assert cost() <= before + 1
    assert before <= 6


def _more_wait(shop: Shop, many: int) -> None:
    """Users who wait, as the bot would have written them."""
    from shop.support import conversations
    from wxcloud import clock
    from wxcloud.transaction import commit_one

    def wait(n: int) -> Any:
        talk = conversations.load(f"more-{n}")
        talk.hand_over(clock.now() + n, in_queue=True, is_open=True)
        return commit_one(conversations.write(talk))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(wait, range(many)))
