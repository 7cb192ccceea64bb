"""Reminders of flash sales: each user who asked is told once when the sale begins."""

from __future__ import annotations

import time
from typing import Any

import pytest

from shop.sales import reminders
from tests.support import orders
from tests.support.alerts import watch
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.orders import OPERATOR
from wxcloud import clock

TEMPLATE = "template-sale"


@pytest.fixture
def told(shop: Shop) -> Shop:
    keys = {"thing1": "{goods}", "amount2": "{price}", "time3": "{time}"}
    shop.sandbox.post("/sandbox/templates", {TEMPLATE: sorted(keys)})
    page = "pages/feed/index?saleId={saleId}"
    form = {"notice": "saleBegins", "templateId": TEMPLATE, "page": page, "data": keys}
    assert call("saveNotice", form, "operator-1", OPERATOR).ok
    orders.save_goods(100)
    return shop


def planned(shop: Shop, **more: Any) -> str:
    """A sale that begins in an hour."""
    start = shop.clock.now + clock.HOUR
    return orders.save_sale(shop, **{"startAt": start, "endAt": start + clock.HOUR, **more})


def remind(sale: str, openid: str = "u1", **more: Any) -> Any:
    return call("remindSale", {"saleId": sale, **more}, openid)


def begin(shop: Shop, after: int = clock.HOUR) -> list[Any]:
    """The sale begins, and watchShop runs. Returns the notices that were sent to the queue."""
    shop.clock.advance(after + 2 * clock.SECOND)
    watch()
    return list(shop.drain("notice"))


def test_a_user_is_told_when_the_sale_begins(told: Shop) -> None:
    sale = planned(told)
    assert call("allowNotice", {"results": {TEMPLATE: "accept"}}).ok
    answer = remind(sale)
    assert answer.body == {"saleId": sale, "on": True, "startAt": told.clock.now + clock.HOUR}
    assert remind(sale).body == answer.body, "a repeat changes nothing"
    remind(sale, "u2")
    assert remind(sale, "u2", on=False)["on"] is False
    watch()
    assert told.drain("notice") == []
    found = begin(told)
    assert [each["openid"] for each in found] == ["u1"]
    for _ in range(2):
        answer = handler("sendNotice")(sqs_event(*found), LambdaContext())
        assert answer == {"batchItemFailures": []}
    (message,) = told.sandbox.messages("u1")
    assert message["page"] == f"pages/feed/index?saleId={sale}"
    assert {key: each["value"] for key, each in message["data"].items()} == {
        "thing1": "红茶",
        "amount2": "0.50",
        "time3": "2026-11-22 09:00",
    }
    for _ in range(2):
        assert begin(told, clock.MINUTE) == []


def test_a_sale_that_has_begun_or_is_unknown_is_refused(told: Shop) -> None:
    sale = planned(told)
    told.clock.advance(clock.HOUR)
    assert remind(sale).code == "SALE_BEGUN"
    assert remind(sale, on=False).ok
    assert remind("none").code == "SALE_NOT_FOUND"
    assert remind(sale, "").code == "UNAUTHENTICATED"
    assert call("remindSale", {}).code == "BAD_REQUEST"


def test_reminders_are_bounded(told: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders.REMINDERS, "most", 2)
    sale = planned(told)
    assert remind(sale).ok and remind(sale).ok
    assert remind(sale).code == "TOO_MANY_REQUESTS"
    assert remind(sale, on=False).ok


def test_a_sale_that_an_operator_moves_is_told_when_it_begins(told: Shop) -> None:
    sale = planned(told)
    remind(sale)
    start = told.clock.now + 3 * clock.HOUR
    orders.save_sale(told, saleId=sale, startAt=start, endAt=start + clock.HOUR)
    assert begin(told) == []
    (notice,) = begin(told, 2 * clock.HOUR)
    assert notice["facts"]["time"] == "2026-11-22 11:00"


def test_nobody_is_told_hours_later_or_after_the_end(told: Shop) -> None:
    short, long = planned(told), planned(told, endAt=told.clock.now + clock.DAY)
    remind(short), remind(long)
    assert begin(told, reminders._LATEST + clock.HOUR + clock.MINUTE) == []


def test_a_call_that_has_no_time_left_goes_on_in_the_next_one(told: Shop) -> None:
    sale = planned(told)
    for number in range(20):
        remind(sale, f"u{number}")
    told.clock.advance(clock.HOUR + 2 * clock.SECOND)
    reminders.tell_due(told.clock.now, time.monotonic() - 1)
    assert told.drain("notice") == []
    reminders.tell_due(told.clock.now, time.monotonic() + 60)
    assert len(told.drain("notice")) == 20
