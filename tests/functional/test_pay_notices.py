"""Buyers are told that they have paid, and reminded while they have not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from shop.checkout import reminding
from shop.checkout.payments import take_payment
from shop.notices import deliveries
from shop.orders.queues import CloseOrder
from tests.support import orders
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.orders import OPERATOR, OrderStream
from wxcloud import clock
from wxcloud.queues import Queue
from wxcloud.wechat import messages as messages_of_wechat
from wxcloud.wechat.pay import calls

PAID, SOON = "template-paid", "template-pay-soon"
SEND = "/cgi-bin/message/subscribe/send"


@pytest.fixture
def told(shop: Shop) -> Shop:
    keys = ["thing1", "amount2", "character_string3", "time4"]
    shop.sandbox.post("/sandbox/templates", {PAID: keys, SOON: keys})
    data = dict(zip(keys, ("{goods}", "¥{amount}", "{orderId}", "{time}"), strict=True))
    page = "pages/orders/index?orderId={orderId}"
    for notice, template in (("paid", PAID), ("paySoon", SOON)):
        form = {"notice": notice, "templateId": template, "page": page, "data": data}
        answer = call("saveNotice", form, "operator-1", OPERATOR)
        assert answer.ok, answer
    orders.save_goods(100)
    return shop


def messages(shop: Shop, openid: str = "u1") -> list[str]:
    return [message["template_id"] for message in shop.sandbox.messages(openid)]


def close(message: dict[str, Any]) -> None:
    assert handler("closeOrder")(sqs_event(message), LambdaContext()) == {"batchItemFailures": []}


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], int]]:
    """The messages that wait for closeOrder, and for how many seconds."""
    found: list[tuple[dict[str, Any], int]] = []

    def wait(queue: Queue[Any], message: Any, *, delay_s: int = 0) -> None:
        if isinstance(message, CloseOrder):
            found.append((msgspec.to_builtins(message), delay_s))
        else:
            really(queue, message, delay_s=delay_s)

    really = Queue.send
    monkeypatch.setattr(Queue, "send", wait)
    return found


def send(shop: Shop) -> None:
    assert shop.run_queue("notice", "sendNotice") == []


def unpaid(shop: Shop, minutes: int = 12) -> str:
    """An unpaid order; `minutes` have passed."""
    order_id = str(orders.place()["orderId"])
    shop.clock.advance(minutes * clock.MINUTE)
    return order_id


# --- paid -----------------------------------------------------------------------------------------


def test_a_buyer_is_told_once_that_the_order_is_paid(told: Shop) -> None:
    stream = OrderStream(told)
    order_id = orders.place()["orderId"]
    orders.pay(told, order_id)
    records = stream.new_records()
    stream.deliver_all(records)
    stream.deliver_all(records)
    send(told)
    (message,) = told.sandbox.messages("u1")
    assert message["template_id"] == PAID
    assert message["page"] == f"pages/orders/index?orderId={order_id}"
    assert {key: each["value"] for key, each in message["data"].items()} == {
        "thing1": "红茶",
        "amount2": "¥1.00",
        "character_string3": order_id,
        "time4": "2026-11-22 08:00",
    }


def test_nobody_is_told_that_an_order_was_paid_which_cost_nothing(told: Shop) -> None:
    orders.save_goods(10, price=0, sku="gift")
    stream = OrderStream(told)
    assert orders.place(sku="gift")["status"] == "PAID"
    stream.deliver_all()
    assert told.drain("notice") == []


# --- pay soon -------------------------------------------------------------------------------------


def test_a_buyer_is_reminded_once_before_the_order_is_closed(
    told: Shop, waiting: list[tuple[dict[str, Any], int]]
) -> None:
    stream = OrderStream(told)
    order_id = orders.place()["orderId"]
    pay_before = orders.get_order(order_id)["payBefore"]
    stream.deliver_all()
    first = {"orderId": order_id, "reminded": False}
    assert waiting == [(first, 600)]
    told.clock.set(pay_before - reminding.AHEAD - clock.SECOND)
    close(first)
    send(told)
    assert waiting[1:] == [(first, 1)] and messages(told) == []

    told.clock.set(pay_before - reminding.AHEAD)
    close(first)
    close(first)  # delivered twice
    second = {"orderId": order_id, "reminded": True}
    assert waiting[2:] == [(second, 300)] * 2
    told.clock.advance(clock.MINUTE)
    close(second)  # early, as where the clock can be moved
    assert waiting[4:] == [(second, 240)]
    send(told)
    (message,) = told.sandbox.messages("u1")
    assert message["template_id"] == SOON
    assert message["data"]["time4"]["value"] == "2026-11-22 08:15"

    told.clock.set(pay_before)
    close(second)
    send(told)
    assert orders.get_order(order_id)["status"] == "CLOSED"
    assert messages(told) == [SOON]


def test_in_a_short_time_to_pay_the_reminder_comes_after_half_of_it(told: Shop) -> None:
    sale = orders.save_sale(told, payMinutes=4)
    order_id = orders.place(saleId=sale)["orderId"]
    told.clock.advance(2 * clock.MINUTE - clock.SECOND)
    close({"orderId": order_id})
    send(told)
    assert messages(told) == []
    told.clock.advance(clock.SECOND)
    close({"orderId": order_id})
    send(told)
    assert messages(told) == [SOON]


@pytest.mark.parametrize("what", ["paid", "cancelled", "closed", "late"])
def test_a_reminder_that_has_waited_is_not_sent_if_the_order_waits_no_more(
    told: Shop, what: str
) -> None:
    assert call("allowNotice", {"results": {SOON: "accept"}}).ok
    order_id = unpaid(told)
    close({"orderId": order_id})
    if what == "paid":
        orders.pay(told, order_id)
    if what == "cancelled":
        assert call("cancelOrder", {"orderId": order_id}).ok
    if what in ("closed", "late"):
        told.clock.advance(clock.HOUR)
    if what == "closed":
        orders.run_close_order(order_id)
    send(told)
    assert messages(told) == []
    (consent,) = [i for i in told.items("notices") if i["sk"].startswith("consent#")]
    assert consent["credits"] == 1, "no consent is spent"


def test_a_reminder_that_wechat_was_too_busy_for_spends_no_consent_if_the_order_is_paid_then(
    told: Shop,
) -> None:
    assert call("allowNotice", {"results": {SOON: "accept"}}).ok
    order_id = unpaid(told)
    close({"orderId": order_id})
    (message,) = told.drain("notice")
    told.sandbox.fault("/cgi-bin/message/subscribe/send", errcode=-1)
    failed = [handler("sendNotice")(sqs_event(message), LambdaContext())["batchItemFailures"]]
    orders.pay(told, order_id)
    failed.append(handler("sendNotice")(sqs_event(message), LambdaContext())["batchItemFailures"])
    assert [len(each) for each in failed] == [1, 0]
    assert SOON not in messages(told)
    (consent,) = [i for i in told.items("notices") if i["sk"] == f"consent#{SOON}"]
    assert consent["credits"] == 1


@pytest.mark.parametrize("what", ["payOrder", "cancelOrder"])
def test_a_payment_at_the_last_moment_before_the_message_stops_it(
    told: Shop, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The message is made, and nothing but the claim is left to do, when the order changes."""
    make = deliveries._message

    for number in range(10):
        order_id = str(orders.place(f"u{number}")["orderId"])
        told.clock.advance(12 * clock.MINUTE)
        close({"orderId": order_id})

        def change(*arguments: Any, order_id: str = order_id, buyer: str = f"u{number}") -> Any:
            if what == "payOrder":  # in this thread: moto has one
                orders.pay(told, order_id, notify=False)
                payment = calls.get(order_id)
                assert payment is not None
                take_payment(payment)
            else:
                assert call("cancelOrder", {"orderId": order_id}, buyer).ok
            return make(*arguments)

        with monkeypatch.context() as patched:
            patched.setattr(deliveries, "_message", change)
            send(told)
        assert messages(told, f"u{number}") == []


