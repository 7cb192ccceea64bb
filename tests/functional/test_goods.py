"""saveGoods, getGoods, listGoods: buyers see the goods as operators save them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.cloud import Answer, Shop, call, direct

OPERATOR = ("operator",)
TEA = {
    "title": "红茶",
    "cover": "https://img.example.com/tea.png",
    "price": 8800,
    "category": "tea",
    "rank": 1,
    "stock": 10,
}
numbers = itertools.count()


def save(**fields: Any) -> Answer:
    return call("saveGoods", {**TEA, **fields}, "operator-1", OPERATOR)


def ids(answer: Answer) -> list[str]:
    assert answer.ok, answer
    return [item["goodsId"] for item in answer["items"]]


def pages(limit: int, **filters: Any) -> list[str]:
    """All goods, page by page."""
    found, cursor = [], None
    while True:
        asked = {"limit": limit, **filters, **({"cursor": cursor} if cursor else {})}
        answer = call("listGoods", asked, "")
        found += ids(answer)
        cursor = answer["cursor"]
        if cursor is None:
            return found
        assert len(answer["items"]) == limit, "a page in the middle is full"


def test_goods_are_shown_as_they_were_saved(shop: Shop) -> None:
    group = {"size": 3, "hours": 24, "price": 6600}
    goods_id = save(group=group)["goodsId"]
    shown = {**TEA, "goodsId": goods_id, "group": group}
    got = call("getGoods", {"goodsId": goods_id}, "").body
    assert shown.items() <= got.items()
    (sku,) = got["skus"]
    assert (sku["skuId"], sku["remaining"]) == (goods_id, TEA["stock"])
    (card,) = call("listGoods", {}, "")["items"]
    assert card.pop("skus") == [{name: sku[name] for name in ("skuId", "title", "price", "stock")}]
    assert card.items() <= got.items()
    assert direct("getGoods", {"goodsId": goods_id})["title"] == got["title"]


def test_saving_with_an_id_makes_the_goods_and_then_replaces_them(shop: Shop) -> None:
    assert save(goodsId="tea-1", group={"size": 2, "hours": 1, "price": 1})["goodsId"] == "tea-1"
    assert save(goodsId="tea-1", price=1)["goodsId"] == "tea-1"
    (item,) = call("listGoods", {}, "")["items"]
    assert item["price"] == 1
    assert "group" not in item


def test_the_feed_is_sorted_by_rank_also_within_a_category(shop: Shop) -> None:
    for rank in (3, 1, 2, 5, 4):
        save(goodsId=f"g{rank}", rank=rank, category="odd" if rank % 2 else "even")
    assert pages(2) == ["g1", "g2", "g3", "g4", "g5"]
    assert pages(2, category="odd") == ["g1", "g3", "g5"]
    assert pages(1, category="even") == ["g2", "g4"]
    assert pages(5, category="none") == []


def test_a_change_of_rank_or_category_is_seen_at_once(shop: Shop) -> None:
    save(goodsId="a", rank=1)
    save(goodsId="b", rank=2)
    save(goodsId="b", rank=0)
    assert pages(9) == ["b", "a"]
    save(goodsId="b", rank=0, category="cups")
    assert pages(9, category="tea") == ["a"]
    assert pages(9, category="cups") == ["b"]
    save(goodsId="b", rank=0)
    assert pages(9, category="tea") == ["b", "a"]
    assert pages(9, category="cups") == []


def test_hidden_goods_are_not_found_until_they_are_shown_again(shop: Shop) -> None:
    save(goodsId="a", rank=1)
    save(goodsId="b", rank=2)
    save(goodsId="a", rank=1, hidden=True)
    assert pages(1) == ["b"]
    assert call("getGoods", {"goodsId": "a"}).code == "GOODS_NOT_FOUND"
    save(goodsId="a", rank=1)
    assert pages(1) == ["a", "b"]


def test_a_page_costs_one_query_and_a_first_page_from_memory_nothing(shop: Shop) -> None:
    for rank in range(5):
        save(goodsId=f"g{rank}", rank=rank)
    save(goodsId="g0", rank=9)  # this leaves an old place
    with shop.units() as used:
        first = call("listGoods", {"limit": 2}, "")
        call("listGoods", {"limit": 2, "cursor": first["cursor"]}, "")
        assert used.calls == ["Query", "Query"]
        assert call("listGoods", {"limit": 2}, "").body == first.body
        assert used.calls == ["Query", "Query"]


def test_only_operators_save_goods(shop: Shop) -> None:
    assert call("saveGoods", TEA, "u1").status == 403
    assert call("saveGoods", TEA, "").status == 401
    assert pages(9) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", -1),
        ("price", 1.5),
        ("price", "8800"),
        ("price", 10**10),
        ("stock", -1),
        ("rank", None),
        ("title", ""),
        ("title", "a\u0000b"),
        ("title", "x" * 121),
        ("cover", "javascript:alert(1)"),
        ("category", "x" * 21),
        ("goodsId", "a/b"),
        ("shards", 0),
        ("group.size", {"size": 1, "hours": 1, "price": 1}),
        ("group.price", {"size": 2, "hours": 1, "price": -1}),
        ("group.extra", {"size": 2, "hours": 1, "price": 1, "extra": 1}),
        ("colour", "red"),
    ],
)
def test_bad_goods_are_refused_with_the_field_named(shop: Shop, field: str, value: Any) -> None:
    answer = save(**{field.split(".")[0]: value})
    assert (answer.status, answer.code, answer["field"]) == (400, "BAD_REQUEST", field)
    assert shop.items("goods") == []


@pytest.mark.parametrize(
    "cover",
    [
        "https://img.example.com/茶.jpg?w=750",
        "cloud://env.7465/tea.jpg",
        "/images/tea.jpg",
        "tea.jpg",
    ],
)
def test_a_cover_is_any_link_that_a_mini_program_can_show(shop: Shop, cover: str) -> None:
    goods_id = save(cover=cover)["goodsId"]
    assert call("getGoods", {"goodsId": goods_id}, "")["cover"] == cover


@pytest.mark.parametrize("limit", [0, 51, -1, "10"])
def test_a_page_has_one_to_fifty_goods(shop: Shop, limit: Any) -> None:
    assert call("listGoods", {"limit": limit}, "").status == 400


def test_a_cursor_is_valid_only_as_it_was_given(shop: Shop) -> None:
    for rank in range(4):
        save(rank=rank)
    cursor = call("listGoods", {"limit": 1}, "")["cursor"]
    head, kid, body, signature = cursor.split(".")
    other = "B" if signature[0] == "A" else "A"
    forged = [
        "x",
        "....",
        f"{head}.{kid}.{body}",
        f"{head}.{kid}.{body}.{other}{signature[1:]}",
        f"{head}.{kid}.{body[:-4]}AAAA.{signature}",
        f"v1.{kid}.{body}.{signature}",
        f"{head}.current.{body}.{signature}",
        f"{head}.k9.{body}.{signature}",
    ]
    for each in forged:
        answer = call("listGoods", {"limit": 1, "cursor": each}, "")
        assert (answer.status, answer["field"]) == (400, "cursor"), each
    elsewhere = call("listGoods", {"limit": 1, "cursor": cursor, "category": "tea"}, "")
    assert (elsewhere.status, elsewhere["field"]) == (400, "cursor")
    shop.clock.advance(3_600_000)
    late = call("listGoods", {"limit": 1, "cursor": cursor}, "")
    assert (late.status, late["field"]) == (400, "cursor")


change = st.tuples(
    st.sampled_from(["insert", "rank", "hide", "show", "away", "back"]),
    st.integers(0, 4),
    st.integers(0, 9),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.integers(0, 9), min_size=5, max_size=5),
    st.lists(st.lists(change, max_size=2), max_size=6),
    st.integers(1, 3),
)
def test_goods_that_stay_on_the_shelf_are_seen_once_whatever_changes_between_pages(
    shop: Shop, ranks: list[int], changes: list[list[tuple[str, int, int]]], limit: int
) -> None:
    shelf = f"s{next(numbers)}"
    goods = {
        f"{shelf}-{i}": {"rank": rank, "category": shelf, "hidden": False}
        for i, rank in enumerate(ranks)
    }
    for goods_id, fields in goods.items():
        save(goodsId=goods_id, **fields)
    stayed, seen, cursor, rounds = set(goods), [], None, iter(changes)
    while True:
        asked = {"limit": limit, "category": shelf, **({"cursor": cursor} if cursor else {})}
        answer = call("listGoods", asked, "")
        seen += ids(answer)
        cursor = answer["cursor"]
        for what, which, number in next(rounds, []):
            goods_id = f"{shelf}-{which}"
            if what == "insert":
                goods_id = f"{shelf}-new-{next(numbers)}"
                goods[goods_id] = {"rank": number, "category": shelf, "hidden": False}
            elif what == "rank":
                goods[goods_id]["rank"] = number
            elif what in ("hide", "show"):
                goods[goods_id]["hidden"] = what == "hide"
            else:
                goods[goods_id]["category"] = shelf if what == "back" else f"{shelf}-away"
            if what in ("hide", "away"):
                stayed.discard(goods_id)
            assert save(goodsId=goods_id, **goods[goods_id]).ok
        if cursor is None:
            break
    assert len(seen) == len(set(seen)), "no goods are seen twice"
    assert stayed <= set(seen), "no goods that stayed are skipped"
    order = sorted(goods, key=lambda each: (goods[each]["rank"], each))
    there = [g for g in order if not goods[g]["hidden"] and goods[g]["category"] == shelf]
    assert pages(50, category=shelf) == there, "a new reader sees the shelf as it is now"
