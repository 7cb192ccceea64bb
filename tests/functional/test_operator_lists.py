"""Operators list all groups, and all goods: also those that shoppers do not see."""

from __future__ import annotations

from typing import Any

import pytest

from shop.desk import generations, group_lists
from tests.support import groups
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.desk import desk
from tests.support.groups import Streams, fire_deadline, join, open_group, save_group_goods
from tests.support.orders import OPERATOR, call_save_goods
from wxcloud import clock


def pages(name: str, key: str, **wanted: Any) -> list[str]:
    """The ids that all pages show, page by page."""
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        page = desk(name, **wanted, **more)
        found += [each[key] for each in page["items"]]
        if page["cursor"] is None:
            return found
        more = {"cursor": page["cursor"]}


def list_groups(**wanted: Any) -> list[str]:
    return pages("listGroups", "groupId", **wanted)


def free_group(shop: Shop, leader: str, **more: Any) -> Any:
    group = open_group(leader=leader, **more)
    shop.clock.advance(clock.SECOND)
    return group


@pytest.fixture
def streams(shop: Shop) -> Streams:
    save_group_goods(2, price=0)
    return Streams(shop)


def test_groups_are_listed_by_deadline_and_when_they_ended(shop: Shop, streams: Streams) -> None:
    made = [free_group(shop, f"u{n}") for n in range(7)]
    ids = [group["groupId"] for group in made]
    for n in (4, 2):
        assert join(made[n], "friend").ok
        shop.clock.advance(clock.SECOND)
    streams.deliver_all()
    shop.clock.advance(24 * clock.HOUR - 5 * clock.SECOND)
    fire_deadline(made[0])
    streams.deliver_all()
    still_open = [ids[n] for n in (1, 3, 5, 6)]
    for limit in (1, 2, 50):
        assert list_groups(status="OPEN", limit=limit) == still_open
        assert list_groups(status="SUCCESS", limit=limit) == [ids[2], ids[4]]
        assert list_groups(status="FAILED", limit=limit) == [ids[0]]
        assert list_groups(limit=limit) == [*still_open, ids[0], ids[2], ids[4]]
        assert list_groups(goodsId=groups.SKU, limit=limit) == list_groups()
        assert list_groups(goodsId=groups.SKU, status="OPEN", limit=limit) == still_open
    assert list_groups(goodsId="cup") == []


def test_a_group_is_shown_with_its_progress(shop: Shop) -> None:
    save_group_goods(3)
    streams = Streams(shop)
    group = open_group(shop)
    join(group, "u2")
    streams.deliver_all()
    (seen,) = desk("listGroups", status="OPEN")["items"]
    assert seen == {
        "groupId": group["groupId"],
        "goodsId": groups.SKU,
        "title": "红茶",
        "status": "OPEN",
        "price": groups.PRICE,
        "size": 3,
        "members": 1,
        "held": 1,
        "seatsLeft": 1,
        "createdAt": shop.clock.now,
        "expiresAt": shop.clock.now + 24 * clock.HOUR,
    }


def test_a_group_whose_event_comes_twice_or_late_is_listed_once(
    shop: Shop, streams: Streams
) -> None:
    group = free_group(shop, "u1")
    join(group, "u2")
    records = streams.new_records("groups")
    for record in (*reversed(records), *records, *records):
        streams.deliver("groups", [record])
    streams.deliver_all()
    assert list_groups() == list_groups(status="SUCCESS") == [group["groupId"]]
    assert list_groups(goodsId=groups.SKU) == [group["groupId"]]


