"""What the console needs of goods, sales, points and figures."""

from __future__ import annotations

from typing import Any

import pytest

from shop.catalog.ranking import MAX_MOVED, Neighbour, ranks
from shop.desk import generations, rows
from tests.support.cloud import Answer, Shop, call
from tests.support.console_sign_in import OPERATOR
from tests.support.orders import pay, place, save_goods, save_sale
from wxcloud import clock
from wxcloud.errors import Refusal


def ask(name: str, **data: Any) -> Answer:
    return call(name, data, "boss", OPERATOR)


# --- goods are moved -----------------------------------------------------------------------------


def shelf() -> list[str]:
    return [each["goodsId"] for each in call("listGoods", {"limit": 50})["items"]]


def managed() -> list[str]:
    return [each["goodsId"] for each in ask("listGoodsForOperators", limit=50)["items"]]


@pytest.fixture
def four(shop: Shop) -> Shop:
    for number, name in enumerate("abcd"):
        save_goods(sku=name, rank=10 * (number + 1))
    return shop


def test_goods_go_behind_others(four: Shop) -> None:
    moved = ask("rankGoods", goodsId="d", after="a")
    assert [(each["goodsId"], each["rank"]) for each in moved["items"]] == [("d", 15)]
    assert shelf() == managed() == ["a", "d", "b", "c"]
    found = call("getGoods", {"goodsId": "d"})
    assert found["revision"] == moved["items"][0]["revision"]


def test_goods_go_to_the_beginning_and_to_the_end(four: Shop) -> None:
    assert ask("rankGoods", goodsId="c", after=None).ok
    assert shelf() == ["c", "a", "b", "d"]
    assert ask("rankGoods", goodsId="a", after="d")["items"][0]["rank"] == 50
    assert shelf() == ["c", "b", "d", "a"]


def test_a_repeat_changes_nothing(four: Shop) -> None:
    ask("rankGoods", goodsId="d", after="a")
    assert ask("rankGoods", goodsId="d", after="a").body == {"items": []}
    assert ask("rankGoods", goodsId="a", after=None).body == {"items": []}
    assert shelf() == ["a", "d", "b", "c"]


def test_goods_without_a_gap_make_one(shop: Shop) -> None:
    for name in "abcde":
        save_goods(sku=name, rank=0)
    assert shelf() == ["a", "b", "c", "d", "e"]
    moved = ask("rankGoods", goodsId="e", after="a")
    assert shelf() == ["a", "e", "b", "c", "d"]
    assert [each["goodsId"] for each in moved["items"]] == ["e", "b", "c", "d"]
    assert ask("rankGoods", goodsId="d", after=None).ok
    assert shelf() == ["d", "a", "e", "b", "c"]


def test_hidden_goods_are_moved_too(four: Shop) -> None:
    save_goods(sku="b", rank=20, hidden=True)
    ask("rankGoods", goodsId="b", after="d")
    assert managed() == ["a", "c", "d", "b"]


def test_only_operators_move_goods_that_there_are(four: Shop) -> None:
    assert call("rankGoods", {"goodsId": "a", "after": "b"}, "u1").code == "FORBIDDEN"
    assert ask("rankGoods", goodsId="none", after="b").code == "GOODS_NOT_FOUND"
    assert ask("rankGoods", goodsId="a", after="none").code == "GOODS_NOT_FOUND"
    assert ask("rankGoods", goodsId="a", after="a").code == "BAD_REQUEST"
    assert ask("rankGoods", goodsId="a").code == "BAD_REQUEST", "null must be said"
    assert shelf() == ["a", "b", "c", "d"]