def test_a_reminder_is_decided_again_at_each_attempt(told: Shop) -> None:
    """WeChat was busy; meanwhile the buyer has paid."""
    order_id = unpaid(told)
    close({"orderId": order_id})
    (notice,) = told.drain("notice")
    told.sandbox.post("/sandbox/faults", {"path": SEND, "times": 1, "errcode": -1})
    failed = handler("sendNotice")(sqs_event(notice), LambdaContext())["batchItemFailures"]
    assert len(failed) == 1
    orders.pay(told, order_id)
    assert handler("sendNotice")(sqs_event(notice), LambdaContext()) == {"batchItemFailures": []}
    assert messages(told) == []


def test_an_expired_claim_is_taken_over_only_while_the_order_is_unpaid(
    told: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> None:
        raise RuntimeError("the process stops here")

    order_id = unpaid(told)
    close({"orderId": order_id})
    (notice,) = told.drain("notice")
    with monkeypatch.context() as patched:
        patched.setattr(messages_of_wechat, "send_subscribe", crash)
        handler("sendNotice")(sqs_event(notice), LambdaContext())
    told.clock.advance(deliveries.LEASE + 1)
    orders.pay(told, order_id)
    handler("sendNotice")(sqs_event(notice), LambdaContext())
    assert messages(told) == []