def test_a_page_looks_at_a_bounded_number_of_groups(
    shop: Shop, streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups that were noted and are not there, as after a group that WeChat did not take."""
    monkeypatch.setattr(group_lists, "MAX_READ", 5)
    from shop.desk import ending_groups

    for n in range(12):
        ending_groups.note(f"gone-{n:02}", shop.clock.now + n)
    group = free_group(shop, "u1")
    streams.deliver_all()
    first = desk("listGroups", status="OPEN", limit=2)
    assert first["items"] == [] and first["cursor"]
    assert list_groups() == [group["groupId"]]


def test_a_rebuild_lists_groups_and_goods_that_were_not_listed(
    shop: Shop, streams: Streams
) -> None:
    generations.forget()
    ended, opened = free_group(shop, "u1"), free_group(shop, "u2")
    join(ended, "u3")
    call_save_goods(sku="cup", hidden=True)
    streams.deliver_all()
    dynamodb = shop.aws("dynamodb")
    for table, begin in (("desk", ("ended#", "ending")), ("goods", ("unshown#",))):
        for item in shop.items(table):
            if item["pk"].startswith(begin):
                where = {name: {"S": item[name]} for name in ("pk", "sk")}
                dynamodb.delete_item(TableName=shop.tables[table], Key=where)
    assert list_groups() == [] == list_goods(state="hidden")
    desk("rebuildDesk")
    while messages := shop.drain("desk"):
        for message in messages:
            failed = handler("runDeskJob")(sqs_event(message), LambdaContext())
            assert failed == {"batchItemFailures": []}
    assert list_groups() == [opened["groupId"], ended["groupId"]]
    assert list_groups(goodsId=groups.SKU, status="SUCCESS") == [ended["groupId"]]
    assert list_goods(state="hidden") == ["cup"]
    generations.forget()


# --- goods ---------------------------------------------------------------------------------------


def list_goods(**wanted: Any) -> list[str]:
    return pages("listGoodsForOperators", "goodsId", **wanted)


def test_goods_are_listed_by_state(shop: Shop) -> None:
    for n in range(9):
        more = {"hidden": n % 3 == 1, "draft": n in (2, 7)}
        assert call_save_goods(sku=f"g{n}", rank=9 - n, **more).ok
    for limit in (1, 4, 50):
        assert list_goods(limit=limit) == [f"g{n}" for n in range(8, -1, -1)]
        assert list_goods(state="shown", limit=limit) == ["g8", "g6", "g5", "g3", "g0"]
        assert list_goods(state="hidden", limit=limit) == ["g1", "g4"]
        assert list_goods(state="draft", limit=limit) == ["g2", "g7"]
    (first, *_) = desk("listGoodsForOperators", state="draft")["items"]
    assert (first["state"], first["revision"], first["price"]) == ("draft", 1, 100)


def test_goods_move_from_list_to_list_as_they_are_saved(shop: Shop) -> None:
    lists = ("shown", "hidden", "draft")

    def where() -> list[str]:
        return [state for state in lists if list_goods(state=state) == ["tea-1"]]

    call_save_goods(draft=True)
    assert where() == ["draft"]
    for revision, changes, state in (
        (1, {"hidden": True}, "draft"),
        (2, {"draft": False}, "hidden"),
        (3, {"rank": 5}, "hidden"),
        (4, {"hidden": False}, "shown"),
        (5, {"hidden": True, "rank": 3}, "hidden"),
        (6, {"hidden": False, "draft": True}, "draft"),
    ):
        patch = {"goodsId": "tea-1", "revision": revision, **changes}
        assert call("patchGoods", patch, "op", OPERATOR).ok
        assert where() == [state]
    assert list_goods() == ["tea-1"]


def test_a_place_that_goods_have_left_is_passed_over(shop: Shop) -> None:
    call_save_goods(sku="cup", rank=2)
    for rank in (1, 3, 1, 3):
        call_save_goods(rank=rank)
    assert list_goods() == list_goods(limit=1) == ["cup", "tea-1"]


@pytest.mark.parametrize("name", ["listGroups", "listGoodsForOperators"])
def test_the_lists_are_for_operators_and_take_their_own_cursors(shop: Shop, name: str) -> None:
    assert call(name, {}, "u1").code == "FORBIDDEN"
    assert call(name, {}, "").code == "UNAUTHENTICATED"
    for n in range(3):
        call_save_goods(sku=f"g{n}")
    cursor = desk("listGoodsForOperators", limit=1)["cursor"]
    other = "state" if name == "listGoodsForOperators" else "status"
    wrong = {"cursor": cursor, other: "shown" if other == "state" else "OPEN"}
    answer = call(name, wrong, "op", OPERATOR)
    assert (answer.code, answer["field"]) == ("BAD_REQUEST", "cursor")
    for bad in ({"limit": 51}, {"limit": 0}, {other: "none"}, {"x": 1}):
        assert call(name, bad, "op", OPERATOR).code == "BAD_REQUEST"
