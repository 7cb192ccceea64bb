"""Shares: where a code leads, and which visits and orders are counted for it."""

from __future__ import annotations

from typing import Any

import pytest

from shop.shares import model
from tests.support import groups, orders
from tests.support.cloud import Answer, Shop, call
from tests.support.groups import SKU, Streams
from tests.support.people import ids
from wxcloud import clock


@pytest.fixture
def tea(shop: Shop) -> Shop:
    groups.save_group_goods(2)
    return shop


def share(openid: str = "mei", **target: Any) -> Answer:
    answer = call("createShare", target or {"goodsId": SKU}, openid)
    assert answer.ok, answer
    return answer


def visit(code: str, openid: str) -> Answer:
    return call("resolveShare", {"code": code}, openid)


def counted(code: str) -> tuple[int, int]:
    kept = model.need(code)
    return kept.visits, kept.orders


def bought(shop: Shop, openid: str, **more: Any) -> None:
    order_id = orders.place(openid, **more)["orderId"]
    orders.pay(shop, order_id)
    Streams(shop).deliver_all()
    ship(shop, order_id)


def ship(shop: Shop, order_id: str) -> None:
    form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", form, "op", orders.OPERATOR).ok
    Streams(shop).deliver_all()


def invited(openid: str) -> int:
    items = call("listScore", {}, openid)["items"]
    return sum(entry["points"] for entry in items if entry["action"] == "invite")


def test_a_code_is_short_and_only_the_same_share_has_the_same_code(tea: Shop) -> None:
    code = share()["code"]
    assert len(code) <= 10
    assert share()["code"] == code
    others = [share("lan"), share(goodsId=SKU, channel="timeline"), share(page="pages/index/index")]
    assert len({code, *(other["code"] for other in others)}) == 4


def test_a_code_leads_visitors_and_guests_to_its_target(tea: Shop) -> None:
    group = groups.open_group(tea)
    code = share(groupId=group["groupId"], channel="card")["code"]
    shown = visit(code, "lan").body
    assert shown == {
        "code": code,
        "kind": "group",
        "target": group["groupId"],
        "goodsId": SKU,
        "channel": "card",
        "sharer": ids("mei")[0],
    }
    assert visit(code, "").body == {k: v for k, v in shown.items() if k != "sharer"}
    unknown = visit("0000000000", "lan")
    assert (unknown.status, unknown.code) == (404, "SHARE_NOT_FOUND")


def test_only_an_existing_target_can_be_shared(tea: Shop) -> None:
    assert call("createShare", {"goodsId": "nothing"}).status == 404
    assert call("createShare", {"groupId": "nothing"}).status == 404
    assert call("createShare", {}).status == 400
    assert call("createShare", {"goodsId": SKU, "liveId": "x"}).status == 400
    assert call("createShare", {"goodsId": SKU}, "").status == 401


def test_a_visitor_is_counted_once_and_the_sharer_and_guests_never(tea: Shop) -> None:
    code = share()["code"]
    for openid in ("lan", "lan", "bo", "mei", ""):
        assert visit(code, openid).ok
    assert counted(code) == (2, 0)


def last(openid: str) -> tuple[str, int]:
    found = model.last_of(openid)
    assert found is not None
    return found.code, found.at


def test_a_share_that_is_opened_again_is_the_last_one_again(tea: Shop) -> None:
    a, b = share()["code"], share("bo")["code"]
    for code in (a, b, a):
        tea.clock.advance(clock.DAY)
        visit(code, "lan")
        assert last("lan") == (code, tea.clock.now)
    order_id = orders.place("lan")["orderId"]
    orders.pay(tea, order_id)
    Streams(tea).deliver_all()
    brought = model.brought(order_id)
    assert brought is not None and (brought.code, brought.openedAt) == last("lan")
    model.note_last("lan", b, tea.clock.now - 1)  # a call that was slow
    assert last("lan")[0] == a
    visit(a, "mei")
    assert model.last_of("mei") is None, "nobody is brought by their own share"


