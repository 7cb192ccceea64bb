"""What the operators' lists of groups and goods cost: the same among few and many."""

from __future__ import annotations

from typing import Any

from shop.catalog import unshown
from shop.catalog.goods import Goods, GoodsForm, Variant
from shop.catalog.shelf import Place, place_key, shelf_of
from shop.desk import ending_groups, group_lists
from shop.groups.model import Group, Seat
from tests.support.cloud import Shop
from tests.support.desk import desk, save_items
from wxcloud import clock

GOODS = ("tea", "cup")


def group_items(numbers: range, at: int) -> list[Any]:
    """Groups of two goods, of all statuses, as the handlers note them."""
    items: list[Any] = []
    for n in numbers:
        group_id, goods_id = f"g{n:06}", GOODS[n % 2]
        seats = {"price": 0, "goodsId": goods_id, "title": "红茶"}
        group = Group.new(group_id, "u1", Seat("PAID", at, "a"), at=at, size=2, hours=24, **seats)
        group.expiresAt += n
        group.status = ("OPEN", "SUCCESS", "FAILED")[n % 3]
        if group.status == "OPEN":
            group.openKey = f"{group.expiresAt:013d}#{group_id}"
            items += [group, ending_groups.EndingGroup.new(group_id, group.expiresAt)]
            continue
        group.openKey, group.endedAt = None, at + n
        for each in ("", goods_id):
            items.append(group_lists.EndedGroup.new(group.status, at + n, group_id, each))
        items.append(group)
    return items


def goods_items(numbers: range, at: int) -> list[Any]:
    items: list[Any] = []
    for n in numbers:
        goods_id, hidden, draft = f"g{n:06}", n % 10 == 3, n % 10 == 7
        form = GoodsForm(
            title="红茶",
            cover="c",
            price=1,
            category="c",
            rank=n,
            stock=1,
            hidden=hidden,
            draft=draft,
        )
        sku = Variant(skuId=goods_id, title="红茶", price=1, stock=1, shards=1)
        goods = Goods.new(goods_id, form, [sku], {}, now=at, old=None)
        place = Place(
            pk=shelf_of(),
            sk=place_key(n, goods_id, 0),
            goodsId=goods_id,
            hidden=not goods.is_shown,
            since=0,
        )
        items += [goods, place]
        if not goods.is_shown:
            items.append(unshown.Unshown.new(goods.state, goods_id))
    return items


def costs(engine: Shop, name: str, lists: list[dict[str, Any]]) -> list[Any]:
    """The units and calls of the first and second page of each list."""
    found = []
    for wanted in lists:
        cursor = desk(name, limit=10, **wanted)["cursor"]
        for more in ({}, {"cursor": cursor}):
            with engine.units() as used:
                page = desk(name, limit=10, **wanted, **more)
            assert len(page["items"]) == 10
            reads = [each for each in used.calls if each != "GetItem"]  # the caller's roles
            assert used.write == 0
            found.append((wanted, round(used.read - 1, 1), reads))
    return found


def test_a_page_of_groups_costs_the_same_among_few_and_many(engine: Shop) -> None:
    lists: list[dict[str, Any]] = [{}, {"goodsId": "cup"}]
    lists += [{"status": each} for each in ("OPEN", "SUCCESS", "FAILED")]
    lists += [{**each, "goodsId": "tea"} for each in lists[2:]]
    both = []
    for numbers in (range(300), range(300, 3000)):
        save_items(engine, group_items(numbers, engine.clock.now))
        both.append(costs(engine, "listGroups", lists))
    few, many = both
    assert few == many
    assert max(units for _, units, _ in few) <= 8


def test_a_page_of_goods_costs_the_same_among_few_and_many(engine: Shop) -> None:
    lists: list[dict[str, Any]] = [{}, *({"state": each} for each in ("shown", "hidden", "draft"))]
    both = []
    for numbers in (range(300), range(300, 3000)):
        save_items(engine, goods_items(numbers, engine.clock.now))
        both.append(costs(engine, "listGoodsForOperators", lists))
    few, many = both
    assert few == many
    assert max(units for _, units, _ in few) <= 16


def test_a_group_that_ends_costs_two_writes_more(engine: Shop) -> None:
    with engine.units() as used:
        group_lists.note("SUCCESS", clock.now(), "g1", "tea")
    assert (used.write, used.calls) == (2, ["PutItem", "PutItem"])