def test_goods_that_are_saved_meanwhile_are_read_again(
    four: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.catalog import ranking

    patch, saved = ranking.saving.patch, []

    def late(goods_id: str, revision: int, changes: Any) -> Any:
        if not saved:
            saved.append(goods_id)
            save_goods(sku="d", rank=40, price=300)  # another operator
        return patch(goods_id, revision, changes)

    monkeypatch.setattr(ranking.saving, "patch", late)
    assert ask("rankGoods", goodsId="d", after="a").ok
    assert shelf() == ["a", "d", "b", "c"]
    assert call("getGoods", {"goodsId": "d"})["price"] == 300


def test_ranks_between_neighbours() -> None:
    own = Neighbour("x", 99)
    assert ranks(own, 10, [Neighbour("b", 20)]) == [Neighbour("x", 15)]
    assert ranks(own, -1, []) == [Neighbour("x", 10)]
    assert ranks(own, -1, [Neighbour("b", 1)]) == [Neighbour("x", 0)]
    tight = [Neighbour(f"n{n}", n + 1) for n in range(MAX_MOVED + 5)]
    with pytest.raises(Refusal) as refused:
        ranks(own, 0, tight)
    assert refused.value.code.name == "RANKS_FULL"
    assert len(ranks(own, 0, tight[: MAX_MOVED - 1])) == MAX_MOVED


# --- a sale and its units ------------------------------------------------------------------------


def test_a_sale_with_its_units_and_those_of_the_sku(shop: Shop) -> None:
    save_goods(stock=30, price=100)
    sale_id = save_sale(shop, stock=10, limit=2, payMinutes=7)
    assert place("u1", 2, saleId=sale_id).ok
    paid = place("u2", 1, saleId=sale_id)["orderId"]
    pay(shop, paid)
    found = ask("getSale", saleId=sale_id)
    assert (found["remaining"], found["held"], found["sold"]) == (7, 2, 1)
    assert (found["skuFree"], found["skuPrice"], found["payMinutes"]) == (20, 100, 7)
    assert (found["stock"], found["price"], found["limit"]) == (10, 50, 2)
    assert ask("getSale", saleId="none").code == "SALE_NOT_FOUND"
    assert call("getSale", {"saleId": sale_id}, "u1").code == "FORBIDDEN"


def test_a_sale_over_many_shards_and_one_that_is_over(shop: Shop) -> None:
    save_goods(stock=30)
    sale_id = save_sale(shop, stock=10, shards=3)
    found = ask("getSale", saleId=sale_id)
    assert (found["remaining"], found["shards"], found["skuFree"]) == (10, 3, 20)
    shop.clock.advance(2 * clock.HOUR)
    after = ask("getSale", saleId=sale_id)
    assert (after["remaining"], after["skuFree"]) == (10, 20)


def test_operators_list_sales_that_are_over(shop: Shop) -> None:
    save_goods(stock=30)
    first = save_sale(shop, stock=5)
    shop.clock.advance(2 * clock.HOUR)
    second = save_sale(shop, stock=5)
    assert [each["saleId"] for each in call("listSales", {}, "")["items"]] == [second]
    assert [each["saleId"] for each in ask("listSales", ended=True)["items"]] == [first]
    for openid in ("", "u1"):
        assert call("listSales", {"ended": True}, openid).code == "FORBIDDEN"


# --- points of a user ----------------------------------------------------------------------------


def test_operators_see_the_points_of_a_user(shop: Shop) -> None:
    data = {"openid": "mei", "key": "case-1", "points": 30, "reason": "补发"}
    assert call("adjustScore", data, "boss", OPERATOR).ok
    assert ask("getScore", openid="mei")["score"] == 30
    (entry,) = ask("listScore", openid="mei")["items"]
    assert (entry["points"], entry["reason"]) == (30, "补发")
    assert call("getScore", {}, "mei")["score"] == 30
    assert call("getScore", {"openid": "mei"}, "mei")["score"] == 30
    for name in ("getScore", "listScore"):
        assert call(name, {"openid": "mei"}, "lan").code == "FORBIDDEN"
        assert call(name, {"openid": "mei"}, "lan", ("agent",)).code == "FORBIDDEN"
    assert call("getScore", {}, "boss", OPERATOR)["score"] == 0


# --- what was paid, by the hour ------------------------------------------------------------------


def paid_order(shop: Shop) -> None:
    order_id = str(place()["orderId"])
    pay(shop, order_id)
    rows.follow(generations.known().current, order_id)


def test_what_was_paid_by_the_hour(shop: Shop) -> None:
    save_goods(stock=30, price=100)
    start = shop.clock.now  # 08:00 in Shanghai
    shop.clock.set(start + 15 * clock.HOUR)  # 23:00: yesterday
    paid_order(shop)
    shop.clock.set(start + clock.DAY)
    paid_order(shop)
    shop.clock.advance(59 * clock.MINUTE)
    paid_order(shop)
    shop.clock.advance(clock.MINUTE)  # 09:00
    paid_order(shop)
    today = ask("todayFigures")
    hours = today["byHour"]
    assert [each["hour"] for each in hours] == list(range(24))
    assert (hours[8]["paidFen"], hours[8]["paidOrders"]) == (200, 2)
    assert (hours[9]["paidFen"], hours[9]["paidOrders"]) == (100, 1)
    assert hours[7]["paidFen"] == 0 and "paidFen" not in hours[10]
    assert (hours[23]["yesterdayFen"], hours[23]["yesterdayOrders"]) == (100, 1)
    assert (today["paidFen"], today["yesterday"]["paidFen"]) == (300, 0)
