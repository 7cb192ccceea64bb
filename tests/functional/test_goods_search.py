"""searchGoods: goods are found by every text in their title, and by no other one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.catalog import postings, saving, search
from tests.support.cloud import Answer, Shop, call
from wxcloud.errors import BUSY, Refusal

OPERATOR = ("operator",)


def save(goods_id: str, title: str, **fields: Any) -> Answer:
    form = {
        "goodsId": goods_id,
        "title": title,
        "cover": "https://img.example.com/tea.png",
        "price": 100,
        "category": "tea",
        "rank": 1,
        "stock": 1,
        **fields,
    }
    return call("saveGoods", form, "operator-1", OPERATOR)


def find(text: str, **more: Any) -> list[str]:
    """The ids of all goods that are found, page by page."""
    found, cursor = [], None
    while True:
        asked = {"text": text, **more, **({"cursor": cursor} if cursor else {})}
        answer = call("searchGoods", asked, "")
        assert answer.ok, answer
        found += [item["goodsId"] for item in answer["items"]]
        cursor = answer["cursor"]
        if cursor is None:
            return found


def leading_items(shop: Shop) -> list[dict[str, Any]]:
    return [item for item in shop.items("goods") if item["pk"].startswith("found#")]


TITLE = "武夷山 正山小种红茶 ＡＢＣ-250g（礼盒）"


@pytest.mark.parametrize(
    "text",
    [
        "红",
        "红茶",
        "山",
        "正山小种红茶",
        "茶 ABC",
        "茶abc",
        "abc",
        "ＡｂＣ",
        "bc-25",
        "２５０Ｇ",
        "0g",
        "(礼盒)",
        "（礼盒）",
        "礼盒 红茶",
        "茶 250 武夷",
        "　红茶　",
        "红茶 红茶",
    ],
)
def test_every_text_in_a_title_finds_it(shop: Shop, text: str) -> None:
    save("a", TITLE)
    save("b", "绿豆")
    expected = [] if text == "茶abc" else ["a"]
    assert find(text) == expected


@pytest.mark.parametrize("text", ["红 茶叶", "茶红", "ab c d", "绿", "251", "-", "红茶 绿豆"])
def test_other_texts_do_not(shop: Shop, text: str) -> None:
    save("a", TITLE.replace("-", ""))
    assert find(text) == []


@pytest.mark.parametrize("text", ["Straße", "STRASSE", "strasse", "ｓｔｒａｓｓｅ"])
def test_letters_are_compared_without_case(shop: Shop, text: str) -> None:
    save("a", "Große STRAẞE")
    assert find(text) == ["a"]
    assert find("grosse") == ["a"]


@pytest.mark.parametrize("text", ["", " ", "　", "x" * 51, "a\u0000b", 1, None])
def test_a_text_has_something_to_look_for(shop: Shop, text: Any) -> None:
    answer = call("searchGoods", {"text": text}, "")
    assert (answer.status, answer["field"]) == (400, "text")


@pytest.mark.parametrize("limit", [0, 51, "1"])
def test_a_page_has_one_to_fifty_goods(shop: Shop, limit: Any) -> None:
    answer = call("searchGoods", {"text": "a", "limit": limit}, "")
    assert (answer.status, answer["field"]) == (400, "limit")


def test_what_is_found_is_shown_as_in_the_feed(shop: Shop) -> None:
    save("a", "红茶", linePrice=200, group={"size": 2, "hours": 1, "price": 1})
    assert call("searchGoods", {"text": "茶"}, "")["items"] == call("listGoods", {}, "")["items"]


def test_goods_are_found_by_their_present_title_only(shop: Shop) -> None:
    save("a", "红茶")
    assert save("a", "绿茶").ok
    assert (find("红茶"), find("绿"), find("茶")) == ([], ["a"], ["a"])
    revision = call("getGoods", {"goodsId": "a"}, "")["revision"]
    patch = {"goodsId": "a", "revision": revision, "title": "咖啡"}
    assert call("patchGoods", patch, "operator-1", OPERATOR).ok
    assert (find("绿"), find("茶"), find("咖啡")) == ([], [], ["a"])
    assert {item["text"] for item in leading_items(shop)} == {"咖啡"}, "the others are removed"


@pytest.mark.parametrize("off", ["hidden", "draft"])
def test_goods_that_are_not_shown_are_not_found(shop: Shop, off: str) -> None:
    save("a", "红茶", **{off: True})
    assert find("茶") == []
    save("a", "红茶")
    assert find("茶") == ["a"]
    save("a", "红茶", **{off: True})
    assert find("茶") == []
    assert leading_items(shop) == []
    assert call("searchGoods", {"text": "茶"}, "operator-1", OPERATOR)["items"] == []


def test_a_title_with_a_text_twice_is_found_once(shop: Shop) -> None:
    save("a", "茶茶茶 红茶 茶")
    save("b", "aaaaaaaaaa")
    assert find("茶", limit=1) == ["a"]
    assert find("aa", limit=1) == ["b"]
    save("c", "x" * 120)
    assert find("x" * 45, limit=1) == find("x", limit=1) == ["c"]
    save("d", "y" * 60 + "z")
    assert find("y" * 45 + "z") == ["d"]


def test_pages_have_all_goods_once(shop: Shop) -> None:
    for n in range(7):
        save(f"g{n}", f"红茶 {n} 号茶", rank=9 - n)
    save("hidden", "红茶 9", hidden=True)
    save("other", "绿茶")
    for limit in (1, 2, 3, 7, 50):
        assert sorted(find("红茶", limit=limit)) == [f"g{n}" for n in range(7)]
    assert len(find("茶", limit=3)) == 8
    assert len(call("searchGoods", {"text": "茶", "limit": 3}, "")["items"]) == 3


def test_a_cursor_belongs_to_its_search(shop: Shop) -> None:
    for n in range(3):
        save(f"g{n}", f"红茶 {n}")
    cursor = call("searchGoods", {"text": "红茶", "limit": 1}, "")["cursor"]
    assert call("searchGoods", {"text": " 红茶", "cursor": cursor}, "").ok
    feed = call("listGoods", {"limit": 1}, "")["cursor"]
    for text, other in (("茶", cursor), ("红茶", cursor[:-2] + "AA"), ("红茶", feed)):
        answer = call("searchGoods", {"text": text, "cursor": other}, "")
        assert (answer.status, answer["field"]) == (400, "cursor")
    assert call("listGoods", {"cursor": cursor}, "").status == 400
    shop.clock.advance(3_600_000)
    assert call("searchGoods", {"text": "红茶", "cursor": cursor}, "").status == 400


def test_the_longest_cursor_is_taken_back(shop: Shop) -> None:
    title = "🍵" * 50
    for n in range(2):
        save(f"{n}" * 64, title)
    assert sorted(find(title, limit=1)) == ["0" * 64, "1" * 64]


def test_a_search_reads_what_it_shows(shop: Shop) -> None:
    for n in range(30):
        save(f"g{n}", f"茶 {n}")
    with shop.units() as used:
        assert len(call("searchGoods", {"text": "茶", "limit": 10}, "")["items"]) == 10
        assert used.calls == ["Query", "BatchGetItem"]
        call("searchGoods", {"text": "茶", "limit": 10}, "")
        assert used.calls == ["Query", "BatchGetItem"], "the first page is remembered for a second"
        assert call("searchGoods", {"text": "无"}, "")["items"] == []
        assert used.calls == ["Query", "BatchGetItem", "Query"]


def test_a_page_stops_after_many_postings_that_do_not_fit(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_POSTINGS", 5)
    for n in range(12):
        save(f"g{n:02}", "红茶礼盒 a" if n == 11 else f"红茶礼盒 {n:02}")
    first = call("searchGoods", {"text": "红茶礼盒 a", "limit": 1}, "")
    assert (first["items"], bool(first["cursor"])) == ([], True)
    assert find("红茶礼盒 a") == ["g11"]
    assert find("红茶礼盒 b") == []


# --- processes that stop, and writes at once ------------------------------------------------------


def test_a_saving_that_stops_before_its_transaction_changes_no_search(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    save("a", "红茶")
    stopping_commit(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        save("a", "绿茶")
    monkeypatch.undo()
    assert (find("红"), find("绿")) == (["a"], [])
    save("a", "红茶")
    assert {item["text"] for item in leading_items(shop)} == {"红茶", "绿茶"}, "it may still run"
    shop.clock.advance(postings.ABANDONED + 1)
    save("a", "红茶")
    assert {item["text"] for item in leading_items(shop)} == {"红茶"}
    assert find("红") == ["a"]


def stopping_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*parts: Any) -> None:
        raise KeyboardInterrupt  # the process ends here

    monkeypatch.setattr(saving, "commit", stop)


def test_a_saving_that_stops_after_its_transaction_is_found_by_the_new_title(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    save("a", "红茶")

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(postings.TitleIndex, "clean", stop)
    with pytest.raises(KeyboardInterrupt):
        save("a", "绿茶")
    monkeypatch.undo()
    search.forget()
    assert (find("红"), find("绿"), find("茶")) == ([], ["a"], ["a"])
    shop.clock.advance(postings.ABANDONED + 1)
    save("a", "绿茶")
    assert {item["text"] for item in leading_items(shop)} == {"绿茶"}


def test_a_saving_that_is_refused_leaves_no_postings(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    save("a", "红茶")
    assert save("b", "绿茶", skus=[{"skuId": "a", "title": "t", "price": 1, "stock": 1}]).code == (
        "SKU_TAKEN"
    )
    assert {item["text"] for item in leading_items(shop)} == {"红茶"}

    def refuse(*parts: Any) -> None:
        raise Refusal(BUSY, "busy")

    monkeypatch.setattr(saving, "commit", refuse)
    assert save("a", "黑茶").code == "BUSY"
    monkeypatch.undo()
    assert (find("红"), find("黑")) == (["a"], [])


def test_a_colleague_renames_the_goods_while_another_saves_them(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slower one reads the goods, the faster one renames them there and back. The key of the
    postings tells the two times of the same title apart."""
    from shop.catalog import shelf

    save("a", "红茶")
    last_version, raced = shelf.last_version, []

    def rename_meanwhile(name: str) -> int:
        if not raced:
            raced.append(name)
            save("a", "绿茶")
            save("a", "红茶")
        return last_version(name)

    monkeypatch.setattr(shelf, "last_version", rename_meanwhile)
    assert save("a", "红茶", rank=2).ok
    assert (find("红茶"), find("绿")) == (["a"], [])
    assert {item["text"] for item in leading_items(shop)} == {"红茶"}


