"""Many callers at once, on ministack: one access token for all, one reply per message, one agent
per conversation."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.support import faq
from tests.support.cloud import Shop, handler, sqs_event
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.wechat import api, client, token

TOKEN = "/cgi-bin/stable_token"
SEND = "/cgi-bin/message/custom/send"
CALLERS = 32


@pytest.fixture(autouse=True)
def _clear_cached_token(engine: Shop) -> None:
    engine.sandbox.post("/sandbox/revoke", {})


def together(work: Any, count: int = CALLERS) -> list[Any]:
    """Call `work(i)` from `count` threads at the same moment."""
    start = threading.Barrier(count)

    def one(i: int) -> Any:
        start.wait()
        return work(i)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


class Process:
    """A process of a function that has no token in memory."""

    def token(self, refused: Any = None) -> str:
        return str(
            token._shared(refused.times_renewed + 1 if refused else 0, client.deadline()).token
        )


def test_many_callers_who_need_a_token_ask_wechat_once(engine: Shop):
    assert len(set(together(lambda i: Process().token()))) == 1
    assert engine.sandbox.calls(TOKEN) == 1


def test_a_token_that_is_due_is_renewed_by_one_caller_and_all_get_a_valid_one(engine: Shop):
    old = Process().token()
    engine.clock.advance(7200_000 - 200_000)  # WeChat has a new one, the old one is still valid
    engine.sandbox.fault(TOKEN, delay_ms=300)
    given = together(lambda i: Process().token())
    assert engine.sandbox.calls(TOKEN) == 2
    assert len(set(given) - {old}) == 1
    assert Process().token() != old


def test_nobody_gets_an_expired_token(engine: Shop):
    old = Process().token()
    engine.clock.advance(7200_000)
    given = together(lambda i: Process().token())
    assert old not in given and len(set(given)) == 1
    assert engine.sandbox.calls(TOKEN) == 2


def test_a_token_that_wechat_revoked_is_renewed_by_one_caller(engine: Shop):
    before = token.current(client.deadline())
    engine.sandbox.post("/sandbox/revoke", {})
    given = together(lambda i: Process().token(refused=before))
    assert len(set(given)) == 1 and before.token not in given
    assert engine.sandbox.calls(TOKEN) == 2


def test_a_caller_who_crashes_while_renewing_delays_the_others_for_seconds_only(engine: Shop):
    token._lease(token.AccessToken(), "a caller who crashed")
    try:
        Process().token()
    except Refusal as refusal:
        assert refusal.code.name == "WECHAT_TIMEOUT"
    else:
        raise AssertionError("there is no token yet")
    engine.clock.advance(token.LEASE + 1)
    assert Process().token()


def test_while_wechat_refuses_a_new_token_the_old_one_is_used_until_it_expires(engine: Shop):
    old = Process().token()
    engine.clock.advance(7200_000 - 200_000)
    engine.sandbox.fault(TOKEN, errcode=45009, times=100)
    assert Process().token() == old


def test_a_message_that_is_delivered_many_times_gets_one_reply(engine: Shop):
    faq.save("f", "什么时候发货？", ["发货"], "明天～")
    engine.sandbox.post("/sandbox/push", {"openid": "o1", "content": "什么时候发货", "times": 8})
    copies = engine.drain("support")
    assert len(copies) == 8
    together(lambda i: handler("sendReply")(sqs_event(copies[i % 8])), 16)
    while waiting := engine.drain("support"):
        handler("sendReply")(sqs_event(*waiting))
    assert engine.sandbox.calls(SEND) == 1


def test_many_messages_of_one_user_never_exceed_the_budget(engine: Shop):
    faq.save("f", "什么时候发货？", ["发货"], "明天～")
    for _ in range(12):
        engine.sandbox.post("/sandbox/push", {"openid": "o1", "content": "什么时候发货"})
    messages = engine.drain("support")
    engine.clock.advance(1000)
    together(lambda i: handler("sendReply")(sqs_event(messages[i])), 12)
    calls = engine.sandbox.get(f"/sandbox/calls?path={SEND}")["calls"]
    assert {call["errcode"] for call in calls} == {0}
    assert len(calls) <= 5


def test_with_a_token_in_memory_a_message_costs_one_call_to_wechat_and_no_read(engine: Shop):
    engine.sandbox.post("/sandbox/push", {"openid": "o1", "content": "x"})
    api.get_ready()
    before = engine.sandbox.calls(SEND)
    with engine.units() as used:
        from wxcloud.wechat import messages

        messages.send_text("o1", "好")
    assert used.calls == [] and engine.sandbox.calls(SEND) == before + 1
    assert clock.now() == engine.clock.now
