"""Only the WeChat sandbox on this machine can move the shop's clock."""

from __future__ import annotations

import pytest

from tests.support.cloud import Shop
from wxcloud import clock

NOON = 1_795_320_000_000
HERE = "http://127.0.0.1:4566"


@pytest.fixture
def moved(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop whose sandbox clock is one hour ahead. The test sets CLOCK_URL itself."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", HERE)
    shop.clock.set(NOON)
    shop.sandbox.post("/sandbox/clock", {"offset_ms": clock.HOUR})
    yield shop
    shop.sandbox.post("/sandbox/clock", {"offset_ms": 0})
    clock.set_clock(None)


def read_clock() -> int:
    clock.sync()
    return clock.now()


def test_the_sandbox_moves_the_clock_of_the_local_stack(moved: Shop) -> None:
    moved.set(CLOCK_URL=f"{moved.sandbox.url}/sandbox/clock")
    assert read_clock() == NOON + clock.HOUR
    assert clock.wall(NOON + clock.HOUR) == NOON  # timers use the real time


@pytest.mark.parametrize(
    ("endpoint", "clock_host"),
    [("", ""), ("https://dynamodb.us-east-1.amazonaws.com", ""), (HERE, "http://clock.example")],
)
def test_the_clock_of_a_deployed_stage_cannot_be_moved(
    moved: Shop, endpoint: str, clock_host: str
) -> None:
    url = f"{clock_host or moved.sandbox.url}/sandbox/clock"
    moved.set(AWS_ENDPOINT_URL=endpoint, CLOCK_URL=url)
    assert not clock.movable()
    assert read_clock() == NOON


def test_the_clock_keeps_its_offset_while_the_sandbox_is_down(moved: Shop) -> None:
    moved.set(CLOCK_URL=f"{moved.sandbox.url}/sandbox/clock")
    assert read_clock() == NOON + clock.HOUR
    moved.set(CLOCK_URL="http://127.0.0.1:1/sandbox/clock")
    assert read_clock() == NOON + clock.HOUR
