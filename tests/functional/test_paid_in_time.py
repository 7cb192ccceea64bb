"""A payment counts for a group if it was made before the deadline, whenever we hear of it."""

from __future__ import annotations

import pytest

from tests.support import groups, orders, people
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler
from tests.support.groups import Streams
from tests.support.orders import OPERATOR
from wxcloud import clock

PAY = "/v3/pay/transactions/*"


def nearly_full(shop: Shop, size: int = 2, **terms: object) -> tuple[Streams, Answer, Answer]:
    """A group whose leader has paid, and whose friend holds a seat."""
    groups.save_group_goods(size, hours=1, **terms)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    return streams, group, groups.join(group, "friend", ifFull="newGroup")


def pay_at(shop: Shop, order_id: str, at: int) -> None:
    """The user pays, and the shop is not told."""
    shop.clock.set(at)
    orders.pay(shop, order_id, notify=False)


def test_wechat_is_asked_for_a_held_seat_before_the_group_fails(shop: Shop) -> None:
    streams, group, friend = nearly_full(shop)
    pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    assert groups.get_group(group)["status"] == "OPEN"
    groups.fire_deadline(group)
    assert groups.get_group(group)["status"] == "SUCCESS"
    shop.clock.advance(4_000)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": friend["orderId"]})
    streams.deliver_all()
    for order_id in (group["orderId"], friend["orderId"]):
        form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
        assert call("shipOrder", form, "operator-1", OPERATOR).ok
        assert groups.refunded_fen(shop, order_id) == 0


def test_news_that_come_before_the_timer_count_by_the_time_of_the_payment(shop: Shop) -> None:
    streams, group, friend = nearly_full(shop)
    pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 15_000)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": friend["orderId"]})
    streams.deliver_all()
    assert groups.get_group(group)["status"] == "SUCCESS"
    member = groups.get_group(group)["members"][1]
    assert 0 <= member["joinedAt"] - (group["expiresAt"] - 20_000) < 20_000


def test_a_payment_after_the_deadline_is_late_even_if_the_group_is_still_open(shop: Shop) -> None:
    streams, group, friend = nearly_full(shop)
    pay_at(shop, friend["orderId"], group["expiresAt"] + 2_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    groups.fire_deadline(group)
    assert groups.get_group(group)["status"] == "FAILED"
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": friend["orderId"]})
    streams.deliver_all()
    order = orders.get_order(friend["orderId"])
    assert order["groupId"] != group["groupId"]
    fresh = groups.get_group(order["groupId"], "friend")
    assert (fresh["status"], [fresh["members"][0]["memberId"]]) == ("OPEN", people.ids("friend"))


def test_a_hold_that_has_expired_is_asked_after_too(shop: Shop) -> None:
    groups.save_group_goods(2, hours=1)
    streams = Streams(shop)
    group = groups.open_group(shop)
    streams.deliver_all()
    friend = groups.join(group, "friend")
    pay_at(shop, friend["orderId"], shop.clock.now + clock.MINUTE)
    shop.clock.set(group["expiresAt"] + 11_000)  # the hold ended long ago
    groups.fire_deadline(group)
    assert groups.get_group(group)["status"] == "SUCCESS"


@pytest.mark.parametrize("paid", [True, False])
def test_the_group_waits_while_wechat_does_not_answer(shop: Shop, *, paid: bool) -> None:
    _, group, friend = nearly_full(shop)
    if paid:
        pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    shop.sandbox.fault(PAY, status=500, times=2)
    with pytest.raises(RuntimeError):
        handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())
    assert groups.get_group(group)["status"] == "OPEN"
    groups.fire_deadline(group)
    assert groups.get_group(group)["status"] == ("SUCCESS" if paid else "FAILED")


def test_a_group_that_held_seats_cannot_fill_fails_without_asking(shop: Shop) -> None:
    _, group, _ = nearly_full(shop, 3)
    shop.clock.set(group["expiresAt"] + 11_000)
    asked = shop.sandbox.calls(PAY)
    groups.fire_deadline(group)
    assert groups.get_group(group)["status"] == "FAILED"
    assert shop.sandbox.calls(PAY) == asked


def test_a_member_who_paid_in_time_is_in_a_group_that_succeeds_anyway(shop: Shop) -> None:
    """With `virtualFrom`, the group is not full; who paid in time is a member of it."""
    _, group, friend = nearly_full(shop, 4, virtualFrom=1)
    pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    groups.fire_deadline(group)
    seen = groups.get_group(group)
    assert seen["status"] == "SUCCESS"
    assert [each["memberId"] for each in seen["members"]] == people.ids("leader", "friend")


def test_an_order_says_when_it_was_paid_and_not_when_we_heard_of_it(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    orders.pay(shop, order_id, notify=False)
    paid_at = shop.clock.now
    shop.clock.advance(10 * clock.MINUTE)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    (item,) = (each for each in shop.items("orders") if each["sk"].startswith("order#"))
    assert paid_at <= item["paidAt"] < paid_at + clock.MINUTE
    assert orders.get_order(order_id)["history"][1]["at"] == shop.clock.now
