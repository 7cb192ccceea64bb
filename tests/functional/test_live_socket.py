"""The WebSocket of a live room: connect, send messages, disconnect."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.cloud import START, Shop, token
from tests.support.live import (
    call_socket,
    delay_queue_event,
    deliver_pushes,
    join,
    live_shop,
    push_goods,
    push_now,
    run_due_pushes,
    schedule_push,
    timeline,
)
from wxcloud.clock import DAY, MINUTE, SECOND


@pytest.fixture
def live(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with live_shop(shop, monkeypatch) as stage:
        yield stage


# --- the socket ----------------------------------------------------------------------------------


def test_a_viewer_who_connects_later_gets_the_goods_on_show(live: Shop) -> None:
    first, second = push_now(live), push_now(live)
    deliver_pushes(live)
    join(live, "late"), join(live, "elsewhere", "live-2")
    deliver_pushes(live)
    assert first != second
    assert [p["pushId"] for p in live.viewers.received_by("late")] == [second]
    assert live.viewers.received_by("elsewhere") == []


def test_an_earlier_push_that_is_made_late_does_not_replace_a_later_one(live: Shop) -> None:
    schedule_push(START + 5 * SECOND)
    (early,) = live.drain("push_due")
    later = schedule_push(START + 6 * SECOND)
    run_due_pushes(live, START + 6 * SECOND)
    push_goods(delay_queue_event(early))
    assert {item["status"] for item in timeline()} == {"PUSHED"}
    join(live, "c1")
    assert call_socket("MESSAGE", body='{"action": "current"}')[1]["pushId"] == later


def test_a_viewer_needs_a_session_to_connect(live: Shop) -> None:
    room = {"liveId": "live-1"}
    assert call_socket("CONNECT", query=room)[0] == 401
    assert call_socket("CONNECT", query={**room, "token": "forged"})[0] == 401
    assert (
        call_socket("CONNECT", query=room, headers={"Authorization": f"Basic {token('u')}"})[0]
        == 401
    )
    assert call_socket("CONNECT", query=None)[0] == 401
    assert live.items("connections") == []
    assert (
        call_socket("CONNECT", query=room, headers={"Authorization": f"Bearer {token('u')}"})[0]
        == 200
    )
    expired = token("u")
    live.clock.advance(DAY)
    assert call_socket("CONNECT", query={**room, "token": expired})[0] == 401


def test_a_viewer_must_name_a_room(live: Shop) -> None:
    for live_id in (None, "", "a b", "x" * 65, "live#1", "直播"):
        query = {"token": token("u")} | ({} if live_id is None else {"liveId": live_id})
        code, body = call_socket("CONNECT", query=query)
        assert (code, body["errCode"], body["field"]) == (400, "BAD_REQUEST", "liveId"), live_id


def test_a_viewer_may_send_a_ping_and_ask_for_the_goods_on_show(live: Shop) -> None:
    join(live, "c1")
    assert call_socket("MESSAGE", body='{"action": "ping"}') == (200, {"type": "pong", "at": START})
    assert call_socket("MESSAGE", body='{"action": "current"}') == (
        200,
        {"type": "noGoods", "now": START},
    )
    push = push_now(live)
    assert call_socket("MESSAGE", body='{"action": "current"}')[1]["pushId"] == push
    nowhere = call_socket("MESSAGE", "stranger", body='{"action": "current"}')
    assert (nowhere[0], nowhere[1]["errCode"]) == (200, "NOT_CONNECTED")


def test_a_message_that_is_not_valid_gets_an_answer_that_says_what_is_wrong(live: Shop) -> None:
    join(live, "c1")
    odd = ["", "hello", "[]", "null", "{}", '{"action": "shout"}', '{"action": 1}', "[" * 900]
    odd += ['{"action": "ping", "more": 1}', '{"action": "' + "x" * 1100 + '"}', "\udcff"]
    for body in odd:
        code, answer = call_socket("MESSAGE", body=body)
        assert (code, answer["errCode"]) == (200, "BAD_REQUEST"), body
        assert answer["errMsg"] and "requestId" in answer


def test_a_viewer_who_disconnects_is_forgotten(live: Shop) -> None:
    join(live, "c1"), join(live, "c2")
    (item, _) = live.items("connections")
    assert item["ttl"] * 1000 > START + 2 * 60 * MINUTE, "longer than API Gateway keeps a socket"
    assert call_socket("DISCONNECT", "c1")[0] == 200
    assert call_socket("DISCONNECT", "c1")[0] == 200
    assert [item["connectionId"] for item in live.items("connections")] == ["c2"]
