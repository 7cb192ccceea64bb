"""Readers page through the feed while operators insert, re-rank and hide goods, on ministack."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.catalog import feed, goods, saving, shelf
from tests.support.cloud import Shop, call

OPERATOR = ("operator",)
READERS, WRITERS, ROUNDS = 4, 3, 12


def save(goods_id: str, **fields: Any) -> None:
    form = {
        "goodsId": goods_id,
        "title": "红茶",
        "cover": "https://img.example.com/tea.png",
        "price": 1,
        "category": "tea",
        "rank": 1,
        "stock": 1,
        **fields,
    }
    answer = call("saveGoods", form, "operator-1", OPERATOR)
    assert answer.ok, answer


def read_all_pages(limit: int, category: str | None) -> list[str]:
    found: list[str] = []
    asked: dict[str, Any] = {"limit": limit, **({"category": category} if category else {})}
    while True:
        answer = call("listGoods", asked, "")
        assert answer.ok, answer
        found += [item["goodsId"] for item in answer["items"]]
        if answer["cursor"] is None:
            return found
        asked["cursor"] = answer["cursor"]


def operate(seed: int, over: threading.Event, stay: list[str], blink: list[str]) -> None:
    chance, new = random.Random(seed), 0
    while not over.is_set():
        rank = chance.randrange(20)
        what = chance.randrange(6)
        if what == 0 and new < 10:
            new += 1
            save(f"new-{seed}-{new}", rank=rank)
        elif what == 1:
            save(chance.choice(blink), rank=rank, hidden=chance.random() < 0.5)
        else:
            save(chance.choice(stay), rank=rank)


def test_a_reader_sees_all_shown_goods_once_while_operators_change_the_order(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stay = [f"stay-{i}" for i in range(8)]  # re-ranked all the time, never hidden
    blink = [f"blink-{i}" for i in range(3)]  # hidden and shown, and re-ranked
    for goods_id in stay + blink:
        save(goods_id, rank=random.randrange(20))
    monkeypatch.setattr(saving, "DEADLINE_S", 60.0)  # do not fail on a slow machine
    monkeypatch.setattr(feed._first_pages, "seconds", 0.0)
    publish, dice = shelf.publish, random.Random(1)

    def sometimes_stop(name: str, version: int) -> None:
        if dice.random() < 0.2:
            return  # the operator's call stops here, before it publishes its version
        publish(name, version)

    monkeypatch.setattr(shelf, "publish", sometimes_stop)
    over = threading.Event()

    def read(seed: int) -> None:
        for turn in range(ROUNDS):
            seen = read_all_pages(1 + (seed + turn) % 5, "tea" if turn % 2 else None)
            assert len(seen) == len(set(seen)), f"shown twice: {seen}"
            assert set(stay) <= set(seen), f"skipped: {set(stay) - set(seen)}"

    with ThreadPoolExecutor(READERS + WRITERS) as pool:
        writers = [pool.submit(operate, seed, over, stay, blink) for seed in range(WRITERS)]
        try:
            for reader in [pool.submit(read, seed) for seed in range(READERS)]:
                reader.result()
        finally:
            over.set()
        for writer in writers:
            writer.result()


def test_a_version_is_published_when_it_and_the_one_before_are_complete(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two operators re-rank at once. One stops before publishing; the other publishes both."""
    monkeypatch.setattr(feed._first_pages, "seconds", 0.0)
    for rank, goods_id in enumerate(("a", "b", "c"), 1):
        save(goods_id, rank=rank)
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "publish", lambda name, version: None)
        save("a", rank=4)
    assert read_all_pages(9, None) == ["a", "b", "c"], "the new version is not published yet"
    first = call("listGoods", {"limit": 1}, "")
    save("b", rank=5)
    assert read_all_pages(9, None) == ["c", "a", "b"]
    rest = call("listGoods", {"limit": 9, "cursor": first["cursor"]}, "")
    assert [item["goodsId"] for item in rest["items"]] == ["b", "c"]


def test_two_versions_of_a_shelf_are_never_created_at_the_same_time(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    save("a", rank=1)
    save("b", rank=2)
    last_version, raced = shelf.last_version, []

    def read_then_lose_the_race(name: str) -> int:
        version = last_version(name)
        if not raced:
            raced.append(name)
            monkeypatch.setattr(shelf, "last_version", last_version)
            with ThreadPoolExecutor(1) as other:
                other.submit(save, "b", rank=9).result()
        return version

    monkeypatch.setattr(shelf, "last_version", read_then_lose_the_race)
    save("a", rank=5)
    marks = {i["pk"]: i["version"] for i in engine.items("goods") if i["sk"] == "!"}
    assert set(marks.values()) == {2}, "the slower writer starts again with the next version"
    assert [i["since"] for i in engine.items("goods") if i.get("card") and i["goodsId"] == "a"] == [
        2,
        2,
    ]


def test_two_operators_saving_the_same_goods_leave_one_place_on_each_shelf(engine: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: save("tea-1", rank=i, category=f"c{i % 2}"), range(8)))
    now = goods.get("tea-1")
    assert now is not None
    standing = [
        item for item in engine.items("goods") if item["pk"].startswith("shelf#") and "card" in item
    ]
    assert {item["pk"]: item["sk"] for item in standing} == now.places
    assert len(standing) == 2
    assert read_all_pages(50, None) == read_all_pages(50, now.category) == ["tea-1"]
