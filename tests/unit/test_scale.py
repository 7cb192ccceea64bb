"""The models of scale run, and docs/scale.md has their tables."""

from __future__ import annotations

import re

import pytest

from bench.scale import __main__ as scale
from bench.scale import room, rush
from bench.scale.room import Room
from bench.scale.rush import Sale

AT_ONCE = ("limits", "joining", "hour", "group", "day")


@pytest.mark.parametrize("page", scale.PAGES, ids=["en", "zh"])
def test_the_page_has_the_tables_of_the_models(page) -> None:
    text = page.read_text()
    assert re.findall(r"<!-- (\w+) -->", text) == list(scale.TABLES)
    for name in AT_ONCE:
        assert scale.written(text, name, scale.TABLES[name](1.0)) == text, (
            "run python -m bench.scale --write"
        )


def test_all_models_run_at_a_small_share(capsys: pytest.CaptureFixture[str]) -> None:
    assert scale.main(["--share", "0.001"]) == 0
    printed = capsys.readouterr().out
    assert all(f"{name}\n|" in printed for name in scale.TABLES)


def test_a_small_room_is_reached_whole_and_a_smaller_quota_takes_longer() -> None:
    found = room.push(Room(2_000, 4))
    slow = room.push(Room(20_000, 4, requests=1_000))
    assert (found.lost, slow.lost) == (0, 0)
    assert slow.throttled and slow.last_s > (20_000 - 5_000) / 1_000


def test_a_sale_sells_all_units_once() -> None:
    found = rush.sell(Sale(buyers=2_000, units=100, shards=4))
    assert (found.orders, found.stranded) == (100, 0)
    assert found.orders + found.sold_out + found.busy + found.away == 2_000
