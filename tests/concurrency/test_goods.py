"""Saving, changing and searching goods at once, and what it costs, on ministack."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shop.catalog import goods, postings, saving, search, titles
from shop.catalog.goods import Goods, GoodsForm, Variant
from tests.support.cloud import Answer, Shop, call
from wxcloud.ids import new_id

OPERATOR = ("operator",)
TITLES = ["红茶", "红茶礼盒", "绿茶", "茶具"]


def save(goods_id: str, title: str, **fields: Any) -> Answer:
    form = {
        "goodsId": goods_id,
        "title": title,
        "cover": "https://img.example.com/tea.png",
        "price": 1,
        "category": "tea",
        "rank": 1,
        "stock": 1,
        **fields,
    }
    return call("saveGoods", form, "operator-1", OPERATOR)


def patch(goods_id: str, revision: int, **fields: Any) -> Answer:
    form = {"goodsId": goods_id, "revision": revision, **fields}
    return call("patchGoods", form, "operator-1", OPERATOR)


def find(text: str) -> list[dict[str, Any]]:
    answer = call("searchGoods", {"text": text, "limit": 50}, "")
    assert answer.ok, answer
    return list(answer["items"])


def written(shop: Shop) -> set[tuple[str, str]]:
    items = [item for item in shop.items("goods") if item["pk"].startswith("found#")]
    return {(item["goodsId"], item["text"]) for item in items}


def test_of_many_patches_of_one_revision_one_wins(engine: Shop) -> None:
    assert save("tea", "红茶").ok
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: patch("tea", 1, price=100 + n), range(8)))
    assert sorted(answer.code for answer in answers) == ["GOODS_CHANGED"] * 7 + ["OK"]
    (won,) = (n for n, answer in enumerate(answers) if answer.ok)
    page = call("getGoods", {"goodsId": "tea"}, "")
    assert (page["price"], page["skus"][0]["price"], page["revision"]) == (100 + won,) * 2 + (2,)


def test_a_search_shows_true_titles_while_operators_rename_and_hide(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "DEADLINE_S", 60.0)  # do not fail on a slow machine
    monkeypatch.setattr(search._first_pages, "seconds", 0.0)
    for n in range(4):
        assert save(f"g{n}", TITLES[n]).ok
    assert save("stays", "大红茶壶").ok
    over = threading.Event()

    def rename(seed: int) -> None:
        dice = random.Random(seed)
        while not over.is_set():
            hidden = dice.random() < 0.3
            assert save(f"g{dice.randrange(4)}", dice.choice(TITLES), hidden=hidden).ok

    def look(seed: int) -> None:
        for n in range(12):
            text = ["茶", "红茶", "茶具", "礼盒"][(seed + n) % 4]
            found = find(text)
            assert all(text in each["title"] for each in found)
            ids = [each["goodsId"] for each in found]
            assert len(ids) == len(set(ids)), "found twice"
            assert ("stays" in ids) is (text in "大红茶壶")

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(rename, seed) for seed in range(3)]
        try:
            for reader in [pool.submit(look, seed) for seed in range(3)]:
                reader.result()
        finally:
            over.set()
        for writer in writers:
            writer.result()
    engine.clock.advance(postings.ABANDONED + 1)
    for n in range(4):
        now = goods.get(f"g{n}")
        assert now is not None
        assert patch(f"g{n}", now.revision).ok
    shown = [goods.get(f"g{n}") for n in range(4)]
    expected = {(each.goodsId, each.title) for each in shown if each and each.is_shown}
    assert written(engine) == expected | {("stays", "大红茶壶")}, "nothing is left behind"


def test_what_saving_and_changing_costs(engine: Shop) -> None:
    """Goods of one SKU: the goods, two places and the SKU are four items of a transaction. A title
    of two characters has two postings, and a note that they were written. Goods that are hidden are
    in a list of their own."""

    def units(answer: Any) -> float:
        with engine.units() as used:
            assert answer().ok
        return used.write

    whole, title = 4 * 2, 1 + 2 * 2
    assert units(lambda: save("tea", "红茶")) == whole + title
    assert units(lambda: save("tea", "红茶")) == whole
    assert units(lambda: save("tea", "绿茶")) == whole + 2 * title
    assert units(lambda: patch("tea", 3, price=2)) == whole
    assert units(lambda: patch("tea", 4, description="浅烘")) == 2 * 2
    assert units(lambda: patch("tea", 5, delivery="pickup")) == 2 * 2
    assert units(lambda: patch("tea", 6)) == 1
    listed = 2
    assert units(lambda: patch("tea", 7, hidden=True)) == whole + title + listed
    assert units(lambda: patch("tea", 8, hidden=False)) == whole + title + listed


def write_many(goods_ids: range) -> None:
    """Goods as saveGoods writes them, but without their places and SKUs: a thousand in a second or
    two. Only the postings that the searches below can read are written."""
    with Goods.batch_write() as heads, postings.Posting.batch_write() as endings:
        for number in goods_ids:
            goods_id, title = f"g{number}", f"云南红茶 {number}号"
            form = GoodsForm(title=title, cover="c", price=1, category="c", rank=number, stock=1)
            sku = Variant(skuId=goods_id, title=title, price=1, stock=1, shards=1)
            one = Goods.new(goods_id, form, [sku], {}, now=1, old=None)
            one.titleKey = new_id()
            heads.save(one)
            for each in postings._postings(goods_id, one.titleKey, titles.fold(title)):
                if each.sk[0] in "红茶":
                    endings.save(each)


def test_a_search_costs_the_same_however_many_goods_there_are(engine: Shop) -> None:
    costs: list[list[Any]] = []
    for numbers in (range(100), range(100, 1000)):
        write_many(numbers)
        search.forget()
        costs.append([])
        for text in ("茶", "红茶", "红茶 号", "红茶 99", "没有"):
            with engine.units() as used:
                found = find_some(text)
            costs[-1].append((text, len(found), used.calls))
    few, many = costs
    assert few == many
    assert [calls for _, _, calls in many][:2] == [["Query", "BatchGetItem"]] * 2


def find_some(text: str) -> list[Any]:
    answer = call("searchGoods", {"text": text, "limit": 10}, "")
    assert answer.ok, answer
    return list(answer["items"])
