"""A payment counts for a group if it was made before the deadline, whenever we hear of it."""

from __future__ import annotations

import pytest

from tests.support import groups as town
from tests.support import orders as do
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler
from tests.support.groups import News
from tests.support.orders import OPERATOR
from wxcloud import clock

PAY = "/v3/pay/transactions/*"


def nearly_full(shop: Shop, size: int = 2, **terms: object) -> tuple[News, Answer, Answer]:
    """A group whose leader has paid, and whose friend holds a seat."""
    town.offered(size, hours=1, **terms)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    shop.clock.set(group["expiresAt"] - clock.MINUTE)
    return news, group, town.join(group, "friend", ifFull="newGroup")


def pay_at(shop: Shop, order_id: str, at: int) -> None:
    """The user pays, and the shop is not told."""
    shop.clock.set(at)
    do.pay(shop, order_id, notify=False)


def test_wechat_is_asked_for_a_held_seat_before_the_group_fails(shop: Shop) -> None:
    news, group, friend = nearly_full(shop)
    pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    assert town.look(group)["status"] == "OPEN"
    town.ring(group)
    assert town.look(group)["status"] == "SUCCESS"
    shop.clock.advance(4_000)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": friend["orderId"]})
    news.follow()
    for order_id in (group["orderId"], friend["orderId"]):
        form = {"orderId": order_id, "carrier": "ZTO", "trackingNumber": "1"}
        assert call("shipOrder", form, "operator-1", OPERATOR).ok
        assert town.paid_back(shop, order_id) == 0


def test_news_that_come_before_the_timer_count_by_the_time_of_the_payment(shop: Shop) -> None:
    news, group, friend = nearly_full(shop)
    pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 15_000)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": friend["orderId"]})
    news.follow()
    assert town.look(group)["status"] == "SUCCESS"
    member = town.look(group)["members"][1]
    assert 0 <= member["joinedAt"] - (group["expiresAt"] - 20_000) < 20_000


def test_a_payment_after_the_deadline_is_late_even_if_the_group_is_still_open(shop: Shop) -> None:
    news, group, friend = nearly_full(shop)
    pay_at(shop, friend["orderId"], group["expiresAt"] + 2_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    town.ring(group)
    assert town.look(group)["status"] == "FAILED"
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": friend["orderId"]})
    news.follow()
    order = do.order(friend["orderId"])
    assert order["groupId"] != group["groupId"]
    fresh = town.look(order["groupId"], "friend")
    assert (fresh["status"], fresh["members"][0]["openid"]) == ("OPEN", "friend")


def test_a_hold_that_has_expired_is_asked_after_too(shop: Shop) -> None:
    town.offered(2, hours=1)
    news = News(shop)
    group = town.opened(shop)
    news.follow()
    friend = town.join(group, "friend")
    pay_at(shop, friend["orderId"], shop.clock.now + clock.MINUTE)
    shop.clock.set(group["expiresAt"] + 11_000)  # the hold ended long ago
    town.ring(group)
    assert town.look(group)["status"] == "SUCCESS"


@pytest.mark.parametrize("paid", [True, False])
def test_the_group_waits_while_wechat_does_not_answer(shop: Shop, *, paid: bool) -> None:
    _, group, friend = nearly_full(shop)
    if paid:
        pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    shop.sandbox.fault(PAY, status=500, times=2)
    with pytest.raises(RuntimeError):
        handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())
    assert town.look(group)["status"] == "OPEN"
    town.ring(group)
    assert town.look(group)["status"] == ("SUCCESS" if paid else "FAILED")


def test_a_group_that_held_seats_cannot_fill_fails_without_asking(shop: Shop) -> None:
    _, group, _ = nearly_full(shop, 3)
    shop.clock.set(group["expiresAt"] + 11_000)
    asked = shop.sandbox.calls(PAY)
    town.ring(group)
    assert town.look(group)["status"] == "FAILED"
    assert shop.sandbox.calls(PAY) == asked


def test_a_member_who_paid_in_time_is_in_a_group_that_succeeds_anyway(shop: Shop) -> None:
    """With `virtualFrom`, the group is not full; who paid in time is a member of it."""
    _, group, friend = nearly_full(shop, 4, virtualFrom=1)
    pay_at(shop, friend["orderId"], group["expiresAt"] - 20_000)
    shop.clock.set(group["expiresAt"] + 11_000)
    town.ring(group)
    seen = town.look(group)
    assert seen["status"] == "SUCCESS"
    assert [each["openid"] for each in seen["members"]] == ["leader", "friend"]


def test_an_order_says_when_it_was_paid_and_not_when_we_heard_of_it(shop: Shop) -> None:
    do.stocked(1)
    order_id = do.place()["orderId"]
    do.pay(shop, order_id, notify=False)
    paid_at = shop.clock.now
    shop.clock.advance(10 * clock.MINUTE)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    (item,) = (each for each in shop.items("orders") if each["sk"].startswith("order#"))
    assert paid_at <= item["paidAt"] < paid_at + clock.MINUTE
    assert do.order(order_id)["history"][1]["at"] == shop.clock.now