def test_a_visitors_first_order_is_counted_once_and_gives_the_sharer_points_once(tea: Shop) -> None:
    code = share()["code"]
    visit(code, "lan")
    for _ in range(2):
        bought(tea, "lan")
    assert counted(code) == (1, 1)
    assert invited("mei") == 50
    bought(tea, "lan", shareCode=share("mei", goodsId=SKU, channel="b")["code"])
    assert invited("mei") == 50, "an order is counted only for a share that was visited"


def test_an_order_outside_the_window_or_by_the_sharer_is_not_counted(tea: Shop) -> None:
    code = share()["code"]
    visit(code, "lan")
    visit(code, "bo")
    bought(tea, "mei", shareCode=code)
    tea.clock.advance(7 * clock.DAY)
    bought(tea, "bo", shareCode=code)
    assert counted(code) == (2, 1)
    tea.clock.advance(1)
    bought(tea, "lan", shareCode=code)
    assert counted(code) == (2, 1)


@pytest.mark.parametrize("named", [False, True])
def test_an_order_after_a_share_was_opened_again_is_counted_for_it(tea: Shop, named: bool) -> None:
    """Its first visit was long before. A visit after the order changes nothing."""
    old, new = share()["code"], share("bo")["code"]
    for code in (old, new, old):
        visit(code, "lan")
        tea.clock.advance(8 * clock.DAY if code == old else 0)
    visit(old, "lan")
    order_id = orders.place("lan", **({"shareCode": old} if named else {}))["orderId"]
    orders.pay(tea, order_id)
    Streams(tea).deliver_all()
    tea.clock.advance(clock.DAY)
    visit(old, "lan")
    ship(tea, order_id)
    Streams(tea).deliver_all()
    assert (counted(old), counted(new)) == ((1, 1), (1, 0))


def test_an_order_is_not_counted_for_a_share_that_was_opened_before_it_was_paid(tea: Shop) -> None:
    old, new = share()["code"], share("bo")["code"]
    visit(old, "lan")
    tea.clock.advance(8 * clock.DAY)
    for code in (old, new):
        order_id = orders.place("lan")["orderId"]
        tea.clock.advance(clock.MINUTE)
        visit(code, "lan")
        orders.pay(tea, order_id)
        Streams(tea).deliver_all()
        ship(tea, order_id)
        Streams(tea).deliver_all()
    assert (counted(old), counted(new)) == ((1, 0), (1, 0))


def test_an_order_in_a_group_is_counted_for_the_groups_share(tea: Shop) -> None:
    group = groups.open_group(tea)
    code = share("leader", groupId=group["groupId"])["code"]
    visit(code, "lan")
    joined = groups.join(group, "lan", shareCode=code)
    orders.pay(tea, joined["orderId"])
    Streams(tea).deliver_all()
    assert (counted(code), invited("leader")) == ((1, 0), 0)
    ship(tea, joined["orderId"])
    assert counted(code) == (1, 1)
    assert invited("leader") == 50


def test_a_share_gives_points_once_for_its_goods_and_day(tea: Shop) -> None:
    trusting = {"action": "share_goods", "whenOpened": False}
    assert call("saveScoreRule", trusting, "op", orders.OPERATOR).ok
    code = share()["code"]
    claim = {"action": "share_goods", "shareCode": code}
    assert call("updateScore", claim, "mei")["earned"] == 5
    assert call("updateScore", claim, "mei").code == "ALREADY_COUNTED"
    again = {"action": "share_goods", "goodsId": SKU}
    assert call("updateScore", again, "mei").code == "ALREADY_COUNTED"
    assert call("updateScore", claim, "lan").status == 400
    assert call("updateScore", claim | {"goodsId": "other"}, "mei").status == 400
    page = share(page="pages/index/index")["code"]
    assert call("updateScore", claim | {"shareCode": page}, "mei").status == 400