def test_goods_of_earlier_versions_are_found_once_they_are_saved(shop: Shop) -> None:
    save("a", "红茶")
    for item in shop.items("goods"):
        key = {"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
        if item["pk"].startswith("found#") or item["sk"].startswith("title#"):
            shop.aws("dynamodb").delete_item(TableName=shop.tables["goods"], Key=key)
        elif item["sk"] == "goods":
            shop.aws("dynamodb").update_item(
                TableName=shop.tables["goods"], Key=key, UpdateExpression="REMOVE titleKey"
            )
    assert find("红") == []
    patch = {"goodsId": "a", "revision": 1}
    assert call("patchGoods", patch, "operator-1", OPERATOR).ok
    assert find("红") == ["a"]


# --- any titles, any texts ------------------------------------------------------------------------

letters = st.text("红绿茶aAＡb1 　-", min_size=1, max_size=6).filter(str.strip)
action = st.tuples(st.sampled_from("abcd"), letters, st.sampled_from(["", "hidden", "draft"]))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(action, min_size=1, max_size=8), st.lists(letters, max_size=6), st.integers(1, 4))
def test_what_is_found_is_what_has_the_text(
    shop: Shop, actions: list[tuple[str, str, str]], texts: list[str], limit: int
) -> None:
    from shop.catalog.titles import fold

    titles = dict.fromkeys("abcd", "")
    for goods_id in "abcd":
        save(goods_id, "x", hidden=True)
    for goods_id, title, off in actions:
        assert save(goods_id, title, **({off: True} if off else {})).ok
        titles[goods_id] = "" if off else fold(title)
    for text in texts:
        expected = [g for g, t in titles.items() if t and all(x in t for x in fold(text).split())]
        assert sorted(find(text, limit=limit)) == expected
