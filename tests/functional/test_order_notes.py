"""The shop's own note on an order."""

from __future__ import annotations

from typing import Any

import pytest

from shop.orders.retention import forget_addresses
from tests.support import orders
from tests.support.addresses import save_address
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR
from wxcloud import clock


def note(
    order_id: str, text: str | None, seen_at: int | None = None, by: str = "operator-1"
) -> Answer:
    return call("noteOrder", {"orderId": order_id, "text": text, "seenAt": seen_at}, by, OPERATOR)


def noted(order_id: str) -> Any:
    """The note as operators see it."""
    answer = call("getOrder", {"orderId": order_id}, "operator-2", OPERATOR)
    assert answer.ok, answer
    return answer.body.get("note")


def paid(shop: Shop, openid: str = "u1", **more: Any) -> str:
    order_id: str = orders.place(openid, **more)["orderId"]
    orders.pay(shop, order_id)
    return order_id


def beside(shop: Shop) -> list[str]:
    return [row["pk"] for row in shop.items("addresses") if row["pk"].startswith("order#")]


@pytest.mark.parametrize("has_address", [True, False])
def test_operators_write_change_and_take_away_a_note(shop: Shop, has_address: bool) -> None:
    orders.save_goods()
    order_id = paid(shop, **({"addressId": save_address()} if has_address else {}))
    first = note(order_id, "周五前发货")["note"]
    assert first == {"text": "周五前发货", "by": "operator-1", "at": first["at"]} == noted(order_id)
    second = note(order_id, "加一份小样", first["at"], "operator-2")["note"]
    assert (second["text"], second["by"]) == ("加一份小样", "operator-2") and second == noted(
        order_id
    )
    assert "note" not in note(order_id, None, second["at"]).body
    assert noted(order_id) is None
    assert ("address" in orders.get_order(order_id)) is has_address
    assert [each["what"] for each in orders.get_order(order_id)["history"]] == ["PENDING", "PAID"]


def test_a_note_that_nobody_has_seen_is_not_overwritten(shop: Shop) -> None:
    orders.save_goods()
    order_id = paid(shop)
    first = note(order_id, "周五前发货")["note"]
    for seen_at in (None, first["at"] - 1):
        refused = note(order_id, "周六发货", seen_at, "operator-2")
        assert (refused.status, refused.code) == (409, "NOTE_CHANGED")
        assert note(order_id, None, first["at"] - 1).code == "NOTE_CHANGED"
    assert note(order_id, "周五前发货", None, "operator-2")["note"] == first, "it says that already"
    assert noted(order_id) == first


def test_the_buyer_does_not_see_the_note(shop: Shop) -> None:
    orders.save_goods()
    order_id = paid(shop, remark="放门口")
    assert note(order_id, "老客户").ok
    order = call("getOrder", {"orderId": order_id}, "u1").body
    assert "note" not in order and order["remark"] == "放门口"
    for openid, roles in (("u1", ()), ("agent-1", ("agent",))):
        data = {"orderId": order_id, "text": "x"}
        assert call("noteOrder", data, openid, roles).code == "FORBIDDEN"


def test_an_order_that_is_not_paid_has_no_note(shop: Shop) -> None:
    orders.save_goods()
    order_id = orders.place()["orderId"]
    assert note(order_id, "x").code == "ORDER_STATE"
    assert call("cancelOrder", {"orderId": order_id}).ok
    assert note(order_id, "x").code == "ORDER_STATE"
    assert note("none", "x").code == "ORDER_NOT_FOUND"
    assert beside(shop) == []


@pytest.mark.parametrize("text", ["", " ", "字" * 201, "\x00", 7])
def test_a_note_that_is_none_is_refused(shop: Shop, text: Any) -> None:
    orders.save_goods()
    refused = note(paid(shop), text)
    assert (refused.status, refused.code, refused["field"]) == (400, "BAD_REQUEST", "text")


def test_a_note_is_forgotten_with_the_address(shop: Shop) -> None:
    orders.save_goods(delivery="virtual")
    order_id = paid(shop)
    assert call("shipOrder", {"orderId": order_id}, "operator-1", OPERATOR).ok
    shop.clock.advance(30 * clock.DAY)
    assert orders.get_order(order_id)["status"] == "COMPLETED"
    assert note(order_id, "老客户").ok, "also when the order is over"
    assert beside(shop) == [f"order#{order_id}"]
    shop.clock.advance(179 * clock.DAY)
    assert forget_addresses(clock.now()) == 0
    shop.clock.advance(2 * clock.DAY)
    assert forget_addresses(clock.now()) == 1
    assert beside(shop) == [] and noted(order_id) is None


def test_lists_of_orders_have_the_note(shop: Shop) -> None:
    orders.save_goods()
    order_id = paid(shop)
    assert note(order_id, "老客户").ok
    found = call("searchOrders", {"orderId": order_id}, "operator-1", OPERATOR)["items"]
    assert [each["note"]["text"] for each in found] == ["老客户"]
