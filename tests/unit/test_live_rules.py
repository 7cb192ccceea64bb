"""The rules of live rooms and of the times of a push, as functions of values."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.live import rooms, rules, timing
from shop.live.messages import GoodsPushMessage, NoGoods, Pong, PushedGoods
from wxcloud.clock import DAY, HOUR, MINUTE, SECOND
from wxcloud.queues import MAX_DELAY_S

NOW = 1_795_305_600_000
times = st.integers(min_value=NOW - timing.TOLERANCE, max_value=NOW + timing.FARTHEST)


# --- permissions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("room_host", "ends_at", "refusal"),
    [
        (None, None, None),
        ("me", None, None),
        ("me", NOW, None),
        (None, NOW - 1, rules.LIVE_ENDED),
        ("me", NOW - 1, rules.LIVE_ENDED),
        ("other", None, rules.NOT_YOUR_LIVE),
        ("other", NOW - 1, rules.NOT_YOUR_LIVE),
    ],
)
def test_a_host_may_push_to_a_room_of_their_own_until_its_end(
    room_host: str | None, ends_at: int | None, refusal: object
) -> None:
    assert rules.push_refusal(room_host, ends_at, rules.Caller("me"), NOW) is refusal


def test_every_host_may_push_to_a_room_that_does_not_exist_yet() -> None:
    assert rooms.push_refusal(None, rules.Caller("me"), NOW) is None


@pytest.mark.parametrize(
    ("status", "repeat", "cancel"),
    [
        ("SCHEDULED", None, None),
        ("PUSHED", None, rules.PUSH_GONE_OUT),
        ("CANCELLED", rules.PUSH_CANCELLED, None),
    ],
)
def test_a_push_is_repeated_until_it_is_cancelled_and_cancelled_until_it_is_made(
    status: str, repeat: object, cancel: object
) -> None:
    assert rules.repeat_refusal(status) is repeat
    assert rules.cancel_refusal(status) is cancel


@pytest.mark.parametrize("room_host", [None, rules.THE_SHOP, "me", "other"])
def test_an_operator_uses_every_room_and_a_host_their_own_and_those_of_nobody(
    room_host: str | None,
) -> None:
    for is_host in (True, False):
        assert rules.Caller("me", is_host=is_host, is_operator=True).may_use(room_host)
    assert rules.Caller("me").may_use(room_host) is (room_host in (None, "me"))


@pytest.mark.parametrize(
    ("status", "sent_at", "is_finished"),
    [
        ("SCHEDULED", None, False),
        ("PUSHED", None, False),
        ("PUSHED", NOW, True),
        ("CANCELLED", None, True),
    ],
)
def test_a_push_is_finished_when_it_is_sent_to_all_shards_or_cancelled(
    status: str, sent_at: int | None, is_finished: bool
) -> None:
    assert rules.is_finished(status, sent_at) is is_finished


@given(st.text(), st.integers(1, 64))
def test_a_connection_is_always_in_the_same_shard_of_the_room(connection: str, shards: int) -> None:
    shard = rules.shard_of(connection, shards)
    assert 0 <= shard < shards and shard == rules.shard_of(connection, shards)


def test_connections_spread_evenly_over_the_shards() -> None:
    counts = Counter(rules.shard_of(f"L0SM9cOFvHcCIhw={number}", 8) for number in range(8000))
    assert len(counts) == 8 and min(counts.values()) > 900 and max(counts.values()) < 1100


# --- times ---------------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=2 * NOW))
def test_a_time_to_push_is_past_or_too_far_or_neither(fire_at: int) -> None:
    allowed = NOW - 2 * SECOND <= fire_at <= NOW + 366 * DAY
    assert allowed is not (timing.is_past(fire_at, NOW) or timing.is_too_far(fire_at, NOW))


@given(times, st.integers(0, MINUTE))
def test_a_timer_is_never_too_late_for_a_far_push(fire_at: int, late: int) -> None:
    """A timer fires up to a minute late; then the queue still delivers the push in time."""
    timer_at = timing.timer_at(fire_at, NOW)
    assert timer_at > NOW - timing.TOLERANCE
    if timing.is_near(fire_at, NOW):
        assert timer_at == fire_at + timing.NET
    else:
        fired = timer_at + late
        assert fired + timing.queue_delay_s(fire_at, fired) * SECOND <= fire_at - timing.LEAD


@given(times)
def test_the_queue_never_delivers_a_push_late_and_never_waits_longer_than_it_can(
    fire_at: int,
) -> None:
    delay_s = timing.queue_delay_s(fire_at, NOW)
    arrives = NOW + delay_s * SECOND
    assert 0 <= delay_s <= MAX_DELAY_S
    assert arrives <= max(NOW, fire_at - timing.LEAD)
    if delay_s < MAX_DELAY_S:
        assert not timing.is_early(fire_at, arrives), "the push is made at this delivery"


@given(times, st.integers(1, 3600))
def test_a_late_push_is_shown_as_long_as_one_in_time(fire_at: int, seconds: int) -> None:
    ends_at = timing.bubble_ends_at(fire_at, NOW, seconds)
    assert ends_at - max(fire_at, NOW) == seconds * SECOND


@pytest.mark.parametrize(("left", "can"), [(0, False), (500, False), (501, True), (2000, True)])
def test_deliver_goods_is_warmed_up_if_there_is_time(left: int, can: bool) -> None:
    assert timing.can_warm_up(NOW + left, NOW) is can


def test_a_failed_post_is_retried_four_times_with_growing_pauses() -> None:
    assert [timing.retry_delay_s(attempt) for attempt in range(1, 7)] == [1, 2, 4, 8, None, None]


def test_a_connection_may_be_opening_for_ten_seconds() -> None:
    assert timing.is_opening(NOW, NOW) and timing.is_opening(NOW, NOW + 10 * SECOND)
    assert not timing.is_opening(NOW, NOW + 10 * SECOND + 1)
    assert timing.CONNECTION_LIFE > 2 * HOUR, "API Gateway closes a connection after two hours"


# --- messages ------------------------------------------------------------------------------------


def test_the_json_of_the_messages_that_viewers_get() -> None:
    goods = PushedGoods(goodsId="tea", title="红茶", cover="/tea.png", price=1, stock=0)
    push = GoodsPushMessage(
        pushId="p", liveId="l", goods=goods, at=2, bubbleEndsAt=3, left=4, now=5
    )
    text = (
        '{"type":"goodsPush","pushId":"p","liveId":"l","goods":{"goodsId":"tea","title":"红茶",'
        '"cover":"/tea.png","price":1,"stock":0},"at":2,"bubbleEndsAt":3,"left":4,"now":5}'
    )
    assert msgspec.json.encode(push).decode() == text
    assert msgspec.json.decode(text, type=GoodsPushMessage | NoGoods | Pong) == push
    assert msgspec.json.encode(NoGoods(now=6)) == b'{"type":"noGoods","now":6}'
    assert msgspec.json.encode(Pong(at=1)) == b'{"type":"pong","at":1}'
