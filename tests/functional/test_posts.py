"""Posting to connections: our own client does what botocore's does."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.support.viewers import Viewers
from wxcloud import posts
from wxcloud.posts import Posted


@pytest.fixture(params=["own", "botocore"])
def viewers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Viewers]:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setenv("STORE_CLIENT", request.param)
    with Viewers() as endpoint:
        monkeypatch.setenv("WEBSOCKET_ENDPOINT", endpoint.url)
        yield endpoint


def test_a_message_arrives_as_it_is(viewers: Viewers) -> None:
    odd = "L0SM9cOFvHcCIhw="
    posts.warm_up()
    assert posts.post(odd, '{"title": "红茶"}'.encode()) is Posted.DONE
    assert viewers.received_by(odd) == [{"title": "红茶"}]


def test_a_connection_that_is_gone_is_not_tried_again(viewers: Viewers) -> None:
    viewers.gone.add("c1")
    assert posts.post("c1", b"{}") is Posted.GONE
    assert viewers.tries["c1"] == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_may_pass_is_tried_three_times(viewers: Viewers, status: int) -> None:
    viewers.failing["c1"] = status
    assert posts.post("c1", b"{}") is Posted.FAILED
    assert viewers.tries["c1"] == 3


def test_what_is_throttled_says_so_and_is_tried_once(viewers: Viewers) -> None:
    """How to wait is left to whoever posts."""
    viewers.failing["c1"] = 429
    assert posts.post("c1", b"{}") is Posted.THROTTLED
    assert viewers.tries["c1"] == 1


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_does_not_pass_is_tried_once(viewers: Viewers, status: int) -> None:
    viewers.failing["c1"] = status
    assert posts.post("c1", b"{}") is Posted.FAILED
    assert viewers.tries["c1"] == 1


def test_an_endpoint_that_does_not_answer_fails(
    viewers: Viewers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBSOCKET_ENDPOINT", "http://127.0.0.1:9/live")
    assert posts.post("c1", b"{}") is Posted.FAILED


def test_one_client_serves_many_threads(viewers: Viewers) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(lambda n: posts.post(f"c{n}", b"{}"), range(300)))
    assert set(found) == {Posted.DONE}
    assert all(viewers.received_by(f"c{n}") == [{}] for n in range(300))
