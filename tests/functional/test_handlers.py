"""The registry of handlers: each handler of each event is isolated from the others."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shop.handlers import GROUP_HANDLERS, ORDER_HANDLERS
from tests.support import groups, orders
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.groups import Streams
from tests.support.orders import OPERATOR
from wxcloud.events import names

FUNCTIONS = {
    "onOrderChange": ("orders", "order_event", ORDER_HANDLERS),
    "onGroupChange": ("groups", "group_event", GROUP_HANDLERS),
}
ALL = [
    (function, event, name)
    for function, (_, _, handlers) in FUNCTIONS.items()
    for event, name in names(handlers)
]
NO_FAILURES = {"batchItemFailures": []}


def stream_records(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Cause every event of orders and groups. Returns the records of both streams."""
    streams = Streams(shop)
    groups.save_group_goods(2, limit=3)
    full, short = groups.open_group(shop), groups.open_group(shop, "alone")
    friend = groups.join(full, "friend")
    orders.pay(shop, friend["orderId"])
    call("saveGoods", FREE, "operator-1", OPERATOR)
    free = call("createGroup", {"goodsId": "free"}, "leader")
    assert free.ok, free
    plain = orders.place("buyer")["orderId"]
    orders.pay(shop, plain)
    streams.deliver_all()
    parcel = {"carrier": "ZTO", "trackingNumber": "1"}
    assert call("shipOrder", {"orderId": plain, **parcel}, "operator-1", OPERATOR).ok
    right = {"orderId": plain, "parcels": [parcel | {"trackingNumber": "2"}]}
    assert call("correctShipping", right, "operator-1", OPERATOR).ok
    assert call("confirmReceipt", {"orderId": plain}, "buyer").ok
    ask = {"orderId": plain, "kind": "return", "reason": "x"}
    after_sale = call("askAfterSale", ask, "buyer")["afterSaleId"]
    agree = {"afterSaleId": after_sale, "agree": True}
    assert call("decideAfterSale", agree, "operator-1", OPERATOR).ok
    asked = orders.place("buyer")["orderId"]
    orders.pay(shop, asked)
    assert call("refundOrder", {"orderId": asked, "reason": "x"}, "buyer").ok
    unpaid = orders.place("buyer")["orderId"]
    assert call("cancelOrder", {"orderId": unpaid}, "buyer").ok
    shop.clock.set(max(short["expiresAt"], free["expiresAt"]) + 1)
    for group in (short, free):
        groups.fire_deadline(group)
    streams.deliver_all()
    groups.wait_for_refunds(shop, short["orderId"])
    streams.deliver_all()
    return {table: shop.stream_records(table) for table, _, _ in FUNCTIONS.values()}


FREE = {
    "goodsId": "free",
    "title": "试用装",
    "cover": "https://img.example.com/free.png",
    "price": 100,
    "category": "tea",
    "rank": 2,
    "stock": 10,
    "group": {"size": 2, "hours": 24, "price": 0, "limit": 1},
}


@contextmanager
def broken(function: str, event: str, name: str) -> Iterator[list[str]]:
    """Make the named handler fail for that event. Yields the names of all called handlers."""
    handlers: Any = FUNCTIONS[function][2]
    kept = {kind: list(several) for kind, several in handlers.items()}
    called: list[str] = []

    def wrap(kind: str, inner: Any) -> Any:
        own = f"{inner.__module__}.{inner.__qualname__}"

        @functools.wraps(inner)
        def wrapped(value: Any) -> None:
            called.append(own)
            if (kind, own) == (event, name):
                raise KeyError("a bug")
            inner(value)

        return wrapped

    for kind, several in handlers.items():
        several[:] = [wrap(kind.__name__, each) for each in several]
    try:
        yield called
    finally:
        for kind, several in handlers.items():
            several[:] = kept[kind]


def test_a_failing_handler_is_retried_alone_and_the_others_still_run(shop: Shop) -> None:
    records = stream_records(shop)
    for function, event, name in ALL:
        table, queue, handlers = FUNCTIONS[function]
        with broken(function, event, name) as called:
            outcome = handler(function)({"Records": records[table]}, LambdaContext())
        assert outcome == NO_FAILURES, name
        assert {each for _, each in names(handlers)} == set(called), "every event occurs"
        retries = shop.drain(queue)
        assert retries and {(r["event"], r["handler"]) for r in retries} == {(event, name)}
        assert handler(function)(sqs_event(*retries), LambdaContext()) == NO_FAILURES, name


def test_a_poison_message_is_reported_alone(shop: Shop) -> None:
    retry = {
        "handler": "shop.checkout.close.close_later",
        "event": "OrderPlaced",
        "data": {"type": "OrderPlaced", "orderId": "o1", "buyer": "u1", "payBefore": 1},
    }
    event = sqs_event(retry, {**retry, "data": {"type": "OrderPlaced"}}, {**retry, "event": "?"})
    outcome = handler("onOrderChange")(event, LambdaContext())
    failed = [failure["itemIdentifier"] for failure in outcome["batchItemFailures"]]
    assert failed == [record["messageId"] for record in event["Records"][1:]]
    assert [message["orderId"] for message in shop.drain("close_order")] == ["o1"]
